package ingest

// modelFormats are those of language models: their interfaces, their chat
// programs and the collections of dialogues made for them.
var modelFormats = []Format{
	openaiBatchFormat,
	openaiStoredFormat,
	openaiResponsesFormat,
	openaiAssistantsFormat,
	openaiFinetuningFormat,
	chatgptFormat,
	claudeFormat,
	anthropicFormat,
	sharegptFormat,
	uimessageFormat,
	openwebuiFormat,
	convokitFormat,
}
