package ingest

import (
	"fmt"
	"testing"

	"chatcops/internal/chat"
)

// TestOpenConversations plays batches in which records of conversations come, and
// tells when each is taken out.
func TestOpenConversations(t *testing.T) {
	o := newOpenConversations()
	batch := func(ids ...string) (out string) {
		for _, id := range ids {
			o.add(&chat.Record{Conversation: id})
		}
		done := o.settled()
		for _, c := range done {
			out += fmt.Sprint(c.parts[0].Conversation, len(c.parts), " ")
		}
		o.reuse(done)
		return out
	}
	var many, steady []string
	for range mostParts {
		many = append(many, "long")
	}
	for i, c := range []struct {
		ids  []string
		want string
	}{
		{[]string{"a", "b", "a"}, ""},
		{[]string{"b", "c"}, "a2 "},
		{[]string{"c"}, "b2 "},
		{[]string{"a"}, "c2 "}, // it has come again
		{nil, "a1 "},
		{many, fmt.Sprint("long", mostParts, " ")},
		{nil, ""},
	} {
		if got := batch(c.ids...); got != c.want {
			t.Errorf("batch %d: %q instead of %q", i, got, c.want)
		}
	}
	for i := range mostOpen + 2 {
		if got := batch("steady"); got != "" {
			steady = append(steady, fmt.Sprint(i, ":", got))
		}
	}
	if want := fmt.Sprint(mostOpen, ":steady", mostOpen+1, " "); len(steady) != 1 || steady[0] != want {
		t.Errorf("%q instead of %q", steady, want)
	}
	o.add(&chat.Record{Conversation: "z"})
	if rest := o.all(); len(rest) != 2 || rest[0].parts[0].Conversation != "steady" || len(rest[1].parts) != 1 {
		t.Errorf("the rest is %+v", rest)
	}
	if got := batch(); got != "" {
		t.Errorf("left: %q", got)
	}
}
