package cmd

import (
	"context"
	"runtime"

	"chatcops/internal/store"
	"chatcops/internal/topics"
)

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
