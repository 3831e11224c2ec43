package merge

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// say reads a transcript such as "u:hi@1 a:hello#m2": speaker, words, then time
// and id where there are any.
func say(text string) []chat.Message {
	var out []chat.Message
	for _, w := range strings.Fields(text) {
		m := chat.Message{Role: chat.RoleUser, Time: chat.NoTime, Position: -1}
		if w[0] == 'a' {
			m.Role = chat.RoleAssistant
		}
		w, m.ID, _ = strings.Cut(w[2:], "#")
		var at string
		m.Content, at, _ = strings.Cut(w, "@")
		if at != "" {
			fmt.Sscan(at, &m.Time)
		}
		out = append(out, m)
	}
	return out
}

// said is the inverse of say.
func said(ms []chat.Message) string {
	var out []string
	for _, m := range ms {
		s := "u:" + m.Content
		if m.Role == chat.RoleAssistant {
			s = "a:" + m.Content
		}
		if m.Time.Known() {
			s += fmt.Sprintf("@%d", m.Time)
		}
		if m.ID != "" {
			s += "#" + m.ID
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func loose(i int64, text string) Piece { return Piece{Messages: say(text), Import: i} }

func whole(i int64, updated chat.Time, text string) Piece {
	return Piece{Messages: say(text), Import: i, Whole: true, UpdatedAt: updated}
}

func TestMessages(t *testing.T) {
	for _, c := range []struct {
		name   string
		pieces []Piece
		want   string
	}{
		{"nothing", nil, ""},
		{"in order of time", []Piece{loose(1, "a:b@2 u:a@1")}, "u:a@1 a:b@2"},
		{"question before answer", []Piece{loose(1, "a:b@1 u:a@1")}, "u:a@1 a:b@1"},
		{"two equal ones of one import", []Piece{loose(1, "u:ok@1 u:ok@1")}, "u:ok@1 u:ok@1"},
		{"two equal ones in two pieces of one import", []Piece{loose(1, "u:ok@1"), loose(1, "u:ok@1")}, "u:ok@1 u:ok@1"},
		{"the same of two imports", []Piece{loose(1, "u:ok@1 u:ok@1"), loose(2, "u:ok@1 u:ok@1")}, "u:ok@1 u:ok@1"},
		{"one more of a later import", []Piece{loose(1, "u:ok@1"), loose(2, "u:ok@1 u:ok@1")}, "u:ok@1 u:ok@1"},
		{"an id wins over words", []Piece{loose(1, "u:a@1#m1 u:a@1#m2")}, "u:a@1#m1 u:a@1#m2"},
		{"a version corrected under its id", []Piece{loose(1, "u:a@1#m1"), loose(2, "u:ab@1#m1")}, "u:ab@1#m1"},
		{"ids that count", []Piece{loose(1, "a:b@1#m-10 u:a@1#m-9")}, "u:a@1#m-9 a:b@1#m-10"},
		{"untimed rows keep their order", []Piece{loose(1, "a:z u:y a:x u:y")}, "a:z u:y a:x u:y"},
		{"untimed, some with ids", []Piece{loose(1, "u:one a:two#x u:three a:four#a")}, "u:one a:two#x u:three a:four#a"},
		{"untimed twice", []Piece{loose(1, "u:a a:b u:a"), loose(2, "u:a a:b u:a")}, "u:a a:b u:a"},
		{"untimed, grown", []Piece{loose(1, "u:a a:b"), loose(2, "u:a a:b u:c a:d")}, "u:a a:b u:c a:d"},
		{"untimed, a window that slides", []Piece{loose(1, "u:a a:b u:c a:d"), loose(2, "a:b u:c a:d u:e")}, "u:a a:b u:c a:d u:e"},
		{"untimed, a word said again", []Piece{loose(1, "u:a a:b u:ok"), loose(2, "u:ok a:c")}, "u:a a:b u:ok u:ok a:c"},
		{"a whole that grows", []Piece{whole(1, chat.NoTime, "u:a a:b"), whole(2, chat.NoTime, "u:a a:b u:c")}, "u:a a:b u:c"},
		{"a whole that shrinks to its end", []Piece{whole(1, 1, "u:a a:b u:c a:d"), whole(2, 2, "u:c a:d u:e")}, "u:a a:b u:c a:d u:e"},
		{"a whole told anew", []Piece{whole(1, 1, "u:a a:b u:c"), whole(2, 2, "u:x a:y")}, "u:x a:y"},
		{"two equal ones in a whole", []Piece{whole(1, chat.NoTime, "u:ok u:ok")}, "u:ok u:ok"},
		{"rows that the whole lacks", []Piece{whole(1, chat.NoTime, "u:a@1 a:b@3"), loose(2, "u:a@1 a:c@2")}, "u:a@1 a:c@2 a:b@3"},
		{"rows beside an untimed whole", []Piece{whole(1, chat.NoTime, "u:a a:b"), loose(2, "u:a@1 a:b@2")}, "u:a a:b"},
		{"the same words at another time", []Piece{whole(1, chat.NoTime, "u:a@1 u:ok@5"), loose(2, "u:ok@2 u:ok@5")}, "u:a@1 u:ok@2 u:ok@5"},
	} {
		got := said(Messages(slices.Clone(c.pieces)))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		slices.Reverse(c.pieces)
		if strings.HasPrefix(c.name, "untimed") {
			continue // of those the order of the imports is all that is known
		}
		if got := said(Messages(c.pieces)); got != c.want {
			t.Errorf("%s, the other way round: %s, want %s", c.name, got, c.want)
		}
	}
}

// drawRows draws rows with a time or an id each, in the order of one file.
func drawRows(t *rapid.T) []chat.Message {
	n := rapid.IntRange(0, 12).Draw(t, "rows")
	var out []chat.Message
	for i := range n {
		m := chat.Message{Role: chat.Role(rapid.IntRange(0, 4).Draw(t, "role")), Content: rapid.SampledFrom([]string{"ok", "a", "b", ""}).Draw(t, "content"),
			Time: chat.Time(rapid.IntRange(0, 3).Draw(t, "time")), Position: -1}
		if rapid.IntRange(0, 3).Draw(t, "event") == 0 {
			m.EventType = "message_sent"
		}
		if rapid.Bool().Draw(t, "id") {
			m.ID = fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"m", "n-"}).Draw(t, "prefix"), i)
		}
		if rapid.IntRange(0, 4).Draw(t, "call") == 0 {
			m.ToolCalls = `[{"id":"1"}]`
		}
		out = append(out, m)
	}
	return out
}

