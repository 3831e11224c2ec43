package scoring

import (
	"testing"

	"chatcops/internal/chat"
)

func TestTimesOfConversions(t *testing.T) {
	rules, err := NewRules(Custom{Tools: map[string][]string{"conversion": {"pay"}}})
	if err != nil {
		t.Fatal(err)
	}
	const never = chat.NoTime
	converts := func(at chat.Time) chat.Event { return chat.Event{Type: chat.EventConversion, Time: at} }
	calls := func(tool string, at chat.Time) chat.Event {
		return chat.Event{Type: chat.EventToolCalled, Time: at, Properties: `{"tool":"` + tool + `"}`}
	}
	untimed := func(c *chat.Conversation) *chat.Conversation {
		for i := range c.Messages {
			c.Messages[i].Time = never
		}
		return c
	}
	for _, c := range []struct {
		name        string
		c           *chat.Conversation
		first, last chat.Time
	}{
		{"none", with(talk("u: hi"), calls("look", 3e6)), never, never},
		{"one", with(talk("u: hi"), converts(5e6)), 5e6, 5e6},
		{"several, in any order", with(talk("u: hi"), converts(5e6), converts(9e6), converts(7e6)), 5e6, 9e6},
		{"before 1970", with(talk("u: hi"), converts(-5e6), converts(-9e6)), -9e6, -5e6},
		{"only an untimed one", with(talk("u: hi"), converts(never)), never, never},
		{"an untimed one may be the last", with(talk("u: hi"), converts(never), converts(5e6)), 5e6, never},
		{"tools in messages", talk("u: hi", "t: pay", "t: look", "t: pay", "t: look"), 10e6, 30e6},
		{"a tool and an event", with(talk("u: hi", "t: pay"), converts(5e6)), 5e6, 10e6},
		{"an untimed tool", with(untimed(talk("u: hi", "t: pay")), converts(5e6)), 5e6, never},
		{"tools in events", with(talk("u: hi"), calls("pay", 5e6), calls("look", 7e6), calls("pay", 6e6)), 5e6, 6e6},
	} {
		f, _ := rules.NewScorer().Score(c.c)
		if f.ConvertedAt != c.first || f.LastConvertedAt != c.last {
			t.Errorf("%s: first %d, last %d; want %d and %d", c.name, f.ConvertedAt, f.LastConvertedAt, c.first, c.last)
		}
	}
}
