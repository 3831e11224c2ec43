package cmd

import (
	"context"

	"chatcops/internal/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/topics"
	"chatcops/metrics"
	"chatcops/report"
)

// mostUntold is how many conversations a report compares with topics, which takes
// seconds for more of them, unless it was asked for topics by name.
const mostUntold = 10_000

// reportTopics returns the topics of a report that has them, and which one a
// conversation has.
func (o *reportOptions) reportTopics(ctx context.Context, app *App, cfg *config.Config, s *session, r *briefing.Request, q *reportQuestions) (*briefing.Topics, func(*chat.Facts) string, error) {
	q.subjectOf = func(int64) metrics.Subject {
		return metrics.Subject{ID: topics.None, Label: topics.Other, Terms: []string{}}
	}
	if !r.Asks("topics") && !r.Asks("fallbacks") {
		return nil, nil, nil
	}
	untold, err := s.Untold(mostUntold)
	if err != nil {
		return nil, nil, err
	}
	if untold > mostUntold && !r.Names("topics") && !r.Names("fallbacks") {
		app.notice(&o.common, "the topics of %s are not told yet, so the report leaves them out; chatcops topics tells them", report.Things(untold, "conversation"))
		return &briefing.Topics{Unread: untold}, func(*chat.Facts) string { return "" }, nil
	}
	g, err := app.topicsOf(ctx, &o.common, cfg, s)
	if err != nil {
		return nil, nil, err
	}
	q.subjectOf = g.subjectOf
	find := func(name string) (int, []string) {
		id := g.idNamed(name)
		if t, ok := g.model.ByID(id); ok {
			return id, t.Terms
		}
		return id, nil
	}
	return &briefing.Topics{Other: topics.Other, Find: find}, g.labelOf, nil
}
