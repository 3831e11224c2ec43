package ingest

// platformFormats are those of support platforms, of frameworks for chat agents
// and of what observes them.
var platformFormats = []Format{
	langfuseFormat,
	langsmithFormat,
	otelFormat,
	botframeworkFormat,
	intercomFormat,
	zendeskFormat,
	chatwootFormat,
	rasaFormat,
	dialogflowFormat,
	ccaiFormat,
	botpressFormat,
	twilioFormat,
}
