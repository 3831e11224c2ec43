package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// longRecords are first records that are longer than what is looked at.
func longRecords() map[string]string {
	words := strings.Repeat("many words ", 20_000)
	return map[string]string{
		"chatgpt":       fmt.Sprintf(`[{"title":"t","create_time":1790845200.5,"mapping":{"n1":{"id":"n1","message":{"id":"n1","author":{"role":"user"},"content":{"content_type":"text","parts":[%q]}},"parent":null,"children":[]}},"current_node":"n1","id":"c1"}]`, words),
		"claude":        fmt.Sprintf(`[{"uuid":"c1","name":"t","chat_messages":[{"uuid":"m1","text":%q,"sender":"human"}]}]`, words),
		"openwebui":     fmt.Sprintf(`[{"id":"c1","user_id":"u1","chat":{"history":{"messages":{"m1":{"id":"m1","role":"user","parentId":null,"content":%q}},"currentId":"m1"}}}]`, words),
		"uimessage":     fmt.Sprintf(`{"id":"c1","messages":[{"id":"m1","role":"user","parts":[{"type":"text","text":"hi"}]},{"id":"m2","role":"assistant","parts":[{"type":"text","text":%q}]}]}`, words),
		"anthropic":     fmt.Sprintf(`{"custom_id":"c1","params":{"max_tokens":9,"messages":[{"role":"user","content":%q}]}}`, words),
		"sharegpt":      fmt.Sprintf(`{"id":"c1","conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":%q}]}`, words),
		"openai":        fmt.Sprintf(`{"id":"c1","messages":[{"role":"user","content":%q}]}`, words),
		"openai-stored": fmt.Sprintf(`{"object":"list","data":[{"object":"chat.completion","id":"chatcmpl-1","choices":[{"message":{"role":"assistant","content":%q}}]}]}`, words),
	}
}

func TestDetectLongRecords(t *testing.T) {
	for format, text := range longRecords() {
		w := newWorld(t)
		f := w.run(w.file(".data", []byte(text))).Files[0]
		if f.Format != format || f.Messages.Inserted == 0 || f.Rejected > 0 {
			t.Errorf("%s is read as %q: %+v", format, f.Format, f)
		}
	}
}

// An object around records may be as long as it likes; only records have a limit.
func TestObjectAroundManyRecords(t *testing.T) {
	var b strings.Builder
	b.WriteString("{\"object\": \"list\",\n \"data\": [\n")
	const n = 3000
	for i := range n {
		fmt.Fprintf(&b, "  {\"id\":\"m%d\",\"object\":\"thread.message\",\"created_at\":%d,\"thread_id\":\"t%d\",\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"hello %d\"}}]},\n", i, 1790845200+i, i%7, i)
	}
	b.WriteString("  {\"id\":\"m-last\",\"object\":\"thread.message\",\"created_at\":1790845200,\"role\":\"user\",\"content\":[]}\n ],\n \"has_more\": false}\n")
	w := newWorld(t)
	w.o.RecordLimit = 1000
	f := w.run(w.file(".json", []byte(b.String()))).Files[0]
	if f.Format != "openai-assistants" || f.Messages.Inserted != n || f.Rejected != 1 || f.Errors[0].Line != n+3 {
		t.Errorf("%d messages, %+v", f.Messages.Inserted, f)
	}
	oneLine := newWorld(t)
	oneLine.o.RecordLimit = 1000
	if f := oneLine.run(oneLine.file(".json", []byte(strings.ReplaceAll(b.String(), "\n", "")))).Files[0]; f.Messages.Inserted != n || f.Rejected != 1 {
		t.Errorf("on one line: %d messages, %+v", f.Messages.Inserted, f)
	}
	cut := newWorld(t)
	if f := cut.run(cut.file(".json", []byte(b.String()[:b.Len()/2]))).Files[0]; f.Rejected != 1 || f.Messages.Inserted < n/3 {
		t.Errorf("cut off: %+v", f)
	}
}

// A record that fits two formats of other programs makes the file nobody's; a
// majority decides.
func TestDetectAmbiguous(t *testing.T) {
	both := `{"id":"d1","conversations":[{"from":"human","value":"Hello"}],"reply-to":null,"speaker":"ada","conversation_id":"d1","text":"Hello"}` + "\n"
	one := `{"id":"d2","conversations":[{"from":"human","value":"Hello"}]}` + "\n"
	w := newWorld(t)
	if f := w.run(w.file(".jsonl", []byte(both))).Files[0]; !strings.Contains(f.Problem, "sharegpt, convokit") || f.Format != "" {
		t.Errorf("%+v", f)
	}
	if f := w.run(w.file(".jsonl", []byte(both+one))).Files[0]; f.Format != "sharegpt" || f.Rejected > 0 {
		t.Errorf("%+v", f)
	}
}

// Plain records beside those by which a format is told do not make the file another one's.
func TestDetectExtending(t *testing.T) {
	plain := `{"messages":[{"role":"user","content":"Hello"}]}` + "\n"
	told := `{"messages":[{"role":"user","content":"Where?"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"track","input":{}}]}]}` + "\n"
	w := newWorld(t)
	if f := w.run(w.file(".jsonl", []byte(plain+plain+told))).Files[0]; f.Format != "anthropic" || f.Rejected > 0 || f.Conversations.New != 3 {
		t.Errorf("%+v", f)
	}
}
