package cmd

import (
	"context"
	"errors"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/internal/topics"
	"chatcops/metrics"
)

// topicGroups are the topics of a database and the conversations that belong to them.
type topicGroups struct {
	model  *topics.Model
	madeAt chat.Time
	labels map[int]string
	of     []placed // by the conversation's key

	compared, other   int64 // conversations with a user message; those of them that fit no topic
	later, laterOther int64 // those of them that came after the topics were made

	unkept error // why what was found is not kept in the database
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
	g, err := app.findTopics(ctx, c, cfg, s)
	if err == nil && g.unkept != nil {
		app.notice(c, "the topics are not kept, so the next call finds them again: %v", g.unkept)
	}
	return g, err
}

func (app *App) findTopics(ctx context.Context, c *common, cfg *config.Config, s *session) (*topicGroups, error) {
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
	if waiting > 0 && len(g.model.Topics) == 0 { // what could not be grouped may be now
		return app.rebuildTopics(ctx, c, cfg, s, g, stored.NextID)
	}
	if waiting > 0 {
		list, err := finder.assign(ctx, g.model, true, waiting)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			g.add(t)
		}
		g.unkept = app.keepTopics(cfg, s, state, nil, nil, list)
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
	g.unkept = app.keepTopics(cfg, s, state, g, nil, list)
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

// keptTopics returns the topics of the conversations as they are in the database,
// without making any.
func keptTopics(ctx context.Context, s *store.Store) (*topicGroups, error) {
	g := &topicGroups{}
	return g, s.ConversationTopics(ctx, g.add)
}

// topicOf is the topic of an exported conversation: −1 if it fits none, nil if it
// was not compared with any.
func (e *exporter) topicOf(key int64) *int64 {
	if e.topics == nil {
		return nil
	}
	id, ok := e.topics.idOf(key)
	if !ok {
		return nil
	}
	topic := int64(id)
	return &topic
}

// labelOf is the value of a conversation in the dimension topic.
func (g *topicGroups) labelOf(f *chat.Facts) string {
	id, ok := g.idOf(f.Key)
	if !ok {
		return ""
	}
	return g.labels[id]
}

// subjectOf tells what a conversation is about, see metrics.Grouping.
func (g *topicGroups) subjectOf(key int64) metrics.Subject {
	id, _ := g.idOf(key) // what was not compared fits none
	s := metrics.Subject{ID: id, Label: g.labels[id], Terms: []string{}}
	if t, ok := g.model.ByID(id); ok {
		s.Terms = append(s.Terms, t.Terms...)
	}
	return s
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

// errChanged says that an import came between.
var errChanged = errors.New("the database has changed meanwhile; run the command again")

// keepTopics stores what was found, unless the database is a temporary one. A
// database that cannot be written, or that an import has changed since state, is
// left as it is, and the error says so.
func (app *App) keepTopics(cfg *config.Config, s *session, state int64, made *topicGroups, next *int64, list []store.ConversationTopic) error {
	if s.temporary {
		return nil
	}
	var model *store.TopicModel
	var rows []store.TopicRow
	if made != nil {
		data, err := made.model.MarshalBinary()
		if err != nil {
			return err
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
			return errChanged
		}
	}
	return named(err, app.rooted(cfg.DB), cfg.DB)
}
