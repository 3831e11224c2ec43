package cmd

import (
	"context"
	"runtime"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/internal/topics"
)

// topicGroups are the topics of a database and the conversations that belong to them.
type topicGroups struct {
	model  *topics.Model
	madeAt chat.Time
	labels map[int]string
	of     []placed // by the conversation's key

	compared, other   int64 // conversations with a user message; those of them that fit no topic
	later, laterOther int64 // those of them that came after the topics were made
}

// placed is where a conversation belongs.
type placed struct {
	compared, later bool
	topic           int32 // topics.None if it fits none
	like            float32
}

// topicsOf returns the topics of a database. It makes them if there are none and
// tells the topics of conversations that were not compared with them before; both
// are kept in the database, unless it is a temporary one or cannot be written.
func (app *App) topicsOf(ctx context.Context, c *common, cfg *config.Config, s *session) (*topicGroups, error) {
	g := &topicGroups{}
	stored, err := s.TopicModel()
	if err != nil {
		return nil, err
	}
	if stored == nil {
		return app.makeTopics(ctx, c, cfg, s)
	}
	g.model, g.madeAt = &topics.Model{}, stored.MadeAt
	if err := g.model.UnmarshalBinary(stored.Model); err != nil {
		return nil, withHint(err, "chatcops topics rebuild makes them anew")
	}
	if err := s.ConversationTopics(ctx, g.add); err != nil {
		return nil, err
	}
	finder := &topicFinder{app: app, c: c, s: s.Store}
	state, err := s.State()
	if err != nil {
		return nil, err
	}
	_, waiting, err := s.Engaged()
	if err != nil {
		return nil, err
	}
	if waiting > 0 {
		list, err := finder.assign(ctx, g.model, true, waiting)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			g.add(t)
		}
		app.keepTopics(c, cfg, s, state, nil, nil, list)
	}
	g.name()
	return g, nil
}

// makeTopics finds topics in all conversations and keeps them.
func (app *App) makeTopics(ctx context.Context, c *common, cfg *config.Config, s *session) (*topicGroups, error) {
	g := &topicGroups{madeAt: chat.TimeOf(app.Now())}
	finder := &topicFinder{app: app, c: c, s: s.Store}
	state, err := s.State()
	if err != nil {
		return nil, err
	}
	list, err := finder.find(ctx, g)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		g.add(t)
	}
	g.name()
	app.keepTopics(c, cfg, s, state, g, nil, list)
	return g, nil
}

// add books the topic of a conversation.
func (g *topicGroups) add(t store.ConversationTopic) {
	if n := int(t.Conversation) + 1 - len(g.of); n > 0 {
		g.of = append(g.of, make([]placed, max(n, min(len(g.of), 1<<20)))...)
	}
	at := &g.of[t.Conversation]
	if at.compared {
		return
	}
	*at = placed{true, t.Later, t.Topic, t.Similarity}
	g.compared++
	if t.Topic == topics.None {
		g.other++
	}
	if t.Later {
		g.later++
		if t.Topic == topics.None {
			g.laterOther++
		}
	}
}

func (g *topicGroups) name() {
	g.labels = map[int]string{topics.None: topics.Other}
	for _, t := range g.model.Topics {
		g.labels[t.ID] = t.Label
	}
}

// idOf returns the topic of a conversation, ok if it has a user message.
func (g *topicGroups) idOf(key int64) (id int, ok bool) {
	if key >= int64(len(g.of)) || !g.of[key].compared {
		return topics.None, false
	}
	return int(g.of[key].topic), true
}

// labelOf is the value of a conversation in the dimension topic.
func (g *topicGroups) labelOf(f *chat.Facts) string {
	id, ok := g.idOf(f.Key)
	if !ok {
		return ""
	}
	return g.labels[id]
}

// idNamed returns the topic of a label.
func (g *topicGroups) idNamed(label string) int {
	for _, t := range g.model.Topics {
		if t.Label == label {
			return t.ID
		}
	}
	return topics.None
}

// keepTopics stores what was found, unless the database is a temporary one. A
// database that cannot be written, or that an import has changed since state, is
// left as it is: the next call finds the same again.
func (app *App) keepTopics(c *common, cfg *config.Config, s *session, state int64, made *topicGroups, next *int64, list []store.ConversationTopic) {
	if s.temporary {
		return
	}
	var model *store.TopicModel
	var rows []store.TopicRow
	if made != nil {
		data, err := made.model.MarshalBinary()
		if err != nil {
			app.notice(c, "the topics cannot be kept: %v", err)
			return
		}
		model = &store.TopicModel{MadeAt: made.madeAt, NextID: int64(len(made.model.Topics)), Model: data}
		if next != nil {
			model.NextID = *next
		}
		for _, t := range made.model.Topics {
			rows = append(rows, store.TopicRow{ID: t.ID, Label: t.Label, Terms: t.Terms})
		}
	}
	w, err := store.Create(app.rooted(cfg.DB), chat.TimeOf(app.Now()))
	if err == nil {
		defer w.Close()
		var saved bool
		saved, err = w.SaveTopics(model, rows, list, func() (bool, error) {
			now, err := s.State()
			return now == state, err
		})
		if err == nil && !saved {
			app.notice(c, "an import has changed the database meanwhile: the topics are not kept; run the command again")
		}
	}
	if err != nil {
		app.notice(c, "the topics are not kept, so the next call finds them again: %v", named(err, app.rooted(cfg.DB), cfg.DB))
	}
}

