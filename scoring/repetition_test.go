package scoring

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
)

func repeated(lines ...string) []string {
	var r repetition
	var found []string
	var text lexis.Text
	for i, m := range talk(lines...).Messages {
		text.Read(m.Content, noWords)
		for _, s := range r.scan(nil, 0, i, &m, &text) {
			found = append(found, fmt.Sprint(s.Message, " ", s.Rule))
		}
	}
	return found
}

func TestRepetition(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"the same words", []string{"u: where is my parcel", "a: On its way.", "u: Where is my parcel?!"}, "2 user_repeats"},
		{"three of four words", []string{"u: where is my blue parcel now please sir", "u: where is my blue parcel now please madam"}, "1 user_repeats"},
		{"half of the words", []string{"u: where is my blue parcel", "u: where is my green van today"}, ""},
		{"the agent", []string{"a: Please tell me your order number.", "u: why?", "a: Please tell me your order number."}, "2 agent_repeats"},
		{"the other side", []string{"u: I want a new tent", "a: I want a new tent"}, ""},
		{"a few words", []string{"u: yes please, thanks", "a: Which?", "u: yes please, thanks"}, ""},
		{"four messages back", []string{"u: where is my parcel", "u: one two three four", "u: five six seven eight", "u: nine ten red blue", "u: where is my parcel"}, "4 user_repeats"},
		{"five messages back", []string{"u: where is my parcel", "u: one two three four", "u: five six seven eight", "u: nine ten red blue", "u: dog cat cow bee", "u: where is my parcel"}, ""},
		{"much more is said", []string{"u: where is my parcel", "u: where is my parcel, where where where is it, is it my parcel"}, ""},
		{"without apostrophes", []string{"u: I haven't seen it yet", "u: I havent seen it yet"}, "1 user_repeats"},
		{"apostrophes and accents", []string{"u: ÇA N’EST PAS VRAI", "u: ça n'est pas vrai"}, "1 user_repeats"},
		{"without spaces", []string{"u: 我的包裹在哪里", "u: 我的包裹在哪里？"}, "1 user_repeats"},
		{"a word more often", []string{"u: no no no no where is it", "u: no where is it then hey"}, ""},
		{"nothing", []string{"u:", "u:", "u: ?!", "u: ?!"}, ""},
		{"not text", []string{"u: \xff\xfe a b c d", "u: \xff\xfe a b c d"}, "1 user_repeats"},
	} {
		if got := strings.Join(repeated(c.lines...), ", "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPartingWordsMayBeRepeated(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		reply string
		want  bool
	}{{"Done. Is there anything else I can help you with?", false}, {"Please tell me the number of your order.", true}} {
		_, marks := rules.NewScorer().Score(talk("u: cancel it", "a: "+c.reply, "u: and the other", "a: "+c.reply, "u: ok", "a: Right."))
		if got := slices.ContainsFunc(marks.Signals, func(s chat.Signal) bool { return s.Kind == chat.SignalRepetition }); got != c.want {
			t.Errorf("%s: %v", c.reply, got)
		}
	}
}

func TestQuotedEndsWithAWholeCharacter(t *testing.T) {
	if got := quoted(strings.Repeat("a", maxQuoted-1) + "é!"); got != strings.Repeat("a", maxQuoted-1) {
		t.Errorf("%q", got)
	}
}
