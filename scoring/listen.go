package scoring

import (
	"chatcops/internal/chat"
	"chatcops/internal/language"
	"chatcops/internal/lexis"
	"chatcops/internal/sentiment"
)

// listen finds what is said in the messages, by the rules of their language.
func (t *telling) listen() {
	s := t.s
	code := t.tongue()
	speech := s.speechOf(code)
	t.f.WordsRead = speech != nil
	judged := code == "" || code == english // the lexicon of sentiment is English
	s.repetition.reset()
	s.compounds, s.said = s.compounds[:0], s.said[:0]
	for i := range t.messages {
		m := &t.messages[i]
		said := kinds(0)
		if speech != nil {
			t.signals = s.words.scan(t.signals, speech, i, m)
			said = s.words.said
		} else {
			s.words.text.Read(m.Content[:min(len(m.Content), maxCompared)], noWords)
		}
		n := len(t.signals)
		if t.signals = s.repetition.scan(t.signals, said, i, m, &s.words.text); len(t.signals) > n {
			said |= isRepetition
		}
		s.said = append(s.said, said)
		if judged && m.Role == chat.RoleUser && m.Content != "" {
			t.feel(i, speech.feelings)
		}
	}
	t.f.Sentiment = moodOf(s.compounds)
}

// speechOf returns the rules of a language. Most conversations have that of the one before.
func (s *Scorer) speechOf(code string) *speech {
	if s.speech == nil || code != s.code {
		s.speech, s.code = s.rules.speech(code), code
	}
	return s.speech
}

// noWords is the vocabulary of a language that has no rules.
var noWords = func() *lexis.Vocabulary {
	v := lexis.NewVocabulary()
	v.Close()
	return v
}()

// feel judges the sentiment of the user message that was read.
func (t *telling) feel(message int, known sentiment.Numbers) {
	compound := t.s.analyzer.CompoundOf(&t.s.words.text, known)
	t.s.compounds = append(t.s.compounds, compound)
	if compound != 0 {
		t.sentiments = append(t.sentiments, chat.MessageSentiment{Message: message, Compound: compound})
	}
}

// weigh scores the quality.
func (t *telling) weigh() {
	g := grading{rules: t.s.rules, f: t.f, components: t.s.components, in: qualityInput{
		messages: t.messages, signals: t.signals, said: t.s.said, sentiments: t.sentiments, begun: t.begun, finished: t.finished,
	}}
	t.f.Quality = g.grade()
}

// tongue returns the code of the language that the data gives, else of the one
// that the messages are in, those of the user being read first. It is "" where
// there is too little to tell.
func (t *telling) tongue() string {
	if t.c.Language != "" {
		if code := language.Normal(t.c.Language); code != "" {
			return code
		}
	}
	d := &t.s.language
	d.Reset()
	for _, role := range [...]chat.Role{chat.RoleUser, chat.RoleAssistant} {
		for i := range t.messages {
			if m := &t.messages[i]; m.Role == role {
				d.Add(m.Content)
			}
		}
	}
	code := d.Language()
	if t.f.Language == "" {
		t.f.Language = code
	}
	return code
}
