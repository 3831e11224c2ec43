package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var uimessageFormat = Format{
	Name: "uimessage", Title: "AI SDK UI messages",
	Doc: "Messages as the AI SDK of Vercel keeps them: chats with messages, or messages alone, one a record. Messages alone that name no chat are one conversation, " +
		"called like the file. Each step of a turn that ends with results of tools is a message, and so is each result.",
	Recognised: "JSON objects with role and parts that have a type, or with messages of that kind",
	Sample: `{"id":"c1","messages":[{"id":"m1","role":"user","parts":[{"type":"text","text":"Where is my order?"}]},` +
		`{"id":"m2","role":"assistant","parts":[{"type":"tool-track","toolCallId":"t1","state":"output-available","input":{"id":42},"output":"shipped"},{"type":"text","text":"On its way."}]}]}`,
	Reference: "ai-sdk.dev/docs/reference/ai-sdk-core/ui-message and packages/ai/src/ui/ui-messages.ts",
	Mapping: []Mapping{
		{"id, chatId, conversationId, threadId", "conversation; of a message alone, id is its own"},
		{"messages[].role, parts", "messages: text, tool-… and dynamic-tool the calls of tools and their results, reasoning a property, a file its kind in brackets"},
		{"state output-error, errorText", "a result of a tool with the property error"},
		{"metadata, createdAt", "time, model and tokens, where they are there under a usual name; all else is kept in the properties"},
		{"userId", "user"},
	},
	shape: &shape{match: isUIMessage, read: (*decoder).uiMessages, extends: "openai"},
}

func isUIMessage(v jsondoc.Value) bool {
	if v.Get("role").Kind() == jsondoc.String && hasUIParts(v) {
		return true
	}
	n := 0
	for it := v.Get("messages").Iter(); it.Next() && n < 5; n++ {
		if hasUIParts(it.Value()) {
			return true
		}
	}
	return false
}

// hasUIParts tells parts of the AI SDK from those of others, whose text is called content or has no type.
func hasUIParts(v jsondoc.Value) bool {
	for it := v.Get("parts").Iter(); it.Next(); {
		p := it.Value()
		kind := p.Get("type").Text()
		switch {
		case kind == "text":
			return p.Get("text").Kind() == jsondoc.String
		case kind == "step-start" || kind == "dynamic-tool" || kind == "tool-invocation" || strings.HasPrefix(kind, "tool-") && p.Get("toolCallId").Exists():
			return true
		case kind == "file":
			return p.Get("mediaType").Exists() || p.Get("url").Exists()
		}
	}
	return false
}

// uiMessages reads a chat or one message.
func (d *decoder) uiMessages(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	if v.Get("messages").Kind() != jsondoc.Array {
		if !v.Get("role").Exists() {
			return errors.New("neither a chat with messages nor a message with role and parts")
		}
		for _, key := range []string{"chatId", "conversationId", "threadId", "chat_id", "conversation_id", "thread_id"} {
			fill(&rec.Conversation, v.Get(key).Scalar())
		}
		fill(&rec.Conversation, d.file)
		if err := d.uiMessage(&rec, v); err != nil {
			return err
		}
		return d.loose(rec)
	}
	var own string
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "messages":
		case "id":
			own = value.Scalar()
		case "chatId", "conversationId", "threadId", "chat_id", "conversation_id", "thread_id":
			rec.Conversation = value.Scalar()
		case "createdAt", "created_at":
			rec.CreatedAt, err = optionalTime(value)
		case "updatedAt", "updated_at":
			rec.UpdatedAt, err = optionalTime(value)
		case "userId", "user_id":
			rec.UserID = value.Scalar()
		default:
			kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	fill(&rec.Conversation, own)
	i := 0
	for it := v.Get("messages").Iter(); it.Next(); i++ {
		if err := d.uiMessage(&rec, it.Value()); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
	}
	rec.Properties = kept.object()
	d.adoptProperties(&rec)
	return d.whole(rec)
}

