package ingest

import "testing"

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
