package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openaiBatchFormat = Format{
	Name: "openai-batch", Title: "OpenAI batches",
	Doc: "Input and output of the Batch interface, for chat completions and responses. The output holds only the answers: import the input too, and each answer " +
		"follows its request. Names of requests (custom_id) are those of conversations, so two batches that use the same names need a --source each.",
	Recognised: "JSON objects with custom_id and either response and error, or method, url and body",
	Sample: `{"id":"batch_req_1","custom_id":"c1","response":{"status_code":200,"request_id":"r1","body":{"id":"chatcmpl-1","object":"chat.completion","created":1790845204,"model":"gpt-4o-mini",` +
		`"choices":[{"index":0,"message":{"role":"assistant","content":"On its way."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":4,"total_tokens":16}}},"error":null}`,
	Reference: "openai-openapi openapi.yaml: BatchRequestInput, BatchRequestOutput",
	Mapping: []Mapping{
		{"custom_id", "conversation"},
		{"response.body", "the answer, read as openai-stored or openai-responses"},
		{"body.messages, body.input", "the messages of the request"},
		{"body.user, body.metadata", "user and properties of the conversation"},
		{"error, a status code that is not 200", "a reject with its reason"},
	},
	shape: &shape{match: isOpenAIBatch, read: (*decoder).openAIBatch},
}

func isOpenAIBatch(v jsondoc.Value) bool {
	if !v.Get("custom_id").Exists() {
		return false
	}
	return v.Get("response").Exists() && (v.Get("error").Exists() || v.Get("response").Get("status_code").Exists()) || v.Get("body").Exists() && v.Get("url").Exists()
}

// openAIBatch reads one request or one answer.
func (d *decoder) openAIBatch(v jsondoc.Value, line int) error {
	id := v.Get("custom_id").Scalar()
	if id == "" {
		return errors.New("a record of a batch without custom_id")
	}
	rec := newRecord(id, line)
	if request := v.Get("body"); request.Exists() {
		return d.openAIRequest(&rec, request)
	}
	response := v.Get("response")
	body := response.Get("body")
	if status, ok := response.Get("status_code").Int(); !ok || status != 200 {
		reason := v.Get("error").Get("message").Text()
		fill(&reason, body.Get("error").Get("message").Text())
		return fmt.Errorf("the request %q failed with status %d: %s", clip(id), status, reason)
	}
	switch {
	case body.Get("choices").Kind() == jsondoc.Array:
		return d.completion(rec, body)
	case body.Get("output").Kind() == jsondoc.Array:
		return d.response(rec, body)
	}
	return fmt.Errorf("the answer to %q is of no chat", clip(id))
}

// openAIRequest reads the body of a request.
func (d *decoder) openAIRequest(rec *chat.Record, body jsondoc.Value) error {
	var messages, input jsondoc.Value
	var kept rest
	for it := body.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "messages":
			messages, err = arrayOf(key, value)
		case "input":
			input = value
		case "user", "safety_identifier":
			fill(&rec.UserID, value.Text())
		case "metadata":
			if value.Len() > 0 {
				rec.Properties, err = d.objectText(value)
			}
		default:
			kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	rec.Properties = joinObject(rec.Properties, kept)
	if input.Exists() {
		if err := d.items(rec, input); err != nil {
			return err
		}
	} else if err := d.readMessages(rec, messages); err != nil {
		return err
	}
	d.adoptProperties(rec)
	return d.whole(*rec)
}
