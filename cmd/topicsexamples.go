package cmd

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/internal/topics"
	"chatcops/report"
)

const (
	topicExamples = 3    // conversations that stand for a topic
	mostTried     = 2000 // conversations that are looked at for them
	exampleWords  = 200  // characters of the first message
	fewLater      = 20   // conversations from which on a share is worth a hint
	manyUnfit     = 0.25 // share of them that fits no topic, from which on the hint is given
)

// topicExample is a conversation that stands for its topic.
type topicExample struct {
	id, source, outcome, text string
}

// addExamples finds the conversations of each topic that are most like it, and
// not all alike.
func (t *topicView) addExamples(rows []*topicRow) error {
	newest, err := t.Newest()
	if err != nil {
		return err
	}
	reader, err := t.NewReader()
	if err != nil {
		return err
	}
	defer reader.Close()
	asks := &asking{reader, topics.NewReader(t.groups.model.Languages...)}
	redactor := safe.NewRedactor(nil)
	members := t.groups.members()
	for _, r := range rows {
		keys := members[r.ID]
		var alike []topicExample // such as say the same as one before
		last := float32(-1)
		for _, key := range keys[:min(len(keys), mostTried)] {
			f, err := t.FactsOf(key)
			if err != nil {
				return err
			}
			if f == nil {
				continue
			}
			f.Settle(newest, t.cfg.IdleTimeout.Microseconds())
			if !t.selects(f) {
				continue
			}
			text, err := asks.firstRequest(f)
			if err != nil {
				return err
			}
			e := topicExample{f.ID, f.Source, f.Outcome.String(), redactor.Redact(text)}
			if like := t.groups.of[key].like; like == last {
				alike = append(alike, e)
			} else {
				r.examples, last = append(r.examples, e), like
			}
			if len(r.examples) == topicExamples {
				break
			}
		}
		r.examples = append(r.examples, alike[:min(len(alike), topicExamples-len(r.examples))]...)
		for _, e := range r.examples {
			r.Examples = append(r.Examples, e.id)
		}
	}
	return nil
}

// asking finds the messages in which users say what they want.
type asking struct {
	conversations *store.Reader
	requests      *topics.Reader
}

// firstRequest returns the beginning of the user's first message that names a
// subject or, without any, of the first one.
func (a *asking) firstRequest(f *chat.Facts) (string, error) {
	c, err := a.conversations.Conversation(f.Key)
	if err != nil || c == nil {
		return "", err
	}
	first := ""
	for _, m := range c.Messages {
		if m.Role != chat.RoleUser || m.Content == "" {
			continue
		}
		text := safe.Snippet(m.Content, exampleWords)
		if first == "" {
			first = text
		}
		a.requests.Begin(f.Language)
		a.requests.Add(m.Content)
		if !a.requests.Request().Empty() {
			return text, nil
		}
	}
	return first, nil
}

// members lists the conversations of each topic, the most like it first.
func (g *topicGroups) members() map[int][]int64 {
	members := map[int][]int64{}
	for key, p := range g.of {
		if p.compared {
			members[int(p.topic)] = append(members[int(p.topic)], int64(key))
		}
	}
	for _, keys := range members {
		slices.SortFunc(keys, func(a, b int64) int {
			return cmp.Or(cmp.Compare(g.of[b].like, g.of[a].like), cmp.Compare(a, b))
		})
	}
	return members
}

// remarks tell how well the topics fit what came after they were made.
func (g *topicGroups) remarks(cfg *config.Config) []string {
	if g.later == 0 {
		return nil
	}
	share := float64(g.laterOther) / float64(g.later)
	text := fmt.Sprintf("Topics made %s; of %s since then %.1f%% fit none of them.", g.madeAt.In(cfg.Location()).Format(time.DateOnly),
		report.Things(g.later, "conversation"), 100*share)
	if g.later >= fewLater && share >= manyUnfit {
		text += " chatcops topics rebuild makes them anew."
	}
	return []string{text}
}
