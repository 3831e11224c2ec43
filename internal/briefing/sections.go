package briefing

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/guess"
	"chatcops/report/page"
)

// Type is a kind of report.
type Type struct {
	Name, Title, Doc string
	// figures are the candidates for the key figures, metrics the rows of the table
	// of metrics (none: all), both by the names of metrics.
	figures, metrics []string
	// led says that the north star leads the figures.
	led bool
}

// Types is the one table of kinds of reports: flags, completion and docs derive from it.
var Types = []Type{
	{"overview", "Chat agent report", "how well the agent helps, and where it fails",
		[]string{"conversations", "resolution_rate", "escalation_rate", "csat", "first_response_time.p50", "cost_per_resolution", "fallback_rate", "quality_score.mean", "conversion_rate", "users"}, nil, true},
	{"engagement", "Engagement report", "who talks to the agent, when, and how it goes",
		[]string{"conversations", "users", "new_users", "returning_users", "messages_per_conversation", "duration.p50", "feedback_rate", "sentiment", "completion_rate"},
		[]string{"conversations", "engaged_conversations", "users", "new_users", "returning_users", "leads_captured", "messages_per_conversation", "duration.mean", "duration.p50", "duration.p90",
			"conversion_rate", "completion_rate", "recontact_rate", "csat", "satisfaction_score", "feedback_rate", "sentiment", "negative_rate", "positive_rate"}, false},
	{"usage", "Usage report", "messages, models, tokens and cost",
		[]string{"conversations", "messages", "cost", "cost_per_conversation", "cost_per_resolution", "input_tokens", "output_tokens", "user_messages", "assistant_messages", "messages_per_conversation", "response_time.mean", "duration.mean"},
		[]string{"conversations", "messages", "user_messages", "assistant_messages", "events", "messages_per_conversation", "duration.mean", "duration.p50", "duration.p90", "first_response_time.mean", "response_time.mean", "response_time.p90"}, false},
	{"experiments", "Experiments report", "A/B tests and their verdicts",
		[]string{"conversations", "conversion_rate", "resolution_rate", "completion_rate", "escalation_rate", "quality_score.mean", "users"},
		[]string{"conversations", "users", "conversion_rate", "completion_rate", "resolution_rate", "escalation_rate", "abandonment_rate", "fallback_rate", "csat", "quality_score.mean"}, false},
}

