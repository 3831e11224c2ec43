package ingest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// said is a message of the benchmark's conversations.
type said struct{ ID, Role, Content, CreatedAt string }

// at returns the time as seconds since the epoch.
func (m said) at() float64 {
	at, err := time.Parse(time.RFC3339, m.CreatedAt)
	if err != nil {
		panic(err)
	}
	return float64(at.UnixMilli()) / 1000
}

type object = map[string]any

// benchShapes write one conversation as the lines of a format.
var benchShapes = []struct {
	format string
	lines  func(id string, ms []said) []any
}{
	{"native-jsonl", func(id string, ms []said) []any {
		return each(ms, func(_ int, m said) any {
			return object{"conversation_id": id, "message_id": m.ID, "role": m.Role, "content": m.Content, "timestamp": m.CreatedAt}
		})
	}},
	{"openai", func(id string, ms []said) []any {
		return []any{object{"id": id, "messages": each(ms, func(_ int, m said) any {
			return object{"id": m.ID, "role": m.Role, "content": m.Content, "createdAt": m.CreatedAt}
		})}}
	}},
	{"openai-batch", func(id string, ms []said) []any {
		return []any{object{"custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": object{"model": "gpt-4o", "messages": each(ms, plain)}}}
	}},
	{"openai-stored", func(id string, ms []said) []any {
		return each(ms, func(_ int, m said) any {
			return object{"object": "chat.completion", "id": m.ID, "created": int64(m.at()), "model": "gpt-4o", "metadata": object{"conversation_id": id},
				"choices": []any{object{"index": 0, "message": object{"role": m.Role, "content": m.Content}, "finish_reason": "stop"}}, "usage": object{"prompt_tokens": 9, "completion_tokens": 9}}
		})
	}},
	{"openai-responses", func(id string, ms []said) []any {
		items := each(ms, func(_ int, m said) any {
			return object{"id": m.ID, "type": "message", "role": m.Role, "content": []any{object{"type": "output_text", "text": m.Content}}}
		})
		return []any{object{"id": "resp_" + id, "object": "response", "created_at": int64(ms[0].at()), "model": "gpt-4o", "conversation": object{"id": id}, "output": items}}
	}},
	{"openai-assistants", func(id string, ms []said) []any {
		return each(ms, func(_ int, m said) any {
			return object{"id": m.ID, "object": "thread.message", "created_at": int64(m.at()), "thread_id": id, "role": m.Role,
				"content": []any{object{"type": "text", "text": object{"value": m.Content, "annotations": []any{}}}}}
		})
	}},
	{"openai-finetuning", func(_ string, ms []said) []any {
		return []any{object{"input": object{"messages": each(ms[:len(ms)-1], plain)}, "preferred_output": []any{plain(0, ms[len(ms)-1])}, "non_preferred_output": []any{}}}
	}},
	{"chatgpt", func(id string, ms []said) []any {
		mapping := object{"root": object{"id": "root", "message": nil, "parent": nil, "children": []string{ms[0].ID}}}
		parent := "root"
		for _, m := range ms {
			mapping[m.ID] = object{"id": m.ID, "parent": parent, "children": []string{}, "message": object{"id": m.ID, "author": object{"role": m.Role}, "create_time": m.at(),
				"content": object{"content_type": "text", "parts": []string{m.Content}}, "recipient": "all", "metadata": object{}}}
			parent = m.ID
		}
		return []any{object{"conversation_id": id, "create_time": ms[0].at(), "current_node": parent, "mapping": mapping}}
	}},
	{"claude", func(id string, ms []said) []any {
		return []any{object{"uuid": id, "chat_messages": each(ms, func(_ int, m said) any {
			return object{"uuid": m.ID, "sender": m.Role, "created_at": m.CreatedAt, "text": m.Content, "content": []any{object{"type": "text", "text": m.Content}}}
		})}}
	}},
	{"anthropic", func(id string, ms []said) []any {
		return []any{object{"custom_id": id, "params": object{"model": "claude-sonnet-4-5", "max_tokens": 500, "messages": each(ms, plain)}}}
	}},
	{"sharegpt", func(id string, ms []said) []any {
		return []any{object{"id": id, "conversations": each(ms, func(_ int, m said) any { return object{"from": m.Role, "value": m.Content} })}}
	}},
	{"uimessage", func(id string, ms []said) []any {
		return []any{object{"id": id, "messages": each(ms, func(_ int, m said) any {
			return object{"id": m.ID, "role": m.Role, "parts": []any{object{"type": "text", "text": m.Content}}, "metadata": object{"createdAt": m.CreatedAt}}
		})}}
	}},
	{"openwebui", func(id string, ms []said) []any {
		nodes := object{}
		var parent any
		for _, m := range ms {
			nodes[m.ID] = object{"id": m.ID, "parentId": parent, "role": m.Role, "content": m.Content, "timestamp": int64(m.at())}
			parent = m.ID
		}
		return []any{object{"id": id, "user_id": "u1", "chat": object{"history": object{"messages": nodes, "currentId": parent}}}}
	}},
	{"convokit", func(id string, ms []said) []any {
		return each(ms, func(_ int, m said) any {
			return object{"id": m.ID, "conversation_id": id, "speaker": m.Role, "text": m.Content, "reply-to": nil, "timestamp": m.at(), "meta": object{}}
		})
	}},
}

func plain(_ int, m said) any { return object{"role": m.Role, "content": m.Content} }

func each(ms []said, as func(int, said) any) (out []any) {
	for i, m := range ms {
		out = append(out, as(i, m))
	}
	return out
}

// benchSaid returns the messages in words of generated conversations.
func benchSaid(b *testing.B) (conversations [][]said) {
	b.Helper()
	path, _ := generate(b, "openai")
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var c struct {
			Messages []struct {
				ID, Role, CreatedAt string
				Content             any
			}
		}
		if err := d.Decode(&c); err != nil {
			b.Fatal(err)
		}
		var ms []said
		for _, m := range c.Messages {
			if text, ok := m.Content.(string); ok && text != "" && (m.Role == "user" || m.Role == "assistant") {
				ms = append(ms, said{fmt.Sprintf("m%d-%d", len(conversations), len(ms)), m.Role, text, m.CreatedAt})
			}
		}
		if len(ms) > 1 {
			conversations = append(conversations, ms)
		}
	}
	return conversations
}

// BenchmarkFormats imports the same messages written in each format of JSON lines.
func BenchmarkFormats(b *testing.B) {
	rules := benchRules(b)
	conversations := benchSaid(b)
	for _, s := range benchShapes {
		path := filepath.Join(b.TempDir(), s.format+".jsonl")
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriter(f)
		e := json.NewEncoder(w)
		messages := 0
		for i, ms := range conversations {
			messages += len(ms)
			for _, line := range s.lines(fmt.Sprintf("c%d", i), ms) {
				if err := e.Encode(line); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		f.Close()
		b.Run(s.format, func(b *testing.B) {
			for i := range b.N {
				r := importFile(b, rules, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), path)
				if f := r.Files[0]; f.Format != s.format || f.Messages.Inserted != messages {
					b.Fatalf("read as %s: %d of %d messages", f.Format, f.Messages.Inserted, messages)
				}
			}
			b.ReportMetric(float64(messages)*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
