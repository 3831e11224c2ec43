package ingest

import (
	"errors"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openaiFinetuningFormat = Format{
	Name: "openai-finetuning", Title: "OpenAI fine-tuning pairs",
	Doc: "Fine-tuning files that are no chats: preference pairs, of which the preferred answer counts, and the older pairs of prompt and completion. " +
		"Chat lines (messages) are the format openai. There are neither times nor ids; a dialogue is known by its words.",
	Recognised: "JSON objects with input.messages and preferred_output, or with prompt and completion",
	Sample:     `{"input":{"messages":[{"role":"user","content":"Where is my order?"}]},"preferred_output":[{"role":"assistant","content":"On its way."}],"non_preferred_output":[{"role":"assistant","content":"No idea."}]}`,
	Reference:  "openai-openapi openapi.yaml: FineTunePreferenceRequestInput, FineTuneCompletionRequestInput",
	Mapping: []Mapping{
		{"input.messages", "messages"},
		{"preferred_output", "the answer"},
		{"prompt, completion", "a message of the user and the answer"},
		{"conversation_id, user_id and the like, if somebody has added them", "conversation, user and so on, as of native records"},
		{"non_preferred_output, input.tools and the like", "kept in the properties"},
	},
	shape: &shape{match: isOpenAIFinetuning, read: (*decoder).openAIFinetuning},
}

func isOpenAIFinetuning(v jsondoc.Value) bool {
	if v.Get("preferred_output").Kind() == jsondoc.Array && v.Get("input").Get("messages").Kind() == jsondoc.Array {
		return true
	}
	return v.Get("prompt").Kind() == jsondoc.String && v.Get("completion").Kind() == jsondoc.String
}

// openAIFinetuning reads one pair.
func (d *decoder) openAIFinetuning(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	var kept rest
	var preferred jsondoc.Value
	for it := v.Iter(); it.Next(); {
		switch key, value := it.Key(), it.Value(); key {
		case "prompt":
			rec.Messages = append([]chat.Message{newMessage("", chat.RoleUser, value.Text())}, rec.Messages...)
		case "completion":
			rec.Messages = append(rec.Messages, newMessage("", chat.RoleAssistant, value.Text()))
		case "input":
			for in := value.Iter(); in.Next(); {
				if in.Key() != "messages" {
					kept.add(in.Key(), in.Value())
				}
			}
			if err := d.readMessages(&rec, value.Get("messages")); err != nil {
				return err
			}
		case "preferred_output":
			preferred = value
		default:
			kept.add(key, value)
		}
	}
	for it := preferred.Iter(); it.Next(); {
		m, err := d.message(it.Value())
		if err != nil {
			return err
		}
		rec.Messages = append(rec.Messages, m)
	}
	if len(rec.Messages) == 0 {
		return errors.New("neither a preference pair nor a prompt with its completion")
	}
	rec.Properties = kept.object()
	d.adoptProperties(&rec)
	return d.whole(rec)
}
