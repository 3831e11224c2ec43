package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var sharegptFormat = Format{
	Name: "sharegpt", Title: "ShareGPT dialogues",
	Doc: "One dialogue a record, as collections for fine-tuning hold them: speakers human and gpt, tool calls as function_call and their results as observation. " +
		"There are no times; a dialogue without an id is known by its words.",
	Recognised: "JSON objects with an array conversations (or conversation) whose elements have from and value",
	Sample:     `{"id":"c1","conversations":[{"from":"human","value":"Where is my order?"},{"from":"gpt","value":"On its way."}]}`,
	Reference:  "the data formats of FastChat (data/dummy_conversation.json) and LLaMA-Factory (data/README.md)",
	Mapping: []Mapping{
		{"id", "conversation"},
		{"conversations[].from", "role: human and user are the user, gpt, chatgpt, bing, bard and assistant the agent, function_call a message of the agent that calls a tool, observation and tool its result"},
		{"conversations[].value", "content; of function_call the call"},
		{"system", "a message of the system, before the others"},
		{"tools", "kept in the properties"},
	},
	shape: &shape{match: isShareGPT, read: (*decoder).shareGPT},
}

func shareGPTTurns(v jsondoc.Value) jsondoc.Value {
	for _, key := range []string{"conversations", "conversation"} {
		if turns := v.Get(key); turns.Kind() == jsondoc.Array {
			return turns
		}
	}
	return jsondoc.Value{}
}

func isShareGPT(v jsondoc.Value) bool {
	turn := shareGPTTurns(v).Index(0)
	return turn.Get("from").Kind() == jsondoc.String && turn.Get("value").Exists()
}

// shareGPTSpeakers are the words that the collections use beside those of chat.ParseRole.
var shareGPTSpeakers = map[string]chat.Role{
	"function_call": chat.RoleAssistant, "chatgpt": chat.RoleAssistant, "bing": chat.RoleAssistant, "bard": chat.RoleAssistant,
	"function_response": chat.RoleTool, "tool_response": chat.RoleTool,
}

// shareGPT reads one dialogue.
func (d *decoder) shareGPT(v jsondoc.Value, line int) error {
	turns := shareGPTTurns(v)
	if !turns.Exists() {
		return errors.New("a record without an array conversations")
	}
	rec := newRecord("", line)
	var kept rest
	for it := v.Iter(); it.Next(); {
		switch key := it.Key(); key {
		case "conversations", "conversation":
		case "id":
			rec.Conversation = it.Value().Scalar()
		case "system", "system_prompt":
			if text := it.Value().Text(); text != "" {
				rec.Messages = append(rec.Messages, newMessage("", chat.RoleSystem, text))
			}
		default:
			kept.add(key, it.Value())
		}
	}
	i := 0
	for it := turns.Iter(); it.Next(); i++ {
		m, err := d.shareGPTTurn(it.Value())
		if err != nil {
			return fmt.Errorf("turn %d: %w", i, err)
		}
		rec.Messages = append(rec.Messages, m)
	}
	rec.Properties = kept.object()
	return d.whole(rec)
}

func (d *decoder) shareGPTTurn(v jsondoc.Value) (chat.Message, error) {
	m := newMessage("", 0, "")
	var speaker string
	var kept rest
	for it := v.Iter(); it.Next(); {
		switch key := it.Key(); key {
		case "from", "role":
			speaker = it.Value().Text()
		case "value", "content":
			var err error
			if m.Content, _, err = contentText(it.Value()); err != nil {
				return m, err
			}
		default:
			kept.add(key, it.Value())
		}
	}
	m.Properties = kept.object()
	role, known := shareGPTSpeakers[speaker]
	if !known {
		if role, known = chat.ParseRole(speaker); !known {
			return m, fmt.Errorf("unknown speaker %q", clip(speaker))
		}
	}
	m.Role = role
	if speaker == "function_call" {
		d.shareGPTCall(&m)
	}
	return m, nil
}

// shareGPTCall reads what a tool is called with: an object {name,arguments}, or a list of such.
func (d *decoder) shareGPTCall(m *chat.Message) {
	v, err := d.inner.Parse([]byte(m.Content))
	if err != nil {
		return // it stays what is said
	}
	var c calls
	if v.Kind() == jsondoc.Object && v.Get("name").Exists() {
		c.add("", v.Get("name").Scalar(), v.Get("arguments"))
	}
	for it := v.Iter(); it.Next(); {
		if it.Value().Get("name").Exists() {
			c.add("", it.Value().Get("name").Scalar(), it.Value().Get("arguments"))
		}
	}
	if m.ToolCalls = c.text(); m.ToolCalls != "" {
		m.Content = ""
	}
}
