package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var anthropicFormat = Format{
	Name: "anthropic", Title: "Anthropic Messages",
	Doc: "Requests and answers of the Messages interface: a request with its messages, a single answer, both in one record (request and response), " +
		"and the requests and results of message batches. A result of a tool, which such messages give in the user's name, is a message of the tool.",
	Recognised: "JSON objects with messages and a system prompt or content blocks of Anthropic's kinds, answers of type message with usage, or custom_id with params or result",
	Sample: `{"custom_id":"c1","params":{"model":"claude-sonnet-4-5","max_tokens":500,"system":"You help customers.","messages":[{"role":"user","content":"Where is my order?"},` +
		`{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"track","input":{"id":42}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"shipped"}]}]}}`,
	Reference: "platform.claude.com/docs: Create a Message, Retrieve Message Batch results",
	Mapping: []Mapping{
		{"custom_id, metadata.conversation_id (session_id, thread_id, chat_id), id", "conversation; else it is known by its words"},
		{"messages, params.messages, request.messages", "messages; a tool_result is a message of the tool"},
		{"system", "a message of the system, before the others"},
		{"content, response.content, result.message.content", "the answer; tool_use its calls, thinking a property"},
		{"model", "model of the agent's messages"},
		{"usage", "tokens of the answer: input_tokens, cache_creation_input_tokens and cache_read_input_tokens add up to those read"},
		{"metadata.user_id", "user"},
		{"tools, stop_reason, temperature and the like", "kept in the properties"},
	},
	shape: &shape{match: isAnthropic, read: (*decoder).anthropic, extends: "openai"},
}

// anthropicParts are where a record keeps a request and an answer; Missing where there is none.
func anthropicParts(v jsondoc.Value) (request, answer jsondoc.Value) {
	isAnswer := func(a jsondoc.Value) bool {
		return a.Get("type").Text() == "message" && a.Get("role").Exists() && a.Get("content").Kind() == jsondoc.Array
	}
	for _, request = range []jsondoc.Value{v, v.Get("params"), v.Get("request"), v.Get("body")} {
		if request.Get("messages").Kind() == jsondoc.Array {
			break
		}
		request = jsondoc.Value{}
	}
	for _, answer = range []jsondoc.Value{v, v.Get("response"), v.Get("result").Get("message"), v.Get("message")} {
		if isAnswer(answer) {
			return request, answer
		}
	}
	return request, jsondoc.Value{}
}

func isAnthropic(v jsondoc.Value) bool {
	request, answer := anthropicParts(v)
	if answer.Exists() {
		return answer.Get("usage").Exists() || answer.Get("stop_reason").Exists()
	}
	if v.Get("custom_id").Exists() && (v.Get("params").Get("messages").Exists() || v.Get("result").Get("type").Exists()) {
		return true
	}
	if !request.Exists() {
		return false
	}
	if s := request.Get("system"); request.Get("max_tokens").Exists() && (s.Kind() == jsondoc.String || s.Kind() == jsondoc.Array) {
		return true
	}
	for it := request.Get("messages").Iter(); it.Next(); {
		if hasAnthropicBlock(it.Value().Get("content")) {
			return true
		}
	}
	return false
}

func hasAnthropicBlock(content jsondoc.Value) bool {
	for it := content.Iter(); it.Next(); {
		switch b := it.Value(); b.Get("type").Text() {
		case "tool_use":
			return b.Get("input").Exists()
		case "tool_result":
			return b.Get("tool_use_id").Exists()
		case "thinking":
			return b.Get("thinking").Exists()
		case "image", "document":
			return b.Get("source").Exists()
		}
		if it.Value().Get("cache_control").Exists() {
			return true
		}
	}
	return false
}

