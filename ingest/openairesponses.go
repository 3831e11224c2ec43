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
