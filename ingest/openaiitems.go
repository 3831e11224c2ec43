package ingest

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// items reads an input: text, or a list of items, which may be newest first.
func (d *decoder) items(rec *chat.Record, list jsondoc.Value) error {
	if text, ok := list.Str(); ok {
		rec.Messages = append(rec.Messages, newMessage("", chat.RoleUser, text))
		return nil
	}
	var all []jsondoc.Value
	for it := list.Iter(); it.Next(); {
		all = append(all, it.Value())
	}
	if newestFirst(all) {
		slices.Reverse(all)
	}
	r := itemReader{}
	for i, v := range all {
		if err := r.item(d, v); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
	}
	rec.Messages = append(rec.Messages, r.out...)
	return nil
}

// newestFirst tells the order of items that have no times: a result follows its
// call, and a conversation begins with the user or the system, not with the agent.
func newestFirst(items []jsondoc.Value) bool {
	called, answered := map[string]bool{}, map[string]bool{}
	for _, v := range items {
		id := v.Get("call_id").Scalar()
		if id == "" {
			continue
		}
		if strings.HasSuffix(v.Get("type").Text(), "_output") {
			if !called[id] {
				answered[id] = true
			}
		} else if called[id] = true; answered[id] {
			return true
		}
	}
	var first, last string
	for _, v := range items {
		if role := v.Get("role").Text(); role != "" {
			if first == "" {
				first = role
			}
			last = role
		}
	}
	return first == "assistant" && last != "assistant" && last != ""
}

// itemReader reads the items of one answer or list one after the other.
type itemReader struct {
	at       chat.Time
	timed    bool
	model    string
	thoughts []string // since the last message of the agent
	out      []chat.Message
}

func (r *itemReader) item(d *decoder, v jsondoc.Value) error {
	m := newMessage(v.Get("id").Scalar(), chat.RoleAssistant, "")
	if r.timed {
		m.Time = r.at
	}
	var kept rest
	call := v.Get("call_id").Scalar()
	switch kind := v.Get("type").Text(); {
	case kind == "message" || kind == "" && v.Get("role").Exists():
		own, err := d.message(v)
		if err != nil {
			return err
		}
		m.Role, m.Content = own.Role, own.Content
	case kind == "reasoning":
		text, _, err := contentText(v.Get("summary"))
		if err != nil {
			return err
		}
		if text != "" {
			r.thoughts = append(r.thoughts, text)
		}
		return nil
	case strings.HasSuffix(kind, "_output"):
		m.Role, m.ToolCallID = chat.RoleTool, call
		text, _, err := contentText(v.Get("output"))
		if err != nil {
			return err
		}
		m.Content = text
	case kind == "item_reference" || kind == "mcp_list_tools" || kind == "compaction":
		return nil
	default:
		r.call(&m, &kept, kind, call, v)
	}
	if m.Role == chat.RoleAssistant {
		m.Model = r.model
		kept.addText("thinking", strings.Join(r.thoughts, "\n"))
		r.thoughts = nil
	}
	m.Properties = kept.object()
	r.out = append(r.out, m)
	return nil
}

// call reads an item that calls a tool: one of the caller's, or one that the
// interface runs itself, whose result some items hold as well.
func (r *itemReader) call(m *chat.Message, kept *rest, kind, call string, v jsondoc.Value) {
	name := v.Get("name").Text()
	fill(&name, strings.TrimSuffix(kind, "_call"))
	fill(&call, m.ID)
	var arguments jsondoc.Value
	for _, key := range []string{"arguments", "input", "action", "queries", "code"} {
		if arguments = v.Get(key); arguments.Exists() {
			break
		}
	}
	var c calls
	c.add(call, name, arguments)
	m.ToolCalls = c.text()
	for _, key := range []string{"output", "results", "outputs", "error", "server_label"} {
		keepFilled(kept, key, v.Get(key))
	}
}
