package scoring

import (
	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/language"
	"chatcops/internal/merge"
	"chatcops/internal/sentiment"
)

// Scorer scores one conversation after another; it reuses its memory and
// serves one goroutine.
type Scorer struct {
	rules      *Rules
	words      words
	speech     *speech // of the last conversation, whose language has this code
	code       string
	json       jsondoc.Parser
	properties merge.Union
	language   language.Detector
	repetition repetition
	analyzer   *sentiment.Analyzer
	compounds  []int32 // of the user's messages
	said       []kinds // of signals of each message, as far as words tell
	telling    telling
	ending     ending
	waiting    []chat.Time             // the memory of time
	signals    []chat.Signal           // the memory for those of a conversation
	sentiments []chat.MessageSentiment // and for these
	fallbacks  []int                   // the messages at which the conversation met fallbacks, −1 where nothing tells
	components *[]Component            // takes the explanation of the quality, nil where nobody asks

	// the memory of what conversations keep
	ownSignals    block[chat.Signal]
	ownSentiments block[chat.MessageSentiment]
	ownGoals      block[string]
	ownGoalTimes  block[chat.Time]
	ownResponses  block[int64]
}

// NewScorer returns a scorer by these rules.
func (r *Rules) NewScorer() *Scorer { return &Scorer{rules: r, analyzer: sentiment.New()} }

// Score concludes the facts of a conversation, whose messages and events are in
// canonical order, and what rules found in its messages.
func (s *Scorer) Score(c *chat.Conversation) (*chat.Facts, chat.Marks) {
	t := &s.telling
	s.fallbacks = s.fallbacks[:0]
	*t = telling{s: s, c: c, signals: s.signals[:0], sentiments: s.sentiments[:0], leadAt: chat.NoTime, f: &chat.Facts{
		Key: c.Key, Source: c.Source, ID: c.ID, UserID: c.UserID, Bot: c.Bot, Channel: c.Channel, Language: c.Language,
		UserProperties: c.UserProperties, StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, FirstUserAt: chat.NoTime, FirstResponse: -1,
	}}
	t.messages = c.Messages[:plain(c.Messages)]
	if len(t.messages) == 0 {
		t.messages = c.Messages // only what arrived as events
	}
	t.listen()
	t.count()
	t.time()
	t.readEvents()
	t.readLabels()
	t.readFeedback()
	t.judge()
	t.reachGoals()
	t.grade()
	t.weigh()
	t.note()
	marks := chat.Marks{Signals: s.ownSignals.own(t.signals), Sentiments: s.ownSentiments.own(t.sentiments)}
	s.signals, s.sentiments = t.signals, t.sentiments
	return t.f, marks
}

// plain returns how many messages did not arrive as events; they stand first.
func plain(ms []chat.Message) int {
	n := 0
	for n < len(ms) && ms[n].EventType == "" {
		n++
	}
	return n
}

// telling is a conversation while it is being scored.
type telling struct {
	s          *Scorer
	c          *chat.Conversation
	f          *chat.Facts
	messages   []chat.Message // those that count
	signals    []chat.Signal  // in the order of the messages
	sentiments []chat.MessageSentiment
	goals      reached
	leadAt     chat.Time // the first, NoTime where nothing tells
	begun      bool      // the data tells of a flow
	finished   bool      // and that one was completed
	end        *ending   // nil if the conversation is not engaged

	escalation, success, abandoned chat.Evidence // explicit, the strongest found
}
