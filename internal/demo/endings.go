package demo

import "strconv"

// misunderstand lets the user say something that the agent cannot follow.
func (d *dialogue) misunderstand() { d.fallback(d.facts.lang.fallback) }

func (d *dialogue) fallback(replies []string) {
	d.user(d.facts.lang.unclear)
	said := d.Entries[len(d.Entries)-1].Content
	d.bot(replies)
	d.event("fallback_triggered", "text", quote(said), "confidence", d.confidence())
}

// Ways to a human, with their frequency in percent.
const (
	directly = iota
	afterAnswer
	afterFallbacks
)

var waysToHuman = []int{25, 60, 15}

// escalated tells a conversation that is handed to a human.
func (d *dialogue) escalated(t *topic) {
	lang := d.facts.lang
	reason := "user_request"
	switch d.r.weighted(waysToHuman) {
	case directly:
		d.user(lang.wantHuman)
	case afterAnswer:
		d.raise(t, d.greeting())
		if d.r.chance(500) {
			d.annoy()
			d.bot(lang.sorry)
		} else {
			d.answer(t)
			d.continueWith(t)
		}
		d.user(lang.wantHuman)
	case afterFallbacks:
		reason = "repeated_fallback"
		d.misunderstand()
		d.fallback(lang.offer)
		d.user(lang.accept)
	}
	if d.r.chance(600) {
		d.tool("transfer_to_human")
	}
	d.bot(lang.transfer)
	d.event("escalation_requested", "reason", quote(reason), "queue", quote(d.facts.queue))
	if d.r.chance(450) {
		d.takeOver(t)
	}
}

// takeOver lets a human agent join and help.
func (d *dialogue) takeOver(t *topic) {
	lang := d.facts.lang
	d.now += int64(40_000 + d.r.below(240_000))
	d.human(lang.humanHello)
	if d.r.chance(400) {
		d.user(d.details(t))
	}
	d.human(lang.humanAnswer)
	if d.r.chance(800) {
		d.user(lang.afterHuman)
	}
}

// Ways to give up, with their frequency in percent.
const (
	whenAsked = iota
	afterFallback
	annoyed
	unanswered
)

var waysToGiveUp = []int{35, 25, 25, 15}

// abandoned tells a conversation that the user leaves without a result.
func (d *dialogue) abandoned(t *topic) {
	way := d.r.weighted(waysToGiveUp)
	if way == whenAsked && len(t.ask) == 0 {
		way = annoyed
	}
	switch way {
	case whenAsked:
		d.giveUpAt(t, true)
	case afterFallback:
		if d.r.chance(400) {
			d.misunderstand()
		}
		d.misunderstand()
	case annoyed:
		d.raise(t, d.greeting())
		if d.r.chance(400) {
			d.bot(d.facts.lang.unhelpful)
			d.user(d.details(t))
		}
		d.annoy()
		if d.r.chance(500) {
			d.bot(d.facts.lang.sorry)
		}
	case unanswered:
		d.giveUpAt(t, false)
	}
}

// giveUpAt lets the user leave at the agent's question, or before any answer.
func (d *dialogue) giveUpAt(t *topic, asked bool) {
	lines := t.open
	if len(lines) == 0 {
		lines = t.openFull
	}
	d.user(lines)
	if t.flow != "" {
		d.event("flow_started", "flow", quote(t.flow))
	}
	if asked {
		d.bot(t.ask)
	}
	d.now += int64(30_000 + d.r.below(60_000))
	if t.flow != "" {
		d.event("flow_abandoned", "flow", quote(t.flow))
	}
}

// annoy lets the agent give a poor answer and the user say so.
func (d *dialogue) annoy() {
	d.bot(d.facts.lang.unhelpful)
	d.user(d.facts.lang.dislike)
}

// ratings: how many in a thousand rate, and the weights of 1 to 5 stars.
var ratings = map[string]struct {
	permille int
	stars    []int
}{
	EndThanks:    {380, []int{1, 1, 5, 28, 65}},
	EndAnswered:  {250, []int{6, 8, 22, 38, 26}},
	EndAbandoned: {200, []int{48, 27, 15, 7, 3}},
	EndEscalated: {300, []int{18, 18, 24, 24, 16}},
	EndStayed:    {300, []int{5, 8, 22, 40, 25}},
}

var (
	goodReasons = []string{"Solved my problem", "Fast", "Friendly"}
	badReasons  = []string{"Did not solve it", "Did not understand me", "Too slow", "Wanted a person"}
)

// rate lets the user leave a rating, or not.
func (d *dialogue) rate() {
	habit := ratings[d.Ending]
	if !d.r.chance(habit.permille) {
		return
	}
	rating := 1 + d.r.weighted(habit.stars)
	comments, reasons := d.facts.lang.praise, goodReasons
	if rating <= 3 {
		comments, reasons = d.facts.lang.blame, badReasons
	}
	pairs := []string{"rating", strconv.Itoa(rating)}
	if d.r.chance(350) {
		pairs = append(pairs, "comment", quote(pick(d.r, comments)))
	}
	if d.r.chance(400) {
		pairs = append(pairs, "reasons", `[{"label":`+quote(pick(d.r, reasons))+`}]`)
	}
	d.pause(userPause)
	d.event("feedback_submitted", pairs...)
}
