package scoring

import (
	"math"

	"chatcops/internal/chat"
)

// Weights says how much each component counts in the quality score. Only their
// ratio matters; those of components that do not apply are left out.
type Weights struct{ Resolution, Efficiency, Sentiment, Goals float64 }

// DefaultWeights follow what agrees with the satisfaction that people state: how
// the user takes the answers tells most, an outcome inferred from words least.
var DefaultWeights = Weights{Resolution: 0.15, Efficiency: 0.3, Sentiment: 0.45, Goals: 0.1}

// orDefault returns the default weights for none at all.
func (w Weights) orDefault() Weights {
	if w == (Weights{}) {
		return DefaultWeights
	}
	return w
}

// full is the most points of a score or component, in hundredths of a point.
const full = 100_00

// Points of the resolution by outcome: the surer the evidence, the farther from
// the middle.
const (
	pointsConfirmed        = full  // an event, a label, a rating or a tool says so
	pointsConfirmedInWords = 85_00 // the user's own words say so; sentiment counts them too
	pointsAssumed          = 80_00 // answered, and the user left without objecting
	pointsUndecided        = 50_00 // pending, unknown
	pointsLeft             = 40_00 // abandoned as far as who spoke last tells
	pointsEscalated        = 30_00 // the agent could not finish it
	pointsLeftInWords      = 25_00 // abandoned after words of displeasure
	pointsAbandoned        = 10_00 // an event, a label or a tool says so
	pointsNoAnswer         = 0     // nobody ever answered
)

// Rules of efficiency and sentiment. A sign of trouble or of content counts for
// its share of the conversation: full or half, divided by the number of user
// messages and a constant that keeps short conversations from extremes.
const (
	lossSpread     = 3     // user messages added before the points of a lost turn are divided
	reactionSpread = 10    // the same for thanks, praise and dislike
	moodSpread     = 4     // the same for the sentiment of the words
	usualTurns     = 20    // nineteen of twenty public task dialogues need no more user messages
	pointsOverTurn = 2_00  // taken off for each beyond
	mostOverTurns  = 40_00 // taken off at most
)

// qualityInput is what the quality score reads beside the facts.
type qualityInput struct {
	messages   []chat.Message
	signals    []chat.Signal // in the order of the messages
	said       []kinds       // of signals of each message
	sentiments []chat.MessageSentiment
	begun      bool // the data tells that something was begun, such as a flow
	finished   bool // and that it was completed
}

// quality scores an engaged conversation; any other gets the zero Quality.
func (r *Rules) quality(f *chat.Facts, in qualityInput) chat.Quality {
	g := grading{rules: r, f: f, in: in}
	return g.grade()
}

// grading is a conversation while its quality is scored.
type grading struct {
	rules *Rules
	f     *chat.Facts
	in    qualityInput
	// components takes the explanation; nil where nobody asks for it.
	components *[]Component
	reasons    []Reason
}

func (g *grading) grade() chat.Quality {
	if !g.f.Engaged() {
		return chat.Quality{}
	}
	w := g.rules.weights
	var q chat.Quality
	var t total
	q.Resolution = g.close("resolution", &t, w.Resolution, g.resolution())
	q.Efficiency = g.close("efficiency", &t, w.Efficiency, g.efficiency())
	q.Sentiment = g.close("sentiment", &t, w.Sentiment, g.sentiment())
	q.Goals = g.close("goal_completion", &t, w.Goals, g.goalCompletion())
	q.Score = t.score()
	return q
}

// total adds up components by weight, in whole numbers, so that every machine
// gets the same score.
type total struct{ weighted, weights, plain, count int64 }

func (t *total) add(points int32, weight float64) {
	w := millionths(weight)
	t.weighted += w * int64(points)
	t.weights += w
	t.plain += int64(points)
	t.count++
}

// score is the weighted mean; the plain one where no component that applies has a weight.
func (t *total) score() int32 {
	if t.weights > 0 {
		return int32(rounded(t.weighted, t.weights))
	}
	return int32(rounded(t.plain, t.count))
}

func millionths(weight float64) int64 { return int64(math.Round(weight * 1e6)) }

// resolution gives points for the outcome.
func (g *grading) resolution() int32 {
	f := g.f
	points, sure := int32(pointsUndecided), f.Evidence.Kind != chat.ByWords && f.Evidence.Kind != chat.ByShape
	switch {
	case f.Outcome == chat.Escalated:
		points = pointsEscalated
	case f.Outcome == chat.ResolvedConfirmed && sure:
		points = pointsConfirmed
	case f.Outcome == chat.ResolvedConfirmed:
		points = pointsConfirmedInWords
	case f.Outcome == chat.ResolvedAssumed:
		points = pointsAssumed
	case f.Outcome == chat.Abandoned && sure:
		points = pointsAbandoned
	case f.Outcome == chat.Abandoned && !g.answered():
		points = pointsNoAnswer
	case f.Outcome == chat.Abandoned && f.Evidence.Kind == chat.ByWords:
		points = pointsLeftInWords
	case f.Outcome == chat.Abandoned:
		points = pointsLeft
	}
	if g.explains() { // putting the words together costs more than the rest
		text := "the outcome is "
		if f.Left {
			text = "if nothing more comes, the outcome is "
		}
		g.note(f.Evidence.Message, points, text+f.Outcome.String())
	}
	return points
}

