package cmd

import (
	"fmt"
	"strings"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/report"
)

const labelWidth = 12

// field writes one line of the header, none if there is no value.
func (t *transcript) field(label, value string) {
	if value == "" {
		return
	}
	lines := report.Wrap(safe.Terminal(value), t.width-labelWidth)
	for i, line := range lines {
		if i > 0 {
			label = ""
		}
		t.b.WriteString(t.paint(label, styleFaint) + strings.Repeat(" ", labelWidth-len(label)) + line + "\n")
	}
}

func (t *transcript) header() {
	f := t.facts
	t.block("", styleBold, 0, f.ID)
	outcome := "none: the user wrote nothing"
	if f.Engaged() {
		outcome = chat.Outcomes[f.Outcome-1].Title + ": " + reason(&f.Evidence)
	}
	t.field("Outcome", t.clean(outcome))
	t.field("Score", scoreText(f))
	t.field("Sentiment", sentimentText(f))
	t.field("Goals", strings.Join(f.Goals, ", "))
	t.field("Feedback", feedbackText(f))
	t.field("User", t.clean(f.UserID))
	t.field("Bot", t.clean(f.Bot))
	t.field("Channel", t.clean(f.Channel))
	t.field("Model", t.clean(f.Model))
	t.field("Language", t.clean(f.Language))
	if f.Source != "default" {
		t.field("Source", f.Source)
	}
	t.field("Time", t.timeText())
	t.field("Messages", fmt.Sprintf("%s of the user, %s of the agent", report.Figure(int64(f.UserMessages)), report.Figure(int64(f.AssistantMessages)))+
		plural(f.HumanMessages, ", %s of human agents"))
	if f.InputTokens+f.OutputTokens > 0 {
		t.field("Tokens", tokensText(f.InputTokens, f.OutputTokens))
	}
}

// plural is a phrase about a number, none if it is 0.
func plural(n int32, phrase string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(phrase, report.Figure(int64(n)))
}

func scoreText(f *chat.Facts) string {
	if !f.Engaged() {
		return ""
	}
	return report.Number(float64(f.Quality.Score)/100, report.Decimal(1)).Shown() + " of 100"
}

func sentimentText(f *chat.Facts) string {
	if !f.Sentiment.Known {
		return ""
	}
	return fmt.Sprintf("%s, at the end %s", compound(f.Sentiment.Mean), compound(f.Sentiment.Final))
}

// compound shows ten-thousandths of a sentiment.
func compound(n int32) string {
	return report.Number(float64(n)/1e4, report.Decimal(2)).Shown()
}

func feedbackText(f *chat.Facts) string {
	if f.RatingCount == 0 {
		return ""
	}
	return fmt.Sprintf("%s of 5 (%s)", report.Number(float64(f.RatingSum)/float64(f.RatingCount), report.Decimal(1)).Shown(), report.Things(int64(f.RatingCount), "rating"))
}

func tokensText(in, out int64) string {
	return report.Figure(in) + " in, " + report.Figure(out) + " out"
}

func (t *transcript) timeText() string {
	f := t.facts
	if !f.Timed() {
		return ""
	}
	from, to := f.StartedAt.In(t.loc), f.EndedAt.In(t.loc)
	text := from.Format("2006-01-02 15:04:05")
	if to.After(from) {
		layout := "15:04:05"
		if from.Format(time.DateOnly) != to.Format(time.DateOnly) {
			layout = "2006-01-02 15:04:05"
		}
		text += " to " + to.Format(layout) + " (" + report.Number(to.Sub(from).Seconds(), report.Seconds).Shown() + ")"
	}
	return text + " " + t.loc.String()
}
