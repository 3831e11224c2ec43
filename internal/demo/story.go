package demo

import (
	"fmt"
	"slices"
	"strings"
)

// endings with their frequency in permille.
var (
	endings       = []string{EndThanks, EndAnswered, EndAbandoned, EndEscalated, EndStayed, EndSilent}
	endingWeights = []int{400, 250, 180, 120, 25, 25}
)

// followUps is how often a user asks 0, 1, 2… more questions on a topic.
var followUps = []int{14, 28, 26, 17, 9, 6}

const (
	talkative = 20 // messages after which nobody starts anything new
	salesBot  = 340
	converts  = 420 // permille of buyers that buy, in the control variant
	warmer    = 80  // permille that the friendly variant adds
)

// tell writes one conversation.
func tell(id uint64, r *rng, start int64, who visitor) *Conversation {
	lang := languageOf(who.language)
	c := &Conversation{
		ID: fmt.Sprintf("c_%016x", id), UserID: who.id, Bot: BotSupport, Channel: who.channel, Language: lang.code,
		Ending: endings[r.weighted(endingWeights)],
	}
	if r.chance(salesBot) {
		c.Bot = BotSales
	}
	c.Variant = variantOf(c.ID)
	d := &dialogue{Conversation: c, r: r, facts: newFacts(r, lang, who, start), now: start}
	d.event("session_start", "bot", quote(c.Bot), "language", quote(c.Language))
	if c.Ending == EndSilent {
		d.bot(lang.welcome)
	} else {
		d.event("experiment_exposure", "test", quote(Experiment), "variant", quote(c.Variant))
		d.open()
		d.body()
		d.rate()
	}
	d.now += int64(500 + r.below(4000))
	d.event("session_end")
	return c
}

func languageOf(code string) *language {
	for _, l := range languages {
		if l.code == code {
			return l
		}
	}
	return &english
}

// open exchanges greetings.
func (d *dialogue) open() {
	lang := d.facts.lang
	if d.Channel != "sms" && d.r.chance(550) {
		d.bot(lang.welcome)
	}
	if d.r.chance(130) {
		d.exchange(pick(d.r, lang.hello))
	}
}

// exchange asks and answers, once in a conversation.
func (d *dialogue) exchange(e exchange) {
	if len(e.user) == 0 || slices.Contains(d.asked, &e.user[0]) {
		return
	}
	d.asked = append(d.asked, &e.user[0])
	d.user(e.user)
	d.bot(e.bot)
}

// body tells the conversation between the greeting and the rating.
func (d *dialogue) body() {
	t := d.choose("")
	switch d.Ending {
	case EndEscalated:
		d.escalated(t)
	case EndAbandoned:
		d.abandoned(t)
	default:
		d.served(t)
	}
}

// choose picks a topic of the bot other than the intent. It may find none.
func (d *dialogue) choose(intent string) *topic {
	topics := d.facts.lang.topics
	weights := make([]int, len(topics))
	any := false
	for i := range topics {
		if topics[i].sales == (d.Bot == BotSales) && topics[i].intent != intent {
			weights[i] = topics[i].weight
			any = true
		}
	}
	if !any {
		return nil
	}
	return &topics[d.r.weighted(weights)]
}

// served tells a conversation in which the agent answers all there is.
func (d *dialogue) served(t *topic) {
	if d.r.chance(45) {
		d.misunderstand()
	}
	d.raise(t, d.greeting())
	if d.Ending == EndStayed {
		d.user(d.facts.lang.wantHuman)
		d.bot(d.facts.lang.tryFirst)
		d.user(d.facts.lang.stay)
	}
	d.answer(t)
	d.continueWith(t)
	for !t.lead && d.messages < talkative && d.r.chance(170) {
		next := d.choose(t.intent)
		if next == nil {
			break
		}
		t = next
		d.raise(t, pick(d.r, d.facts.lang.oneMore))
		d.answer(t)
		d.continueWith(t)
	}
	d.decide(t)
	if d.Ending == EndThanks || d.Ending == EndStayed {
		d.user(d.facts.lang.thanks)
		if d.r.chance(800) {
			d.bot(d.goodbye())
		}
	}
}