// answered reports whether anybody replied to the user in words.
func (g *grading) answered() bool {
	if len(g.in.messages) == 0 {
		return g.f.AssistantMessages > 0 || g.f.HumanMessages > 0
	}
	asked := false
	for i := range g.in.messages {
		switch m := &g.in.messages[i]; m.Role {
		case chat.RoleUser:
			asked = true
		case chat.RoleAssistant, chat.RoleHumanAgent:
			if asked && m.Content != "" {
				return true
			}
		}
	}
	return false
}

// efficiency starts at full and takes off for turns that brought nothing and for
// a length beyond the usual.
func (g *grading) efficiency() int32 {
	f := g.f
	g.note(-1, full, "to begin with")
	if !g.answered() {
		g.note(-1, -full, "nobody answered")
		return 0
	}
	points := int32(full)
	take := func(message int, n int32, why string) {
		points -= n
		g.note(message, -n, why)
	}
	each := full / (f.UserMessages + lossSpread)
	var reply replyBefore
	silent := f.Fallbacks // those that no words tell of
	g.eachMessage(func(i int, has kinds, _ int32) {
		if has&isFallback != 0 {
			silent--
		}
		m := &g.in.messages[i]
		if m.Role == chat.RoleUser {
			has = reply.taken(has)
		} else if m.Role == chat.RoleAssistant && m.Content != "" {
			reply = replyBefore{true, has&isClosing != 0}
		}
		if why, of := lostTurn(m.Role, has); of != 0 {
			take(i, each, why+g.words(i, of))
		}
	})
	for range silent {
		take(-1, each, "the data tells of a fallback")
	}
	if over := f.UserMessages - usualTurns; over > 0 {
		take(-1, min(over*pointsOverTurn, mostOverTurns), "longer than usual: "+itoa(f.UserMessages)+" user messages")
	}
	return max(points, 0)
}

// replyBefore is what the user answers to.
type replyBefore struct{ any, closing bool }

// taken leaves of what a user's message says what it can mean after this reply:
// nobody is corrected before the first, and a no to "anything else?" objects to nothing.
func (r replyBefore) taken(has kinds) kinds {
	if !r.any || r.closing {
		has &^= isObjection
	}
	if !r.any {
		has &^= isCorrection
	}
	return has
}

// lostTurn tells why a message brought the user no further, and which of its
// kinds says so; 0 if none does.
func lostTurn(role chat.Role, has kinds) (why string, of kinds) {
	if role == chat.RoleUser {
		switch {
		case has&isRepetition != 0:
			return "user repeats himself", isRepetition
		case has&isCorrection != 0:
			return "user corrects the agent", isCorrection
		case has&isObjection != 0 && has&(isContent|isDone) == 0:
			return "user turns it down", isObjection
		}
		return "", 0
	}
	switch {
	case has&isFallback != 0:
		return "agent does not understand", isFallback
	case has&isRepetition != 0:
		return "agent repeats itself", isRepetition
	case has&isUnable != 0:
		return "agent cannot do it or apologises", isUnable
	}
	return "", 0
}

// sentiment takes ratings where there are any, else the mood of the user's words
// and how he takes the answers.
func (g *grading) sentiment() int32 {
	f := g.f
	if f.RatingCount > 0 {
		points := int32(rounded(int64(f.RatingSum-f.RatingCount)*full, int64(4*f.RatingCount)))
		g.note(-1, points, "ratings from 1 to 5, "+itoa(f.RatingCount)+" in number")
		return points
	}
	known := len(g.in.messages) > 0 // of events alone nothing tells the mood
	n := f.UserMessages
	mood := int32(rounded(int64(n)*int64(2*f.Sentiment.Mean+f.Sentiment.Final), int64(3*(n+moodSpread))))
	g.note(-1, full/2, "to begin with")
	g.note(-1, mood, "mood of the user's words, the end counting most")
	points := full/2 + mood
	give := func(message int, n int32, why string) {
		points += n
		g.note(message, n, why)
	}
	each := full / (n + reactionSpread)
	g.eachMessage(func(i int, has kinds, compound int32) {
		m := &g.in.messages[i]
		if m.Role != chat.RoleUser {
			return
		}
		if has&isContent != 0 {
			give(i, each, "user thanks, confirms or praises"+g.words(i, isContent))
		}
		if has&isDispleased != 0 {
			give(i, -each, "user is displeased"+g.words(i, isDispleased))
		}
		if compound >= 0 && exclaims(m.Content) {
			give(i, each/2, "user exclaims without anger")
		}
	})
	if !known {
		return chat.NoComponent
	}
	return min(max(points, 0), full)
}

// goalCompletion applies where goals that count are configured or the data tells
// of any: without either a conversation falls short of nothing.
func (g *grading) goalCompletion() int32 {
	switch {
	case g.f.GoalCount > 0:
		g.note(-1, full, "a goal that counts was reached")
		return full
	case g.in.finished:
		g.note(-1, full, "a flow was completed")
		return full
	case g.rules.goals.own || g.in.begun:
		g.note(-1, 0, "no goal that counts was reached")
		return 0
	}
	return chat.NoComponent
}
