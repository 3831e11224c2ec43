package cmd

import (
	"cmp"
	"context"
	"slices"
	"time"

	"chatcops/internal/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// reportQuestions are what the sections of a report ask beside the metrics. They
// are answered in the same scan.
type reportQuestions struct {
	cfg                                            *config.Config
	selection                                      metrics.Selection
	funnels                                        []*metrics.Funnel
	fields                                         store.Fields
	history                                        bool             // all conversations are read, whatever the period
	subjectOf                                      metrics.Grouping // of the topics, where they are told
	goals, usage, fallbacks, engagement, retention bool
}

func newReportQuestions(r *briefing.Request, cfg *config.Config, filter metrics.Filter, keep func(*chat.Facts) bool) *reportQuestions {
	q := &reportQuestions{cfg: cfg, fields: store.Texts, goals: r.Asks("goals"), usage: r.Asks("usage"), fallbacks: r.Asks("fallbacks"),
		engagement: r.Asks("engagement"), retention: r.Asks("retention")}
	q.selection = metrics.Selection{Filter: filter, Previous: r.Previous, Keep: keep, AsOf: r.AsOf}
	q.selection.Span = r.Span
	q.history = q.engagement || q.retention
	if r.Asks("funnel") {
		for i := range cfg.Funnels {
			q.funnels = append(q.funnels, funnelFrom(&cfg.Funnels[i]))
		}
		if len(q.funnels) == 0 {
			q.funnels = []*metrics.Funnel{&metrics.DefaultFunnel}
		}
	}
	byGoal := func(f *metrics.Funnel) bool {
		return slices.ContainsFunc(f.Steps, func(s metrics.Step) bool { return s.Goal != "" })
	}
	if q.goals || slices.ContainsFunc(q.funnels, byGoal) {
		q.fields = store.Lists
	}
	return q
}

// reportFolds are the questions while they are answered; what is not asked is nil.
type reportFolds struct {
	period        func(*chat.Facts) // takes each conversation of the period
	selector      *metrics.Selector
	funnels       []*walker
	goals         *metrics.GoalCounter
	usage         *metrics.UsageCounter
	visits        *metrics.Visits
	misunderstood *fallbackDraw
	nameless      int64 // conversations of the period without a user
}

// begin returns empty folds.
func (q *reportQuestions) begin() reportFolds {
	f := reportFolds{selector: metrics.NewSelector(&q.selection)}
	for _, x := range q.funnels {
		f.funnels = append(f.funnels, &walker{FunnelCounter: metrics.NewFunnelCounter(x), funnel: x})
	}
	if q.goals {
		f.goals = metrics.NewGoalCounter()
	}
	if q.usage {
		f.usage = metrics.NewUsageCounter(pricesOf(q.cfg), q.cfg.Limits.Groups)
	}
	if q.history {
		f.visits = &metrics.Visits{}
	}
	if q.fallbacks {
		f.misunderstood = &fallbackDraw{}
	}
	return f
}

// take takes a conversation, be it selected or not.
func (p *reportFolds) take(f *chat.Facts) {
	p.selector.Each(f, p.add)
	if p.visits != nil {
		p.visits.Add(f, p.selector.Matches(f))
	}
}

// add takes a selected conversation of a side.
func (p *reportFolds) add(side int, f *chat.Facts) {
	for _, w := range p.funnels {
		w.Add(side, f)
	}
	if p.goals != nil {
		p.goals.Add(side, f)
	}
	if p.usage != nil {
		p.usage.Add(side, f)
	}
	if side != metrics.Now {
		return
	}
	p.period(f)
	if p.misunderstood != nil {
		p.misunderstood.add(f)
	}
	if f.UserKey == 0 {
		p.nameless++
	}
}

func (p *reportFolds) merge(o *reportFolds) {
	p.selector.Merge(o.selector)
	for i := range p.funnels {
		p.funnels[i].Merge(o.funnels[i])
	}
	if p.goals != nil {
		p.goals.Merge(o.goals)
	}
	if p.usage != nil {
		p.usage.Merge(o.usage)
	}
	if p.visits != nil {
		p.visits.Merge(o.visits)
	}
	if p.misunderstood != nil {
		p.misunderstood.merge(o.misunderstood)
	}
	p.nameless += o.nameless
}

// answer turns the folds into what the sections show.
func (q *reportQuestions) answer(ctx context.Context, s *session, p *reportFolds, source *briefing.Source) error {
	head := p.selector.Head()
	a := &asked{session: s, cfg: q.cfg, selection: q.selection}
	for _, w := range p.funnels {
		counter, err := a.finishWalk(ctx, w)
		if err != nil {
			return err
		}
		source.Funnels = append(source.Funnels, counter.Result(head, &q.selection))
	}
	if p.goals != nil {
		source.Goals = p.goals.Result(head, &q.selection, nil)
	}
	if p.usage != nil {
		source.Usage = p.usage.Result(head, &q.selection, q.cfg.Currency)
	}
	if p.visits != nil {
		if err := q.answerVisits(a, head, p, source); err != nil {
			return err
		}
	}
	if p.misunderstood != nil {
		return q.answerFallbacks(ctx, a, p.misunderstood, source)
	}
	return nil
}

func (q *reportQuestions) answerVisits(a *asked, head metrics.Head, p *reportFolds, source *briefing.Source) error {
	newest, err := a.Newest()
	if err != nil {
		return err
	}
	known := q.selection.AsOf
	if newest.Known() {
		known = newest.In(q.cfg.Location())
	}
	source.Engagement = p.visits.Engagement(head, metrics.EngagementQuery{Selection: &q.selection, Known: known})
	source.Engagement.WithoutUser = p.nameless
	longer := q.selection
	longer.Previous = nil
	if end := longer.Span.End; longer.Span.Bounded() && end.Sub(longer.Span.Start) < briefing.RetentionWeeks*7*24*time.Hour {
		weeks := period.NewBucketer(period.Week, q.cfg.Location())
		longer.Span.Start = time.UnixMicro(weeks.Index(end.AddDate(0, 0, -7*briefing.RetentionWeeks).UnixMicro())).In(q.cfg.Location())
	}
	source.Retention = &p.visits.Engagement(head, metrics.EngagementQuery{Selection: &longer, Known: known}).Weeks
	return nil
}

func (q *reportQuestions) answerFallbacks(ctx context.Context, a *asked, draw *fallbackDraw, source *briefing.Source) error {
	rules, err := newRules(q.cfg)
	if err != nil {
		return usageError{err}
	}
	list, err := a.session.misunderstood(ctx, rules.NewScorer(), draw.facts(), source.Redact)
	if err != nil {
		return err
	}
	source.Fallbacks = &briefing.Fallbacks{Groups: metrics.GroupFallbacks(list, q.subjectOf), Total: int64(len(list)), Conversations: draw.met, Read: int64(len(draw.list))}
	return nil
}

// mostDrawn is how many conversations with a fallback a report looks into; of
// more it draws as many, by their ids, so that it takes no longer.
const mostDrawn = 2000

// fallbackDraw draws conversations that met a fallback. What it draws depends
// neither on their order nor on how they are split.
type fallbackDraw struct {
	list []drawnFacts // the least so many by their lots
	met  int64        // a fallback
}

type drawnFacts struct {
	lot   uint64
	id    string
	facts fallbackFacts
}

func (d *fallbackDraw) add(f *chat.Facts) {
	if !f.Engaged() || f.Fallbacks == 0 {
		return
	}
	d.met++
	d.list = append(d.list, drawnFacts{sampleOrder([]byte(f.ID), []byte(f.Source)), f.ID, fallbackFacts{f.Key, f.Outcome}})
	if len(d.list) >= 2*mostDrawn {
		d.cut()
	}
}

func (d *fallbackDraw) merge(o *fallbackDraw) {
	d.met += o.met
	d.list = append(d.list, o.list...)
	d.cut()
}

// cut keeps the least.
func (d *fallbackDraw) cut() {
	slices.SortFunc(d.list, func(a, b drawnFacts) int {
		return cmp.Or(cmp.Compare(a.lot, b.lot), cmp.Compare(a.id, b.id), cmp.Compare(a.facts.key, b.facts.key))
	})
	d.list = d.list[:min(len(d.list), mostDrawn)]
}

// facts lists what was drawn in the order in which it is stored.
func (d *fallbackDraw) facts() []fallbackFacts {
	list := make([]fallbackFacts, 0, len(d.list))
	for i := range d.list {
		list = append(list, d.list[i].facts)
	}
	slices.SortFunc(list, func(a, b fallbackFacts) int { return cmp.Compare(a.key, b.key) })
	return list
}