// goodbye names nobody whom the shop does not know.
func (d *dialogue) goodbye() []string {
	if d.UserID == "" {
		return d.facts.lang.bye[:1]
	}
	return d.facts.lang.bye
}

// raise lets the user bring a topic up, and the agent ask for what it lacks.
func (d *dialogue) raise(t *topic, before string) {
	complete := len(t.open) == 0 || len(t.openFull) > 0 && d.r.chance(400)
	lines := t.open
	if complete {
		lines = t.openFull
	}
	text := before + d.facts.fill(pick(d.r, lines))
	more := d.facts.fill(pick(d.r, d.details(t)))
	switch d.r.weighted([]int{67, 25, 8}) {
	case 0:
		d.types(text)
	case 1:
		d.types(text + " " + more)
	case 2:
		d.types(text)
		d.types(more)
	}
	if t.flow != "" {
		d.event("flow_started", "flow", quote(t.flow))
	}
	if !complete {
		d.bot(t.ask)
		d.user(t.give)
	}
}

// details are what a user may add to a question.
func (d *dialogue) details(t *topic) []string {
	if t.sales || t.tool == "" {
		return d.facts.lang.shopping
	}
	return d.facts.lang.detail
}

// greeting is what the user may put before the first question.
func (d *dialogue) greeting() string {
	if d.r.chance(250) {
		return pick(d.r, d.facts.lang.greet)
	}
	return ""
}

// answer lets the agent do what was asked and say so.
func (d *dialogue) answer(t *topic) {
	if t.tool != "" && d.r.chance(600) {
		d.tool(t.tool)
	}
	text := d.facts.fill(pick(d.r, t.answer))
	if d.Variant == Variants[1] && d.r.chance(600) {
		text = pick(d.r, d.facts.lang.warm) + text
	}
	if t.tool != "" && t.flow == "" && !t.sales && d.r.chance(500) {
		text += " " + d.facts.fill(pick(d.r, d.facts.lang.tips))
	}
	if d.r.chance(250) {
		separator := " "
		if strings.Contains(text, "\n") {
			separator = "\n"
		}
		text += separator + pick(d.r, d.facts.lang.more)
	}
	d.reply(text)
	if t.flow != "" {
		d.event("flow_completed", "flow", quote(t.flow))
	}
	if t.lead {
		who := d.facts.visitor
		d.event("lead_captured", "email", quote(who.email), "name", quote(who.name), "interest", quote(t.intent))
	}
}

// continueWith asks further questions about the topic.
func (d *dialogue) continueWith(t *topic) {
	lang := d.facts.lang
	var questions []exchange
	if t.sells && len(lang.facts) > 0 && d.r.chance(600) {
		questions = append(questions, lang.facts[d.facts.product])
	}
	count := min(d.r.weighted(followUps), len(t.follow))
	first := d.r.below(len(t.follow))
	for i := range count {
		questions = append(questions, t.follow[(first+i)%len(t.follow)])
	}
	if len(lang.general) > 0 && d.r.chance(70) {
		questions = append(questions, pick(d.r, lang.general))
	}
	for _, q := range questions {
		if d.messages < talkative {
			d.exchange(q)
		}
	}
}

// decide lets the user buy, or not.
func (d *dialogue) decide(t *topic) {
	chance := converts
	if d.Variant == Variants[1] {
		chance += warmer
	}
	if !t.sells || !d.r.chance(chance) {
		return
	}
	d.user(d.facts.lang.buy)
	d.event("conversion", "goal", quote("purchase"), "order_id", quote(d.facts.fill("<order>")),
		"value", d.facts.fill("<amount_plain>"), "currency", quote("USD"))
	d.bot(d.facts.lang.bought)
}