// uiMessage reads one message.
func (d *decoder) uiMessage(rec *chat.Record, v jsondoc.Value) error {
	t := uiTurn{turn: turn{of: newMessage("", 0, "")}}
	var role string
	var parts, invocations, content jsondoc.Value
	var input, output int64
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			t.of.ID = value.Scalar()
		case "role":
			role = value.Text()
		case "parts":
			parts = value
		case "content":
			content = value
		case "toolInvocations":
			invocations = value
		case "createdAt", "created_at":
			t.of.Time, err = optionalTime(value)
		case "metadata":
			input, output, err = t.uiMetadata(value)
		case "chatId", "conversationId", "threadId", "chat_id", "conversation_id", "thread_id":
		case "userId", "user_id":
			rec.UserID = value.Scalar()
		case "attachments", "experimental_attachments", "annotations":
			if value.Len() > 0 {
				t.kept.add(key, value)
			}
		default:
			t.kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	var known bool
	if t.of.Role, known = chat.ParseRole(role); !known {
		return fmt.Errorf("unknown role %q; known are system, user and assistant", clip(role))
	}
	for it := parts.Iter(); it.Next(); {
		t.uiPart(it.Value())
	}
	if parts.Len() == 0 { // as version 4 kept them
		text, _, err := contentText(content)
		if err != nil {
			return err
		}
		t.say(text)
		for it := invocations.Iter(); it.Next(); {
			t.uiTool(it.Value(), it.Value().Get("toolName").Text())
		}
	}
	t.settle()
	messages := t.messages()
	if input+output > 0 {
		spendOn(messages, input, output)
	}
	rec.Messages = append(rec.Messages, messages...)
	return nil
}

// uiTurn is a turn whose parts hold calls and results in one: the calls of a step
// come first, then their results.
type uiTurn struct {
	turn
	pending []answer
}

// settle ends a step.
func (t *uiTurn) settle() {
	for _, a := range t.pending {
		t.result(a)
	}
	t.pending = nil
}

func (t *uiTurn) uiPart(p jsondoc.Value) {
	switch kind := p.Get("type").Text(); {
	case kind == "text":
		t.settle()
		t.say(p.Get("text").Text())
	case kind == "reasoning":
		t.think(p.Get("text").Text() + p.Get("reasoning").Text())
	case kind == "step-start":
		t.settle()
	case kind == "dynamic-tool":
		t.uiTool(p, p.Get("toolName").Text())
	case kind == "tool-invocation":
		call := p.Get("toolInvocation")
		t.uiTool(call, call.Get("toolName").Text())
	case strings.HasPrefix(kind, "tool-"):
		t.uiTool(p, strings.TrimPrefix(kind, "tool-"))
	case kind == "file":
		name := p.Get("mediaType").Text()
		fill(&name, p.Get("mimeType").Text())
		if before, _, cut := strings.Cut(name, "/"); cut {
			name = before
		}
		fill(&name, "file")
		t.say("[" + name + "]")
	default: // a source, or data of the application
		t.kept.add(kind, p)
	}
}

// uiTool reads the call of a tool with its result, if it has one yet.
func (t *uiTurn) uiTool(p jsondoc.Value, name string) {
	call := p.Get("toolCallId").Scalar()
	input, output := p.Get("input"), p.Get("output")
	if !input.Exists() {
		input = p.Get("rawInput")
	}
	if !input.Exists() {
		input = p.Get("args") // version 4
	}
	if !output.Exists() {
		output = p.Get("result")
	}
	t.calls.add(call, name, input)
	switch p.Get("state").Text() {
	case "output-available", "result":
		text, _ := output.Str()
		if output.Kind() != jsondoc.String {
			text = string(jsondoc.Compact(nil, output.Raw()))
		}
		t.pending = append(t.pending, answer{call, name, text, false})
	case "output-error":
		t.pending = append(t.pending, answer{call, name, p.Get("errorText").Text(), true})
	case "output-denied":
		t.pending = append(t.pending, answer{call, name, "denied", true})
	}
}

// uiMetadata reads what applications usually put into the metadata of a message.
func (t *uiTurn) uiMetadata(v jsondoc.Value) (input, output int64, err error) {
	count := func(v jsondoc.Value, keys ...string) int64 {
		for _, key := range keys {
			if n, ok := v.Get(key).Int(); ok && n >= 0 && n < 1<<40 {
				return n
			}
		}
		return 0
	}
	for it := v.Iter(); it.Next(); {
		switch key, value := it.Key(), it.Value(); key {
		case "createdAt", "created_at", "timestamp":
			if t.of.Time, err = optionalTime(value); err != nil {
				return 0, 0, err
			}
		case "model", "modelId":
			t.of.Model = value.Text()
		case "usage", "totalUsage":
			input, output = count(value, "inputTokens", "promptTokens", "input_tokens"), count(value, "outputTokens", "completionTokens", "output_tokens")
		case "inputTokens", "promptTokens":
			input = count(v, key)
		case "outputTokens", "completionTokens":
			output = count(v, key)
		default:
			t.kept.add(key, value)
		}
	}
	return input, output, nil
}
