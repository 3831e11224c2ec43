package ingest

import (
	"strings"
	"testing"
)

// What stands beside the messages in OpenAI's records is the user, the time and the tokens of the answer.
func TestFrameOfOpenAI(t *testing.T) {
	const messages = `"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"},{"role":"user","content":"bye"}]`
	for _, c := range []struct {
		name, record string
		has, lacks   []string
	}{
		{"all", `{` + messages + `,"user":"u9","created":1790000000,"usage":{"prompt_tokens":5,"completion_tokens":6}}`,
			[]string{"UserID:u9", "CreatedAt:1790000000000000", "Content:yo", "InputTokens:5 OutputTokens:6"}, []string{`"user"`, `usage`}},
		{"better names first", `{` + messages + `,"user_id":"u1","user":"Ada","createdAt":1790000001,"created":1790000000}`,
			[]string{"UserID:u1", "CreatedAt:1790000001000000", `\"user\":\"Ada\"`}, nil},
		{"better names last", `{"user":"Ada","created":1790000000,` + messages + `,"user_id":"u1","createdAt":1790000001}`,
			[]string{"UserID:u1", "CreatedAt:1790000001000000", `\"user\":\"Ada\"`}, nil},
		{"an object is no name", `{` + messages + `,"user":{"tier":"gold"}}`, []string{`\"tier\":\"gold\"`}, nil},
		{"messages with tokens", `{"messages":[{"role":"assistant","content":"a","usage":{"input_tokens":1,"output_tokens":2}},{"role":"assistant","content":"b"}],"usage":{"prompt_tokens":50,"completion_tokens":60}}`,
			[]string{"InputTokens:1 OutputTokens:2", `\"usage\"`}, []string{"InputTokens:50"}},
		{"no answer", `{"messages":[{"role":"user","content":"hi"}],"usage":{"prompt_tokens":5}}`, []string{`\"usage\"`}, []string{"InputTokens:5"}},
	} {
		dump := newWorld(t).add([]byte(c.record + "\n")).dump()
		for _, s := range c.has {
			if !strings.Contains(dump, s) {
				t.Errorf("%s: %s is missing:\n%s", c.name, s, dump)
			}
		}
		for _, s := range c.lacks {
			if strings.Contains(dump, s) {
				t.Errorf("%s: has %s:\n%s", c.name, s, dump)
			}
		}
	}
}

// The tokens of a record are those of its last answer and of no other message.
func TestUsageOfTheLastAnswer(t *testing.T) {
	dump := newWorld(t).add([]byte(`{"messages":[{"role":"assistant","content":"first"},{"role":"assistant","content":"second"},{"role":"user","content":"third"}],"usage":{"prompt_tokens":5,"completion_tokens":6}}` + "\n")).dump()
	for line := range strings.SplitSeq(dump, "\n") {
		if strings.HasPrefix(line, "  message") && strings.Contains(line, "InputTokens:5 OutputTokens:6") != strings.Contains(line, "Content:second") {
			t.Errorf("tokens: %s", line)
		}
	}
}

// Rows take the user from their user properties, as conversations do.
func TestUserPropertiesOfRows(t *testing.T) {
	const user = `,"userProperties":{"userId":"u-ada","channel":"web"}}` + "\n"
	for _, record := range []string{
		`{"id":"evt_502","type":"conversation:shared","entityType":"conversation","conversationId":"conv_a","createdAt":"2026-10-05T09:21:00Z"` + user,
		`{"type":"positive","conversationId":"conv_a"` + user,
		`{"conversationId":"conv_a","role":"user","content":"hi"` + user,
		`{"conversationId":"conv_a","role":"assistant","content":"hi"` + user,
	} {
		dump := newWorld(t).add([]byte(record)).dump()
		facts := dump[strings.Index(dump, "facts"):]
		if !strings.Contains(facts, "UserID:u-ada") || !strings.Contains(facts, "Channel:web") {
			t.Errorf("%s%s", record, facts)
		}
	}
	own := newWorld(t).add([]byte(`{"type":"lead:captured","conversationId":"c1","user_id":"u1"` + user)).dump()
	if strings.Contains(own, "UserID:u-ada") {
		t.Errorf("the record's own user is not kept:\n%s", own)
	}
}
