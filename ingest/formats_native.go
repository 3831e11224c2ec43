package ingest

// nativeFormats are ours, and those that our fields cover.
var nativeFormats = []Format{
	{
		Name: "native-jsonl", Title: "Native JSON lines",
		Doc:        "One record a line: a message, an event, feedback or an exposure, mixed as they come.",
		Recognised: "JSON objects with a role, or with a rating, or with test and variant",
		Sample:     `{"conversation_id":"c1","role":"user","content":"Where is my order?","timestamp":"2026-10-01T09:00:00Z","user_id":"u1","channel":"web"}`,
	},
	{
		Name: "native-csv", Title: "Native CSV",
		Doc:        "One message a row, with a header; comma, semicolon, tab or bar; with or without a byte order mark.",
		Recognised: "a header with a column for the conversation and one for the role or the content",
		Sample:     "conversation_id,role,content,timestamp\nc1,user,Where is my order?,2026-10-01T09:00:00Z",
		csv:        true,
	},
	{
		Name: "events-jsonl", Title: "Events, JSON lines",
		Doc:        "One event a line, in the snake dialect (event_type), the colon dialect (lead:captured) or as entity events (conversation:shared).",
		Recognised: "JSON objects with event_type, or with type and without role",
		Sample:     `{"event_id":"e1","session_id":"c1","event_type":"conversion","timestamp":"2026-10-01T09:05:00Z","properties":{"value":12.5}}`,
	},
	{
		Name: "events-csv", Title: "Events, CSV",
		Doc:        "One event a row, with a header; properties as a JSON object.",
		Recognised: "a header with a column event_type",
		Sample:     "event_id,session_id,event_type,timestamp,properties\ne1,c1,conversion,2026-10-01T09:05:00Z,\"{\"\"value\"\":12.5}\"",
		csv:        true,
	},
	{
		Name: "openai", Title: "OpenAI and Inkeep conversations",
		Doc: "One conversation a record, with its messages in an array: tool calls, content parts, refusals. One a line, in a JSON array, or pretty-printed. " +
			"The chat lines of fine-tuning files are such records.",
		Recognised: "JSON objects with an array messages (or traj)",
		Sample:     `{"id":"c1","messages":[{"role":"user","content":"Where is my order?"},{"role":"assistant","content":"On its way."}],"createdAt":"2026-10-01T09:00:00Z"}`,
		kinds:      []chatKind{kindConversation},
	},
	{
		Name: "scores", Title: "Scores from elsewhere",
		Doc: "One score of one conversation a record, such as the verdict of a judge: CSV with a header, JSON lines or a JSON array. " +
			"A file of scores holds nothing else.",
		Recognised: "a name (or metric, key, scorer) and a score (or value) of a conversation, and nothing that makes it a message, an event or feedback",
		Sample:     "conversation_id,name,score,timestamp,comment\nc1,helpfulness,0.8,2026-10-02T08:00:00Z,answers the question",
		scores:     true,
	},
}