// anthropic reads a request, an answer or both.
func (d *decoder) anthropic(v jsondoc.Value, line int) error {
	request, answer := anthropicParts(v)
	if !request.Exists() && !answer.Exists() {
		return errNoAnthropic(v)
	}
	rec := newRecord("", line)
	var kept rest
	if err := d.anthropicFrame(&rec, &kept, v, request, answer); err != nil {
		return err
	}
	if err := anthropicMessages(&rec, request); err != nil {
		return err
	}
	if answer.Exists() {
		t := turn{of: newMessage(answer.Get("id").Scalar(), chat.RoleAssistant, "")}
		t.of.Time, t.of.Model = rec.CreatedAt, answer.Get("model").Text()
		t.kept.add("stop_reason", answer.Get("stop_reason"))
		if err := t.blocks(answer.Get("content")); err != nil {
			return err
		}
		messages := t.messages()
		input, output := anthropicTokens(answer.Get("usage"))
		spendOn(messages, input, output)
		rec.Messages = append(rec.Messages, messages...)
	}
	rec.Properties = kept.object()
	if !request.Exists() {
		if rec.Conversation == "" {
			rec.Conversation = answer.Get("id").Scalar()
		}
		return d.loose(rec)
	}
	return d.whole(rec)
}

// errNoAnthropic says why a record holds neither a request nor an answer.
func errNoAnthropic(v jsondoc.Value) error {
	result := v.Get("result")
	if kind := result.Get("type").Text(); kind != "" {
		text := result.Get("error").Get("error").Get("message").Text()
		return fmt.Errorf("the request %q has no answer: %s", clip(v.Get("custom_id").Scalar()), clip(strings.TrimSpace(kind+" "+text)))
	}
	return errors.New("neither a request with messages nor an answer of type message")
}

// anthropicFrame reads what stands around the messages.
func (d *decoder) anthropicFrame(rec *chat.Record, kept *rest, v, request, answer jsondoc.Value) error {
	for _, part := range []jsondoc.Value{v, v.Get("params"), v.Get("request")} {
		for it := part.Iter(); it.Next(); {
			var err error
			switch key, value := it.Key(), it.Value(); key {
			case "custom_id", "conversation_id", "session_id", "thread_id", "chat_id":
				fill(&rec.Conversation, value.Scalar())
			case "metadata":
				err = d.anthropicMetadata(rec, value)
			case "created_at", "timestamp":
				rec.CreatedAt, err = optionalTime(value)
			case "id":
				if !answer.Exists() || answer.Offset() != v.Offset() {
					fill(&rec.Conversation, value.Scalar())
				}
			case "messages", "system", "params", "request", "response", "result", "message", "body", "content", "usage", "role", "type", "model", "stop_reason":
			default:
				kept.add(key, value)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// anthropicMetadata reads the user and, where callers put it there, the conversation.
func (d *decoder) anthropicMetadata(rec *chat.Record, v jsondoc.Value) (err error) {
	if v.Len() == 0 {
		return nil
	}
	if rec.Properties, err = d.objectText(v); err == nil {
		d.adoptProperties(rec)
	}
	return err
}

// anthropicMessages reads the messages of a request.
func anthropicMessages(rec *chat.Record, request jsondoc.Value) error {
	if system, there, err := contentText(request.Get("system")); request.Get("system").Exists() && there && err == nil && system != "" {
		rec.Messages = append(rec.Messages, newMessage("", chat.RoleSystem, system))
	}
	i := 0
	for it := request.Get("messages").Iter(); it.Next(); i++ {
		t := turn{of: newMessage("", 0, "")}
		var known bool
		if t.of.Role, known = chat.ParseRole(it.Value().Get("role").Text()); !known {
			return fmt.Errorf("message %d: unknown role %q", i, clip(it.Value().Get("role").Text()))
		}
		if t.of.Role == chat.RoleAssistant {
			t.of.Model = request.Get("model").Text()
		}
		if err := t.blocks(it.Value().Get("content")); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
		rec.Messages = append(rec.Messages, t.messages()...)
	}
	return nil
}
