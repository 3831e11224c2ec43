package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openaiResponsesFormat = Format{
	Name: "openai-responses", Title: "OpenAI responses and conversations",
	Doc: "Responses, one a record, and the items of a conversation, as lists or one a record. A response holds the answer, and its input where that is logged beside it. " +
		"Items have neither a time nor the name of their conversation: a list, newest or oldest first, is a conversation known by its first item, items alone are one called like the file.",
	Recognised: "JSON objects whose object is response, or items (message, function_call and the like) with their kinds of content, alone or in a list",
	Sample: `{"id":"resp_1","object":"response","created_at":1790845204,"model":"gpt-4o-mini","conversation":{"id":"conv_1"},"output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed",` +
		`"content":[{"type":"output_text","text":"On its way.","annotations":[]}]}],"usage":{"input_tokens":12,"output_tokens":4,"total_tokens":16}}`,
	Reference: "openai-openapi openapi.yaml: Response, ConversationItemList; developers.openai.com/docs/api-reference/conversations/list-items",
	Mapping: []Mapping{
		{"conversation, metadata.conversation_id (session_id, thread_id, chat_id), else id", "conversation"},
		{"output, input", "messages: message its text, function_call and the calls of other tools a call, function_call_output its result"},
		{"reasoning", "kept in the properties of the next answer as thinking"},
		{"created_at", "time of the answer"},
		{"model, usage", "model and tokens; input_tokens hold those from the cache already"},
		{"user, metadata, instructions and the like", "user and properties"},
	},
	shape: &shape{match: isOpenAIResponses, read: (*decoder).openAIResponses},
}

// itemKinds are the items that are no message and no reasoning.
var itemKinds = []string{"function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "web_search_call", "file_search_call", "computer_call",
	"computer_call_output", "code_interpreter_call", "image_generation_call", "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "mcp_call"}

func isOpenAIResponses(v jsondoc.Value) bool {
	if v.Get("object").Text() == "response" || v.Get("response").Get("object").Text() == "response" {
		return true
	}
	if isItem(v) {
		return true
	}
	list := v
	if v.Kind() == jsondoc.Object {
		list = v.Get("data")
	}
	n := 0
	for it := list.Iter(); it.Next() && n < 5; n++ {
		if isItem(it.Value()) {
			return true
		}
	}
	return false
}

// isItem tells an item by its type and the kinds of its content, which no other interface has.
func isItem(v jsondoc.Value) bool {
	switch kind := v.Get("type").Text(); {
	case kind == "message" && v.Get("role").Exists():
		switch v.Get("content").Index(0).Get("type").Text() {
		case "input_text", "output_text", "refusal", "input_image", "input_file":
			return true
		}
		return strings.HasPrefix(v.Get("id").Text(), "msg_") && v.Get("status").Exists()
	case kind == "reasoning":
		return v.Get("summary").Kind() == jsondoc.Array
	case strings.HasPrefix(kind, "function_call"), strings.HasPrefix(kind, "custom_tool_call"):
		return v.Get("call_id").Exists()
	default:
		return slices.Contains(itemKinds, kind) && v.Get("id").Exists() && v.Get("status").Exists()
	}
}

// openAIResponses reads a response, a list of items or one item.
func (d *decoder) openAIResponses(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	switch {
	case v.Get("output").Kind() == jsondoc.Array:
		return d.response(rec, v)
	case v.Get("response").Get("output").Kind() == jsondoc.Array:
		if input := v.Get("request").Get("input"); input.Exists() {
			if err := d.items(&rec, input); err != nil {
				return err
			}
		}
		return d.response(rec, v.Get("response"))
	}
	list := v.Get("data")
	if v.Kind() == jsondoc.Array {
		list = v
	}
	if list.Kind() == jsondoc.Array {
		if err := d.items(&rec, list); err != nil {
			return err
		}
		if more, _ := v.Get("has_more").Bool(); more { // one page of several
			rec.Conversation = d.file
			return d.loose(rec)
		}
		if len(rec.Messages) > 0 {
			rec.Conversation = rec.Messages[0].ID // which stays the first when the conversation grows
		}
		fill(&rec.Conversation, d.file)
		return d.whole(rec)
	}
	rec.Conversation = d.file
	if !v.Get("type").Exists() {
		return errors.New("neither a response with output nor an item with a type")
	}
	r := itemReader{}
	if err := r.item(d, v); err != nil {
		return err
	}
	rec.Messages = r.out
	if len(rec.Messages) == 0 {
		return nil // reasoning alone
	}
	return d.loose(rec)
}

// response reads a response, behind its input if that is known.
func (d *decoder) response(rec chat.Record, v jsondoc.Value) error {
	r := itemReader{}
	var own string
	var output, input, usage jsondoc.Value
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			own = value.Scalar()
		case "created_at":
			r.at, err = optionalTime(value)
			r.timed = true
		case "model":
			r.model = value.Text()
		case "conversation":
			fill(&rec.Conversation, value.Scalar())
			fill(&rec.Conversation, value.Get("id").Scalar())
		case "output":
			output, err = arrayOf(key, value)
		case "input":
			input = value
		case "usage":
			usage = value
		case "user", "safety_identifier":
			fill(&rec.UserID, value.Text())
		case "metadata":
			if value.Len() > 0 {
				rec.Properties, err = d.objectText(value)
			}
		case "object", "status", "tools", "tool_choice", "text", "output_text", "parallel_tool_calls", "truncation", "store", "background", "completed_at":
		default:
			keepFilled(&kept, key, value)
		}
		if err != nil {
			return err
		}
	}
	rec.Properties = joinObject(rec.Properties, kept)
	d.adoptProperties(&rec)
	fill(&rec.Conversation, own)
	if input.Exists() && len(rec.Messages) == 0 {
		if err := d.items(&rec, input); err != nil {
			return err
		}
	}
	for it := output.Iter(); it.Next(); {
		if err := r.item(d, it.Value()); err != nil {
			return err
		}
	}
	if len(r.out) == 0 {
		return fmt.Errorf("a response without output: %s", clip(strings.TrimSpace(v.Get("status").Text()+" "+v.Get("error").Get("message").Text())))
	}
	in, out := tokens(usage)
	spendOn(r.out, in, out)
	asked := len(rec.Messages) > 0
	rec.Messages = append(rec.Messages, r.out...)
	if asked {
		return d.whole(rec)
	}
	return d.loose(rec)
}

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
