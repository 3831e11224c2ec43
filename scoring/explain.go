package scoring

import (
	"slices"
	"strings"

	"chatcops/internal/chat"
)

// Component is one of the four parts of a quality score, explained.
type Component struct {
	Name   string
	Points int32   // hundredths of a point; chat.NoComponent if it does not apply
	Weight float64 // share of the score after the weights of the others are left out; 0 to 1
	// Reasons add up to the points, up to the bounds 0 and 100.
	Reasons []Reason
}

// Reason is one thing that gave or took points of a component.
type Reason struct {
	Message int   // index of the message, -1 if it is about the conversation
	Effect  int32 // hundredths of a point
	Text    string
}

// ExplainQuality tells how the quality score of a conversation comes about; nil
// if the conversation is not engaged.
func (s *Scorer) ExplainQuality(c *chat.Conversation) []Component {
	components := []Component{}
	s.components = &components
	defer func() { s.components = nil }()
	f, _ := s.Score(c)
	if !f.Engaged() {
		return nil
	}
	sum := 0.0
	for _, c := range components {
		sum += c.Weight
	}
	for i := range components {
		if sum > 0 {
			components[i].Weight /= sum
		}
	}
	return components
}

// explains reports whether anybody asks for the reasons.
func (g *grading) explains() bool { return g.components != nil }

// note keeps a reason if anybody asks for it.
func (g *grading) note(message int, effect int32, text string) {
	if g.explains() {
		g.reasons = append(g.reasons, Reason{message, effect, text})
	}
}

// words quotes, for whoever asks for reasons, what says such things in a message.
func (g *grading) words(message int, of kinds) string {
	if !g.explains() {
		return ""
	}
	for _, s := range g.in.signals {
		if s.Message == message && of.has(s.Kind) && s.Text != "" {
			return ": “" + s.Text + "” (rule " + s.Rule + ")"
		}
	}
	return ""
}

// close adds a component to the total, and to the explanation with its reasons.
func (g *grading) close(name string, t *total, weight float64, points int32) int32 {
	if points == chat.NoComponent {
		weight, g.reasons = 0, nil
	} else {
		t.add(points, weight)
	}
	if g.explains() {
		*g.components = append(*g.components, Component{name, points, weight, g.reasons})
		g.reasons = nil
	}
	return points
}

// onlyForQuality tells the signals that are not stored; ExplainQuality finds them again.
func onlyForQuality(k chat.SignalKind) bool { return slices.Contains(passing, k) }

// passing are the kinds that only the quality reads: few enough to be compared.
var passing = func() (kinds []chat.SignalKind) {
	for _, s := range chat.SignalKinds {
		if s.Passing {
			kinds = append(kinds, s.Kind)
		}
	}
	return kinds
}()

// eachMessage yields every message with what its signals say and its sentiment.
func (g *grading) eachMessage(yield func(i int, has kinds, compound int32)) {
	sentiments := g.in.sentiments
	for i := range g.in.messages {
		var compound int32
		for len(sentiments) > 0 && sentiments[0].Message <= i {
			compound = sentiments[0].Compound
			sentiments = sentiments[1:]
		}
		yield(i, g.in.said[i], compound)
	}
}

// exclaims reports whether a text holds an exclamation mark.
func exclaims(text string) bool {
	const wide = "！"
	return strings.IndexByte(text, '!') >= 0 || strings.IndexByte(text, wide[0]) >= 0 && strings.Contains(text, wide)
}
