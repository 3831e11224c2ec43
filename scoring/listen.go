package scoring

import (
	"chatcops/internal/chat"
	"chatcops/internal/language"
)

// listen finds what words say, by the rules of the conversation's language.
func (t *telling) listen() {
	code := t.tongue()
	speech := t.s.rules.speech(code)
	if speech == nil {
		return
	}
	t.f.WordsRead = true
	for i := range t.messages {
		t.signals = t.s.words.scan(t.signals, speech, i, &t.messages[i])
	}
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
