package merge

import (
	"testing"

	"chatcops/internal/chat"
)

// Of a message that two programs have observed each tells what the other does not
// know; the later version stands, whichever came first.
func TestVersionsCompleteEachOther(t *testing.T) {
	model := chat.Message{ID: "m", Role: chat.RoleAssistant, Content: "hi", Time: 10, Position: -1, Model: "gpt", InputTokens: 5, OutputTokens: 2, Properties: `{"cost":1,"step":"llm"}`}
	turn := chat.Message{ID: "m", Role: chat.RoleAssistant, Content: "hi", Time: 12, Position: -1, Name: "Fern", Properties: `{"step":"turn"}`}
	want := chat.Message{ID: "m", Role: chat.RoleAssistant, Content: "hi", Time: 12, Position: -1, Name: "Fern", Model: "gpt", InputTokens: 5, OutputTokens: 2, Properties: `{"cost":1,"step":"turn"}`}
	for _, order := range [][]chat.Message{{model, turn}, {turn, model}, {turn, model, turn}} {
		for _, imports := range []int64{0, 1} { // read at once, or one after the other
			var pieces []Piece
			for i, m := range order {
				pieces = append(pieces, Piece{Messages: []chat.Message{m}, Import: int64(i) * imports})
			}
			if got := Messages(pieces); len(got) != 1 || got[0] != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
	}
	edited := turn
	edited.Content, edited.Time, edited.Properties = "hello", 13, `{"edited":true}`
	if got := Messages([]Piece{{Messages: []chat.Message{model}}, {Messages: []chat.Message{edited}, Import: 1}}); len(got) != 1 || got[0].Properties != `{"edited":true}` {
		t.Errorf("the properties of other words were kept: %+v", got)
	}
}

// A message without time that says it is the first is so, however late it is read.
func TestFirstPlaceWithoutTime(t *testing.T) {
	system := chat.Message{ID: "s", Role: chat.RoleSystem, Content: "be kind", Time: chat.NoTime, Position: 0}
	user := chat.Message{ID: "u", Role: chat.RoleUser, Content: "hi", Time: 10, Position: -1}
	for _, pieces := range [][]Piece{{{Messages: []chat.Message{user, system}}}, {{Messages: []chat.Message{user}}, {Messages: []chat.Message{user, system}, Import: 1}}} {
		if got := Messages(pieces); len(got) != 2 || got[0].ID != "s" {
			t.Errorf("%+v", got)
		}
	}
}
