package ingest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// decodeLines decodes lines in one block.
func decodeLines(lines []string, bounds store.Bounds) ([]chat.Record, []Reject) {
	d := &decoder{names: newNames(nil), limit: 1 << 20, bounds: bounds}
	d.lines(&block{data: []byte(strings.Join(lines, "\n")), line: 1})
	d.bound()
	return d.out.records, d.out.rejects
}

// Records that go on with the one before them are taken in by it, and nothing else
// changes: what lines say together is the same if each is decoded by itself.
func TestRecordsInARowAreOne(t *testing.T) {
	fields := []string{
		`"conversation_id":"%s","role":"user","content":"%s","user_id":"u1"`, `"conversation_id":"%s","role":"assistant","content":"%s"`,
		`"conversation_id":"%s","role":"user","content":"%s","user_id":"u2","channel":"web"`, `"conversation_id":"%s","role":"user","content":"%s","rating":5`,
		`"session_id":"%s","event_type":"message_sent","properties":{"text":"%s"},"channel":"app"`, `"session_id":"%s","event_type":"lead_captured","event_id":"%s"`,
		`"session_id":"%s","event_type":"feedback","properties":{"rating":2,"comment":"%s"}`, `"event_type":"lead_captured","messageId":"%s","event_id":"%s"`,
		`"conversation_id":"%s","role":"user","content":"%s","user_properties":{"a":1,"b":2}`, `"conversation_id":"%s","role":"user","content":"%s","user_properties":{"a":2}`,
		`"conversation_id":"%s","role":"nobody","content":"%s"`, `"conversation_id":"%s","role":"user","content":"%s","rating":"not much"`, `"conversation_id":"%s","role":"user","content":"%s","user_properties":{"a":1,"b":2,"c":3,"d":4}`,
	}
	rapid.Check(t, func(rt *rapid.T) {
		for range 100 { // one is cheap
			sameTogether(rt, fields)
		}
	})
	if records, _ := decodeLines([]string{`{"conversation_id":"c","role":"user","content":"a","user_id":"u"}`, `{"conversation_id":"c","role":"assistant","content":"b"}`}, store.Bounds{}); len(records) != 1 || len(records[0].Messages) != 2 {
		t.Errorf("two messages in a row are %d records", len(records))
	}
}

// sameTogether draws lines made of fields and compares.
func sameTogether(rt *rapid.T, fields []string) {
	var lines []string
	fields = rapid.SliceOfN(rapid.SampledFrom(fields), 1, 3).Draw(rt, "fields")
	for i := range rapid.IntRange(1, 60).Draw(rt, "lines") {
		text := fmt.Sprint(i, strings.Repeat("x", rapid.SampledFrom([]int{0, 0, 30, 300}).Draw(rt, "size")))
		lines = append(lines, "{"+fmt.Sprintf(rapid.SampledFrom(fields).Draw(rt, "of these"), rapid.SampledFrom([]string{"c", "c", "c", "c", "c", "d"}).Draw(rt, "of"), text)+"}")
	}
	bounds := store.Bounds{Messages: rapid.SampledFrom([]int{0, 1, 3}).Draw(rt, "messages"), Bytes: rapid.SampledFrom([]int64{0, 200, 1000}).Draw(rt, "bytes"),
		Properties: rapid.SampledFrom([]int{0, 3}).Draw(rt, "properties")}
	records, rejects := decodeLines(lines, bounds)
	var alone []chat.Record
	var alsoRejected []Reject
	for i, line := range lines {
		one, bad := decodeLines([]string{line}, bounds)
		for k := range bad {
			bad[k].Line = i + 1
		}
		alone, alsoRejected = append(alone, one...), append(alsoRejected, bad...)
	}
	byLine := func(a, b Reject) int { return a.Line - b.Line }
	slices.SortFunc(rejects, byLine)
	if !reflect.DeepEqual(rejects, alsoRejected) {
		rt.Fatalf("rejected %v, want %v", rejects, alsoRejected)
	}
	if len(records) > len(alone) {
		rt.Fatalf("%d records of %d", len(records), len(alone))
	}
	if got, want := together(records), together(alone); !reflect.DeepEqual(got, want) {
		rt.Fatalf("got\n%+v\nwant\n%+v", got, want)
	}
}

// together joins records by conversation; those without one stay by themselves.
func together(records []chat.Record) map[string]chat.Record {
	parts := map[string][]*chat.Record{}
	for i := range records {
		r := &records[i]
		r.Line = 0
		id := r.Conversation
		if id == "" {
			id = fmt.Sprint("of none ", r.Events)
		}
		parts[id] = append(parts[id], r)
	}
	joined := map[string]chat.Record{}
	for id, p := range parts {
		r, leftOut := joinParts(p, 0)
		if leftOut > 0 {
			panic(leftOut)
		}
		joined[id] = chat.Record{Conversation: r.Conversation, UserID: r.UserID, Bot: r.Bot, Channel: r.Channel, Language: r.Language, Properties: r.Properties, UserProperties: r.UserProperties,
			CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Messages: append([]chat.Message{}, r.Messages...), Events: append([]chat.Event{}, r.Events...), Feedback: append([]chat.Feedback{}, r.Feedback...)}
	}
	return joined
}
