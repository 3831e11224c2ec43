package ingest

import (
	"strings"
	"testing"
)

func FuzzOpenAIBatch(f *testing.F) { fuzzShape(f, "openai-batch") }

func FuzzOpenAIStored(f *testing.F) { fuzzShape(f, "openai-stored") }

func FuzzOpenAIResponses(f *testing.F) { fuzzShape(f, "openai-responses") }

func FuzzOpenAIAssistants(f *testing.F) { fuzzShape(f, "openai-assistants") }

func FuzzOpenAIFinetuning(f *testing.F) { fuzzShape(f, "openai-finetuning") }

func FuzzChatGPT(f *testing.F) { fuzzShape(f, "chatgpt") }

func FuzzClaude(f *testing.F) { fuzzShape(f, "claude") }

func FuzzAnthropic(f *testing.F) { fuzzShape(f, "anthropic") }

func FuzzShareGPT(f *testing.F) { fuzzShape(f, "sharegpt") }

func FuzzUIMessage(f *testing.F) { fuzzShape(f, "uimessage") }

func FuzzOpenWebUI(f *testing.F) { fuzzShape(f, "openwebui") }

func FuzzConvoKit(f *testing.F) { fuzzShape(f, "convokit") }

// The requests and the answers of a batch are files of their own; whichever comes
// first, an answer stands behind its request and keeps its tokens.
func TestBatchAnswersFollowRequests(t *testing.T) {
	for _, c := range []struct{ requests, answers, last string }{
		{"openai-batch/input.jsonl", "openai-batch/output.jsonl", "  user: Where is parcel 42?\n  assistant 2026-10-01T09:00:04Z: Parcel 42 left the depot this morning.\n      id: chatcmpl-A1\n      model: gpt-4o-mini-2024-07-18\n      tokens: 120 in, 9 out, 64 cached\n"},
		{"anthropic/requests.jsonl", "anthropic/results.jsonl", "  user: Hello\n  assistant: Hello!\n      id: msg_02\n      model: claude-haiku-4-5\n      tokens: 8 in, 4 out\n"},
	} {
		requests, answers := "../testdata/formats/"+c.requests, "../testdata/formats/"+c.answers
		for _, order := range [][]string{{requests, answers}, {answers, requests}} {
			w := newWorld(t)
			if told := w.tell(w.run(order...)); !strings.Contains(told, c.last) {
				t.Errorf("%v:\n%s", order, told)
			}
		}
	}
}

// A list of items that is newest first is put in order; one that is not stays as it is.
func TestItemsInEitherOrder(t *testing.T) {
	user, call := `{"id":"msg_1","type":"message","role":"user","content":[{"type":"input_text","text":"Where?"}]}`, `{"id":"fc_1","type":"function_call","call_id":"c1","name":"track","arguments":"{}"}`
	result, reply := `{"id":"fco_1","type":"function_call_output","call_id":"c1","output":"shipped"}`, `{"id":"msg_2","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Shipped."}]}`
	list := func(items ...string) []byte {
		return []byte(`{"object":"list","data":[` + strings.Join(items, ",") + `],"has_more":false}`)
	}
	want := newWorld(t).add(list(user, call, result, reply)).dump()
	sameDump(t, "newest first", newWorld(t).add(list(reply, result, call, user)).dump(), want)
	short := newWorld(t).add(list(user, reply)).dump()
	sameDump(t, "newest first, without calls", newWorld(t).add(list(reply, user)).dump(), short)
	if !strings.Contains(want, "ID:msg_1 ") {
		t.Error("the conversation is not known by its first item")
	}
}