// FindType returns the type of that name; its error lists the names there are.
func FindType(name string) (Type, error) {
	var names []string
	for _, t := range Types {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return Type{}, fmt.Errorf("there is no report of the type %q: use one of %s", name, strings.Join(names, ", "))
}

// SectionEntry is one entry of the table of sections.
type SectionEntry struct {
	Name, Title, Doc string
	types            []string // of the reports that have it
	views            []View
	build            func(*data, *page.Section) error
}

// In reports whether reports of a type have the section.
func (e *SectionEntry) In(typeName string) bool { return slices.Contains(e.types, typeName) }

// Sections is the one table of sections, in the order of the report: flags,
// completion, help and docs derive from it.
var Sections = []SectionEntry{
	{"volume", "Conversations over time", "against the period before, aligned by weekday", []string{"overview", "engagement"},
		[]View{volumeView, volumeBeforeView}, buildVolume},
	{"engagement", "Active users", "daily, weekly and monthly ones, and stickiness", []string{"engagement"}, nil, buildEngagement},
	{"retention", "Users who come back", "by the week in which they were first seen", []string{"engagement"}, nil, buildRetention},
	{"outcomes", "Outcomes over time", "how the engaged conversations ended", []string{"overview"}, []View{outcomesView}, buildOutcomes},
	{"rates", "Resolution and escalation over time", "the two rates that say most", []string{"overview"}, []View{ratesView}, buildRates},
	{"hours", "Peak hours", "conversations by the hour in which they started", []string{"overview", "engagement"}, []View{hoursView}, buildHours},
	{"sentiment", "Sentiment over time", "the mood of the users' messages", []string{"overview", "engagement"}, []View{sentimentView}, buildSentiment},
	{"weekdays", "When users write", "by weekday and hour", []string{"engagement"}, []View{weekdaysView}, buildWeekdays},
	{"users", "New and returning users", "by the time in which they were first seen", []string{"engagement"}, []View{usersView}, buildUsers},
	{"funnel", "Funnel", "how many conversations come how far, and where they leave", []string{"overview", "engagement", "experiments"}, nil, buildFunnels},
	{"messages", "Messages over time", "by users and by the agent", []string{"engagement", "usage"}, []View{messagesView}, buildMessages},
	{"tokens", "Tokens over time", "that models read and wrote", []string{"usage"}, []View{tokensView}, buildTokens},
	{"cost", "Cost over time", "of the models", []string{"usage"}, []View{costView}, buildCost},
	{"topics", "Topics", "what users ask for, and how it goes", []string{"overview", "engagement"}, []View{topicsView}, buildTopics},
	{"fallbacks", "What was not understood", "by what it was about, with examples", []string{"overview"}, nil, buildFallbacks},
	{"escalations", "Why conversations were handed over", "by the evidence", []string{"overview"}, nil, buildEscalations},
	{"abandonments", "Why users gave up", "by the evidence", []string{"overview"}, nil, buildAbandonments},
	{"quality", "Quality of conversations", "the score of 0 to 100, by outcome", []string{"overview"}, []View{qualityView}, buildQuality},
	{"usage", "Tokens and cost", "in all, by conversation and resolution, by model and bot", []string{"overview", "usage"}, nil, buildUsage},
	{"metrics", "Core metrics", "each with its interval and its change", []string{"overview", "engagement", "usage", "experiments"}, nil, buildMetrics},
	breakdown("bots", "Bots", "bot", "overview", "engagement", "usage"),
	breakdown("channels", "Channels", "channel", "overview", "engagement"),
	breakdown("models", "Models", "model", "overview", "usage"),
	breakdown("languages", "Languages", "language", "overview", "engagement"),
	{"feedback", "Feedback", "ratings and their reasons", []string{"overview", "engagement"}, nil, buildFeedback},
	{"goals", "Goals", "how many conversations reached each, and how fast", []string{"overview", "engagement", "experiments"}, nil, buildGoals},
	{"experiments", "Experiments", "the variants of each A/B test", []string{"overview", "experiments"}, nil, buildExperiments},
	{"examples", "Conversations worth reading", "the best and the worst, personal data replaced", []string{"overview"}, nil, buildExamples},
	{"definitions", "Definitions", "of the metrics in this report", []string{"overview", "engagement", "usage", "experiments"}, nil, buildDefinitions},
}

// sections are those that were asked for, else those of the type.
func (r *Request) sections() ([]*SectionEntry, error) {
	var list []*SectionEntry
	if len(r.Sections) == 0 {
		for i := range Sections {
			if Sections[i].In(r.Type.Name) {
				list = append(list, &Sections[i])
			}
		}
		return list, nil
	}
	for _, name := range r.Sections {
		i := slices.IndexFunc(Sections, func(e SectionEntry) bool { return e.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("unknown section %q: %s", name, guess.Word(name, SectionNames()))
		}
		if !slices.Contains(list, &Sections[i]) {
			list = append(list, &Sections[i])
		}
	}
	return list, nil
}

// Asks reports whether the report has the section of that name.
func (r *Request) Asks(name string) bool {
	list, err := r.sections()
	return err == nil && slices.ContainsFunc(list, func(e *SectionEntry) bool { return e.Name == name })
}

// Names reports whether the section of that name was asked for by its name.
func (r *Request) Names(name string) bool { return slices.Contains(r.Sections, name) }

// SectionNames lists the names of all sections.
func SectionNames() []string {
	var names []string
	for _, s := range Sections {
		names = append(names, s.Name)
	}
	return names
}
