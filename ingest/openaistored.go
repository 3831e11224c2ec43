package ingest

import (
	"errors"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openaiStoredFormat = Format{
	Name: "openai-stored", Title: "OpenAI chat completions",
	Doc: "Chat completions as the interface gives or stores them, one a record or a list of them, and lists of the messages of a stored one. A completion holds only the answer; " +
		"with the messages of its request beside it (messages or request.messages) it is a whole conversation.",
	Recognised: "JSON objects whose object is chat.completion, or messages whose id begins with chatcmpl-",
	Sample: `{"id":"chatcmpl-1","object":"chat.completion","created":1790845204,"model":"gpt-4o-mini","metadata":{"conversation_id":"c1"},` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"On its way."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":4,"total_tokens":16}}`,
	Reference: "openai-openapi openapi.yaml: CreateChatCompletionResponse, ChatCompletionList, ChatCompletionMessageList",
	Mapping: []Mapping{
		{"metadata.conversation_id (session_id, thread_id, chat_id), else id", "conversation"},
		{"choices[0].message", "the answer, with its tool calls; further choices are kept in the properties"},
		{"messages, request.messages", "the messages before the answer"},
		{"id", "id of the answer; of a stored message the completion and, after the last -, its place"},
		{"created", "time of the answer"},
		{"model, usage", "model and tokens; prompt_tokens hold those from the cache already"},
		{"user, metadata", "user and properties"},
	},
	shape: &shape{match: isOpenAIStored, read: (*decoder).openAIStored, wrap: []string{"data"}},
}

func isOpenAIStored(v jsondoc.Value) bool {
	if v.Get("object").Text() == "chat.completion" {
		return true
	}
	if v.Get("request").Get("messages").Exists() && v.Get("response").Get("object").Text() == "chat.completion" {
		return true
	}
	return isStoredMessage(v)
}

func isStoredMessage(v jsondoc.Value) bool {
	return strings.HasPrefix(v.Get("id").Text(), "chatcmpl-") && v.Get("role").Exists()
}

// openAIStored reads a completion or one message of a stored one.
func (d *decoder) openAIStored(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	switch {
	case isStoredMessage(v):
		return d.storedMessage(rec, v)
	case v.Get("response").Get("choices").Exists():
		if err := d.requestOf(&rec, v.Get("request")); err != nil {
			return err
		}
		return d.completion(rec, v.Get("response"))
	}
	if v.Get("messages").Kind() == jsondoc.Array {
		if err := d.readMessages(&rec, v.Get("messages")); err != nil {
			return err
		}
	}
	return d.completion(rec, v)
}

// requestOf reads what a logged request says.
func (d *decoder) requestOf(rec *chat.Record, request jsondoc.Value) error {
	rec.UserID = request.Get("user").Text()
	if metadata := request.Get("metadata"); metadata.Len() > 0 {
		var err error
		if rec.Properties, err = d.objectText(metadata); err != nil {
			return err
		}
	}
	list, err := arrayOf("messages", request.Get("messages"))
	if err != nil {
		return err
	}
	return d.readMessages(rec, list)
}

// storedMessage reads one message of a stored completion: its id is that of the completion and its place.
func (d *decoder) storedMessage(rec chat.Record, v jsondoc.Value) error {
	m, err := d.message(v)
	if err != nil {
		return err
	}
	rec.Conversation = m.ID
	if i := strings.LastIndexByte(m.ID, '-'); i > len("chatcmpl") {
		if place, err := strconv.ParseUint(m.ID[i+1:], 10, 16); err == nil {
			rec.Conversation, m.Position = m.ID[:i], int32(place)
		}
	}
	rec.Messages = d.out.messages.one(m)
	return d.loose(rec)
}

// completion reads a chat completion, behind the messages of its request if they are known.
func (d *decoder) completion(rec chat.Record, v jsondoc.Value) error {
	asked := len(rec.Messages) > 0
	var id, model string
	var choices, usage jsondoc.Value
	at := chat.NoTime
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			id = value.Scalar()
		case "created":
			at, err = optionalTime(value)
		case "model":
			model = value.Text()
		case "choices":
			choices, err = arrayOf(key, value)
		case "usage":
			usage = value
		case "user":
			fill(&rec.UserID, value.Text())
		case "metadata":
			if value.Len() > 0 {
				rec.Properties, err = d.objectText(value)
			}
		case "object", "messages", "input_user":
		default:
			kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	if choices.Len() == 0 {
		return errors.New("a completion without choices")
	}
	d.adoptProperties(&rec)
	fill(&rec.Conversation, id)
	m, err := d.message(choices.Index(0).Get("message"))
	if err != nil {
		return err
	}
	m.ID, m.Time, m.Model = id, at, model
	m.InputTokens, m.OutputTokens = tokens(usage)
	kept.add("finish_reason", choices.Index(0).Get("finish_reason"))
	if choices.Len() > 1 {
		kept.add("choices", choices)
	}
	m.Properties = joinObject(m.Properties, kept)
	rec.Messages = append(rec.Messages, m)
	if asked {
		return d.whole(rec)
	}
	return d.loose(rec)
}
