package ingest

import "testing"

func FuzzLangfuse(f *testing.F)     { fuzzShape(f, "langfuse") }
func FuzzLangSmith(f *testing.F)    { fuzzShape(f, "langsmith") }
func FuzzOTel(f *testing.F)         { fuzzShape(f, "otel") }
func FuzzBotFramework(f *testing.F) { fuzzShape(f, "botframework") }
func FuzzIntercom(f *testing.F)     { fuzzShape(f, "intercom") }
func FuzzZendesk(f *testing.F)      { fuzzShape(f, "zendesk") }
func FuzzChatwoot(f *testing.F)     { fuzzShape(f, "chatwoot") }
func FuzzRasa(f *testing.F)         { fuzzShape(f, "rasa") }
func FuzzDialogflow(f *testing.F)   { fuzzShape(f, "dialogflow") }
func FuzzCCAI(f *testing.F)         { fuzzShape(f, "ccai") }
func FuzzBotpress(f *testing.F)     { fuzzShape(f, "botpress") }
func FuzzTwilio(f *testing.F)       { fuzzShape(f, "twilio") }