// topicFinder reads requests from a database and tells their topics.
type topicFinder struct {
	app *App
	c   *common
	s   *store.Store
	bar *progress
}

// step shows how far the work is.
func (f *topicFinder) step(what string, done, total int64) {
	if !f.app.ErrTerminal || f.c.quiet {
		return
	}
	if f.bar == nil {
		f.bar = newProgress(f.app.Err)
	}
	f.bar.Step(what, done, total)
}

func (f *topicFinder) done() {
	if f.bar != nil {
		f.bar.Done()
	}
}

// find makes the topics of g from the conversations, or from as many as suffice,
// and returns the topic of each conversation.
func (f *topicFinder) find(ctx context.Context, g *topicGroups) ([]store.ConversationTopic, error) {
	all, _, err := f.s.Engaged()
	if err != nil {
		return nil, err
	}
	texts, err := f.sample(ctx, all)
	if err != nil {
		return nil, err
	}
	requests, languages := topics.Collect(texts)
	texts = nil
	g.model = topics.Find(requests, languages, func(done, total int) { f.step("finding topics", int64(done), int64(total)) })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	requests = nil
	return f.assign(ctx, g.model, false, all)
}

// assign tells the topics of all conversations, or only of those that were not
// compared with them before: so many.
func (f *topicFinder) assign(ctx context.Context, m *topics.Model, unassigned bool, count int64) ([]store.ConversationTopic, error) {
	defer f.done()
	assigners := make([]*partAssigner, runtime.GOMAXPROCS(0))
	steps := newSteps(func(n int64) { f.step("telling topics", n, count) })
	err := f.s.ScanUserMessages(ctx, unassigned, len(assigners), func(part int) func(*store.UserMessage) error {
		a := &partAssigner{reader: topics.NewReader(m.Languages...), assigner: m.NewAssigner(), later: unassigned, steps: steps}
		assigners[part] = a
		return a.take
	})
	if err != nil {
		return nil, err
	}
	var list []store.ConversationTopic
	for _, a := range assigners {
		if a != nil {
			a.finish()
			list = append(list, a.list...)
		}
	}
	return list, nil
}

// partAssigner tells the topics of one conversation after another.
type partAssigner struct {
	reader   *topics.Reader
	assigner *topics.Assigner
	later    bool
	steps    *steps
	list     []store.ConversationTopic

	conversation int64 // that is being read, 0 before the first
	plain        bool  // it has messages that did not arrive as events
	more         bool  // more of it is wanted
}

func (a *partAssigner) take(m *store.UserMessage) error {
	if m.Conversation != a.conversation {
		a.finish()
		a.conversation, a.plain, a.more = m.Conversation, false, true
		a.reader.Begin(string(m.Language))
	}
	if m.Event && a.plain || !a.more {
		return nil
	}
	a.plain = a.plain || !m.Event
	a.more = a.reader.Add(string(m.Content[:min(len(m.Content), topics.MaxRead)]))
	return nil
}

// finish tells the topic of the conversation that was read.
func (a *partAssigner) finish() {
	if a.conversation == 0 {
		return
	}
	id, like := a.assigner.Assign(a.reader.Request())
	a.list = append(a.list, store.ConversationTopic{Conversation: a.conversation, Topic: int32(id), Similarity: like, Later: a.later})
	a.conversation = 0
	a.steps.add(1)
}

// sampleOrder is the place of a conversation in the order in which topics are
// found: it depends on its id alone, not on when it was imported.
func sampleOrder(id, source []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, part := range [][]byte{id, {0}, source} {
		for _, c := range part {
			h = (h ^ uint64(c)) * 1099511628211
		}
	}
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	return h ^ h>>32
}

// sampled is a conversation of the sample.
type sampled struct {
	order      uint64
	id, source string
	text       topics.Text
	plain      bool
}

func compareSampled(a, b *sampled) int {
	switch {
	case a.order != b.order:
		if a.order < b.order {
			return -1
		}
		return 1
	case a.id != b.id:
		if a.id < b.id {
			return -1
		}
		return 1
	case a.source < b.source:
		return -1
	}
	return 1
}

func sortSampled(list []*sampled) { slices.SortFunc(list, compareSampled) }