// cutUp cuts rows into pieces of one import each, some of them told twice.
func cutUp(t *rapid.T, rows []chat.Message) []Piece {
	var pieces []Piece
	for i := int64(1); len(rows) > 0; i++ {
		n := rapid.IntRange(1, len(rows)).Draw(t, "length")
		pieces = append(pieces, Piece{Messages: rows[:n], Import: i})
		rows = rows[n:]
	}
	return pieces
}

// Timed rows give the same transcript in whatever order one import reads them
// and however it is cut into batches.
func TestRowsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		want := Messages([]Piece{{Messages: rows, Import: 1}})
		pieces := cutUp(t, rapid.Permutation(rows).Draw(t, "shuffled"))
		for i := range pieces {
			pieces[i].Import = 1
		}
		if got := Messages(pieces); !slices.Equal(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

// Importing the same rows again, in another order, adds nothing; nor does
// merging what was merged already.
func TestRowsAgainAddNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		want := Messages([]Piece{{Messages: rows, Import: 1}})
		again := rapid.Permutation(rows).Draw(t, "again")
		if got := Messages([]Piece{{Messages: rows, Import: 1}, {Messages: again, Import: 2}}); !slices.Equal(got, want) {
			t.Fatalf("again: got  %+v\nwant %+v", got, want)
		}
		if got := Messages([]Piece{{Messages: want}, {Messages: again, Import: 2}}); !slices.Equal(got, want) {
			t.Fatalf("onto the merged: got  %+v\nwant %+v", got, want)
		}
	})
}

// Distinct timed rows may be split over imports that come in any order.
func TestRowsSplitOverImports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := Messages([]Piece{{Messages: drawRows(t), Import: 1}, {Import: 2}})
		seen := map[identity]bool{}
		rows = slices.DeleteFunc(slices.Clone(rows), func(m chat.Message) bool {
			k := identify(&m)
			twice := seen[k]
			seen[k] = true
			return twice
		})
		want := Messages([]Piece{{Messages: rows, Import: 1}})
		pieces := cutUp(t, rapid.Permutation(rows).Draw(t, "shuffled"))
		// As the store merges: one import after the other onto what is there.
		var merged []chat.Message
		for _, p := range rapid.Permutation(pieces).Draw(t, "order") {
			merged = Messages([]Piece{{Messages: merged}, p})
		}
		if !slices.Equal(merged, want) {
			t.Fatalf("one after the other: got  %+v\nwant %+v", merged, want)
		}
		if got := Messages(rapid.Permutation(pieces).Draw(t, "at once")); !slices.Equal(got, want) {
			t.Fatalf("at once: got  %+v\nwant %+v", got, want)
		}
	})
}

// A whole record contains the earlier states of its conversation, in any order.
func TestWholesGrowInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		full := drawRows(t)
		for i := range full {
			if full[i].EventType = ""; rapid.Bool().Draw(t, "untimed") {
				full[i].Time = chat.NoTime
			}
		}
		pieces := []Piece{{Messages: full, Whole: true, UpdatedAt: chat.NoTime, Import: 1}}
		for i := range 3 {
			n := rapid.IntRange(0, len(full)).Draw(t, "prefix")
			pieces = append(pieces, Piece{Messages: full[:n], Whole: true, UpdatedAt: chat.NoTime, Import: int64(i) + 2})
		}
		if got := Messages(rapid.Permutation(pieces).Draw(t, "order")); !reflect.DeepEqual(got, full) && len(got)+len(full) > 0 {
			t.Fatalf("got  %+v\nwant %+v", got, full)
		}
	})
}

// What an older record alone says of a message is kept, whichever comes first.
func TestOlderRecordTellsMoreOfAMessage(t *testing.T) {
	plain := func(role chat.Role, content string) chat.Message {
		return chat.Message{Role: role, Content: content, Time: chat.NoTime, Position: -1}
	}
	answer := plain(chat.RoleAssistant, "on its way")
	answer.ID, answer.Model, answer.Time, answer.InputTokens, answer.OutputTokens, answer.Properties = "a1", "m", 5, 9, 3, `{"k":1}`
	older := Piece{Whole: true, Import: 1, Messages: []chat.Message{plain(chat.RoleUser, "where?"), answer}}
	newer := Piece{Whole: true, Import: 2, Messages: []chat.Message{plain(chat.RoleUser, "where?"), plain(chat.RoleAssistant, "on its way"), plain(chat.RoleUser, "when?")}}
	want := []chat.Message{plain(chat.RoleUser, "where?"), answer, plain(chat.RoleUser, "when?")}
	for _, pieces := range [][]Piece{{older, newer}, {newer, older}, {{Whole: true, Import: 1, Messages: want}, older, newer}} {
		if got := Messages(pieces); !slices.Equal(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	if newer.Messages[1].ID != "" {
		t.Error("a piece was changed")
	}
}
