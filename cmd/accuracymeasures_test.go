package cmd

import (
	"math"
	"slices"
)

// measure compares one thing that chatcops says with labels. The document, too,
// is written from it.
type measure struct {
	task, of string // of: what n counts
	compares string // in the words of the document
	run      func(*labelledSet) []figure
	sets     []string
}

var ratedSets = []string{"uss_mwoz", "uss_sgd", "uss_redial", "uss_ccpe"}

const falseAlarmsMetric = "false alarms per 1000"

var measures = []measure{
	{"escalation", "conversations", "whether a conversation was escalated", escalated,
		[]string{"tau_airline", "tau_airline_text", "tau_fewshot_text"}},
	{"escalation", "user messages", "whether a message asks for a human", asksForHuman, []string{"handoff_requests"}},
	{"escalation", "user messages", "how often a message is taken for a request for a human where hardly anyone asks for one", falseAlarms,
		slices.Concat(calmSets, []string{"star", "dstc11"})},
	{"fallback", "replies", "whether a reply of the agent is a fallback; replies that were written freely have no label", fallbacks,
		[]string{"tm4", "star", "bot_replies"}},
	{"satisfaction", "conversations", "the order of conversations by score with their order by rating; one without a score gets the median of its data set",
		satisfaction, slices.Concat(ratedSets, []string{"convai2", "abredial", "dbdc3"})},
	{"outcome", "conversations", "failure is `abandoned` or `escalated`. After a notice of the agent, success is either `resolved_` outcome; " +
		"in 3-way accuracy it is `resolved_confirmed`, and what is neither is no notice", outcomeByNotice, []string{"sgd"}},
	{"outcome", "conversations", "not done, by the user's own word, is `abandoned` or `escalated`", outcomeByUser, []string{"star"}},
	{"outcome", "conversations", "the chance that a task done scores a higher quality than one that was not", reward,
		[]string{"tau_airline", "tau_airline_text"}},
	{"sentiment", "messages", "the sentiment of a message with the mean of 20 people; the goal is what the reference implementation of VADER reaches, less 0.02",
		sentimentMean, []string{"vader"}},
	{"sentiment", "messages", "three classes: positive from 0.05, negative to -0.05, neutral between", sentimentClass, []string{"airline_tweets"}},
}

func escalated(d *labelledSet) []figure {
	labels := d.labelled("escalated")
	return detection("", are(labels, "1"), says[bool](d, "conversations", "escalated", positions(labels)))
}

func asksForHuman(d *labelledSet) []figure {
	asks := map[string]bool{}
	for _, l := range d.labelled("asks_for_human") {
		asks[l.conversation] = l.value == "1"
	}
	at := d.spoken("user")
	truth := each(at, func(p position) bool { return asks[p.conversation] })
	return detection("", truth, says[bool](d, "messages", "escalation_request", at))
}

func falseAlarms(d *labelledSet) []figure {
	found := says[bool](d, "messages", "escalation_request", d.spoken("user"))
	return []figure{{falseAlarmsMetric, 1000 * share(found), len(found)}}
}

func fallbacks(d *labelledSet) []figure {
	marked, free := map[position]bool{}, map[position]bool{}
	for _, l := range d.labels["message fallback"] {
		marked[l.position] = l.value == "1"
	}
	for _, l := range d.labels["fallback"] { // of a conversation that is a single reply
		marked[position{l.conversation, 0}] = l.value == "1"
	}
	for _, l := range d.labels["message act"] {
		free[l.position] = l.value == "free_text" || l.value == "custom"
	}
	at := slices.DeleteFunc(d.spoken("assistant"), func(p position) bool { return free[p] })
	truth := each(at, func(p position) bool { return marked[p] })
	return detection("", truth, says[bool](d, "messages", "fallback", at))
}

func satisfaction(d *labelledSet) []figure {
	name := "overall"
	for _, other := range []string{"user_score", "breakdown_mean"} {
		if d.labels[name] == nil {
			name = other
		}
	}
	labels := d.labelled(name)
	var figures []figure
	for _, field := range []string{"quality_score", "sentiment"} {
		scores := filled(says[*float64](d, "conversations", field, positions(labels)))
		figures = append(figures, figure{"Spearman " + field, spearman(scores, d.numbers(labels)), len(labels)})
	}
	return figures
}

func notDone(outcome string) bool { return outcome == "abandoned" || outcome == "escalated" }

func done(outcome string) bool {
	return outcome == "resolved_confirmed" || outcome == "resolved_assumed"
}

func outcomeByNotice(d *labelledSet) []figure {
	labels := d.labelled("outcome")
	found := says[string](d, "conversations", "outcome", positions(labels))
	var afterNotice, threeWay []bool
	for i, l := range labels {
		said := "none"
		switch {
		case notDone(found[i]):
			said = "failure"
		case found[i] == "resolved_confirmed":
			said = "success"
		}
		threeWay = append(threeWay, said == l.value)
		switch l.value {
		case "success":
			afterNotice = append(afterNotice, done(found[i]))
		case "failure":
			afterNotice = append(afterNotice, notDone(found[i]))
		}
	}
	return append(detection("failure ", are(labels, "failure"), each(found, notDone)),
		figure{"accuracy after a notice", share(afterNotice), len(afterNotice)},
		figure{"3-way accuracy", share(threeWay), len(threeWay)})
}

func outcomeByUser(d *labelledSet) []figure {
	labels := d.labelled("user_says_done")
	found := says[string](d, "conversations", "outcome", positions(labels))
	return detection("not-done ", are(labels, "0"), each(found, notDone))
}

func reward(d *labelledSet) []figure {
	labels := d.labelled("reward")
	scores := filled(says[*float64](d, "conversations", "quality_score", positions(labels)))
	return []figure{{"reward AUC", auc(are(labels, "1"), scores), len(labels)}}
}

func sentimentMean(d *labelledSet) []figure {
	part := map[string]string{}
	for _, c := range d.conversations {
		part[c.ID] = c.Properties.Set
	}
	var figures []figure
	for _, p := range vaderParts {
		var labels []labelling
		for _, l := range d.labelled("sentiment_mean") {
			if part[l.conversation] == p.name {
				labels = append(labels, l)
			}
		}
		scores := orElse(says[*float64](d, "messages", "sentiment", openings(labels)), 0)
		figures = append(figures, figure{"Pearson " + p.name, pearson(scores, d.numbers(labels)), len(labels)})
	}
	return figures
}

func sentimentClass(d *labelledSet) []figure {
	labels := d.labelled("sentiment")
	scores := orElse(says[*float64](d, "messages", "sentiment", openings(labels)), 0)
	classes := each(scores, func(s float64) string {
		switch {
		case s >= 0.05:
			return "positive"
		case s <= -0.05:
			return "negative"
		}
		return "neutral"
	})
	var f1 []float64
	var ofNegative []figure
	for _, class := range []string{"positive", "neutral", "negative"} {
		guess := each(classes, func(c string) bool { return c == class })
		ofNegative = detection(class+" ", are(labels, class), guess)
		f1 = append(f1, ofNegative[0].value)
		if math.IsNaN(f1[len(f1)-1]) { // neither said nor there
			f1[len(f1)-1] = 0
		}
	}
	return append([]figure{{"macro-F1", mean(f1), len(labels)}}, ofNegative...)
}
