-- Raw data: kept as it came.

CREATE TABLE imports (             -- one row for each file read by one run of ingest
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  fingerprint TEXT NOT NULL,       -- of the file's bytes and of how it was read; "" while it is incomplete
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  source TEXT NOT NULL,            -- the namespace of the conversation ids, --source
  imported_at INTEGER NOT NULL,    -- microseconds since the epoch, as all times here
  complete INTEGER NOT NULL,       -- 1 once the file was read to its end
  records INTEGER NOT NULL DEFAULT 0,
  conversations_new INTEGER NOT NULL DEFAULT 0,
  conversations_changed INTEGER NOT NULL DEFAULT 0,
  conversations_unchanged INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0,
  messages_duplicate INTEGER NOT NULL DEFAULT 0,
  events INTEGER NOT NULL DEFAULT 0,
  events_duplicate INTEGER NOT NULL DEFAULT 0,
  feedback INTEGER NOT NULL DEFAULT 0,
  exposures INTEGER NOT NULL DEFAULT 0,
  scores INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE rejects (             -- records that could not be read; at most 1000 for each import
  import INTEGER NOT NULL REFERENCES imports(id),
  line INTEGER NOT NULL,
  problem TEXT NOT NULL
);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  conversation_id TEXT NOT NULL,   -- the id in the data
  user_id TEXT,
  bot TEXT,
  channel TEXT,
  language TEXT,
  properties TEXT,                 -- JSON object
  user_properties TEXT,            -- JSON object
  created_at INTEGER,              -- as the record says
  updated_at INTEGER,
  record_hash INTEGER NOT NULL,    -- of the last whole record, else of all that is stored; tells that an import brings nothing new
  whole INTEGER NOT NULL,          -- 1 if the messages were told by one record, 0 if they came as loose rows
  first_message INTEGER NOT NULL,  -- the messages are messages.id first_message … first_message + message_count - 1
  message_count INTEGER NOT NULL,
  first_event INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  told_at INTEGER                  -- updated_at of the newest record that told the messages
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversations(id),
  role TEXT NOT NULL,              -- system, user, assistant, tool, human_agent
  content TEXT NOT NULL,
  timestamp INTEGER,
  message_id TEXT,                 -- the id in the data
  properties TEXT,                 -- JSON object: what else the record held
  event_type TEXT,                 -- set if the message arrived as an event
  position INTEGER,                -- place as the data states it, if it does
  name TEXT,
  model TEXT,
  tool_call_id TEXT,
  tool_calls TEXT,                 -- JSON array of {id,name,arguments}
  input_tokens INTEGER,
  output_tokens INTEGER,
  cached_tokens INTEGER,           -- those of the input that came from a cache
  cost INTEGER                     -- billionths of the currency
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  conversation INTEGER REFERENCES conversations(id), -- NULL while only message_id is known
  type TEXT NOT NULL,              -- word of the vocabulary, or the data's own word
  timestamp INTEGER,
  event_id TEXT,
  source_type TEXT,                -- the data's own word if type differs from it
  user_id TEXT,
  channel TEXT,
  message_id TEXT,
  properties TEXT                  -- JSON object
);
CREATE UNIQUE INDEX events_orphaned ON events(message_id, type, ifnull(event_id, ''), ifnull(timestamp, 0)) WHERE conversation IS NULL;

CREATE TABLE feedback (
  id INTEGER PRIMARY KEY,
  conversation INTEGER REFERENCES conversations(id), -- NULL while only message_id is known
  source TEXT NOT NULL,
  message_id TEXT,
  feedback_id TEXT,
  rating INTEGER,                  -- 1 to 5; thumbs are 1 and 5
  thumb INTEGER NOT NULL,
  reasons TEXT,                    -- JSON array of {label,details}
  comment TEXT,
  timestamp INTEGER,
  user_id TEXT,
  identity TEXT NOT NULL UNIQUE    -- the same feedback imported again is the same row
);
CREATE INDEX feedback_conversation ON feedback(conversation);

CREATE TABLE exposures (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  test TEXT NOT NULL,
  session_id TEXT NOT NULL,
  variant TEXT NOT NULL,
  timestamp INTEGER
);
CREATE UNIQUE INDEX exposures_identity ON exposures(test, session_id, variant, ifnull(timestamp, 0), source);

CREATE TABLE scores (              -- given elsewhere; the conversation may be unknown
  conversation_id TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  score REAL NOT NULL,
  timestamp INTEGER,               -- of equal conversation and name the latest stands
  comment TEXT,
  PRIMARY KEY (conversation_id, source, name)
) WITHOUT ROWID;

-- Work to be done: pieces of conversations that an import has added and that are
-- not yet merged and scored. Empty after a finished import.

CREATE TABLE pending (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  import INTEGER NOT NULL,         -- 0: the one that brought the conversation itself
  first_message INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  first_event INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  updated_at INTEGER
);
CREATE INDEX pending_conversation ON pending(conversation);

-- Facts: a pure function of the raw data and the rules; rebuilt by db rescore.

CREATE TABLE conversation_facts (
  conversation INTEGER PRIMARY KEY REFERENCES conversations(id),
  packed BLOB NOT NULL,            -- the numbers of this row once more, which a scan reads several times as fast
  started_at INTEGER,
  ended_at INTEGER,
  user_key INTEGER NOT NULL,       -- hash of the user id, 0 if there is none
  times INTEGER NOT NULL,          -- messages and events with a time
  user_messages INTEGER NOT NULL,
  assistant_messages INTEGER NOT NULL,
  human_messages INTEGER NOT NULL,
  tool_calls INTEGER NOT NULL,
  events INTEGER NOT NULL,
  fallbacks INTEGER NOT NULL,
  outcome TEXT,                    -- NULL if not engaged; see waits
  waits INTEGER NOT NULL,          -- 1: pending instead while younger than the idle timeout
  escalated INTEGER NOT NULL,
  converted INTEGER NOT NULL,
  lead_captured INTEGER NOT NULL,
  goals INTEGER NOT NULL,          -- number of goals reached that count in the completion rate
  first_response INTEGER,          -- microseconds
  response_sum INTEGER NOT NULL,   -- microseconds
  response_count INTEGER NOT NULL,
  feedback_count INTEGER NOT NULL,
  rating_count INTEGER NOT NULL,
  rating_sum INTEGER NOT NULL,
  positive_count INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  sentiment INTEGER,               -- ten-thousandths of -1 to 1: mean of the user messages; NULL if their words cannot be judged
  final_sentiment INTEGER,         -- with which the user left
  sentiment_trend INTEGER,         -- final_sentiment against the beginning
  quality_score INTEGER,           -- hundredths of 0 to 100; NULL if not engaged
  words_read INTEGER NOT NULL,     -- 1: there are word rules for the language
  waiting_goals INTEGER NOT NULL,  -- how many of goals hold only if the outcome does not wait
  quality_resolution INTEGER,      -- the components, NULL where one does not apply
  quality_efficiency INTEGER,
  quality_sentiment INTEGER,
  quality_goals INTEGER,
  converted_at INTEGER,            -- the first conversion
  last_converted_at INTEGER,       -- NULL also if any conversion has no time
  model TEXT,
  language TEXT,                   -- as detected, if the data does not say
  properties TEXT,                 -- of conversation and messages together, if messages have any
  outcome_kind TEXT,               -- the evidence of the outcome
  outcome_rule TEXT,
  outcome_message INTEGER,
  outcome_text TEXT,
  escalation_kind TEXT,
  escalation_rule TEXT,
  escalation_message INTEGER,
  escalation_text TEXT,
  rules INTEGER NOT NULL,          -- rule_sets.id: the rules that the facts were made by
  signals TEXT,                    -- what rules found in messages: JSON array of [message_index, signal, rule, text]
  sentiments TEXT,                 -- of user messages that are not neutral: JSON array of [message_index, ten-thousandths]
  reached TEXT,                    -- goals: JSON array of [goal, waits, first time if known]
  graded TEXT,                     -- scores of graders: JSON array of [name, score]
  first_user_at INTEGER,           -- time of the first user message
  answered INTEGER NOT NULL,       -- 1: a reply followed a user message
  usage TEXT                       -- by model: JSON array of [model, input, output, cached tokens, cost in billionths if recorded]
);

CREATE TABLE fact_blocks (         -- packed facts of 128 keys at once, which a scan reads ten times as fast; made of the rows
  block INTEGER PRIMARY KEY,       -- number b: of the conversations 128·b + 1 to 128·b + 128
  facts BLOB NOT NULL
);

-- Topics: made by the command topics from what users ask; topics rebuild makes them anew.

CREATE TABLE topics (
  id INTEGER PRIMARY KEY,          -- stays when topics made anew hold the same conversations
  label TEXT NOT NULL,
  terms TEXT NOT NULL              -- key terms, the most telling first: JSON array
);

CREATE TABLE conversation_topics ( -- conversations that were compared with the topics
  conversation INTEGER PRIMARY KEY REFERENCES conversations(id),
  topic INTEGER,                   -- topics.id, NULL if it fits none
  similarity REAL NOT NULL,        -- to that topic, or to the nearest
  later INTEGER NOT NULL           -- 1: it came after the topics were made
);

CREATE TABLE topic_model (         -- one row: what tells to which topic a text belongs
  made_at INTEGER NOT NULL,
  next_id INTEGER NOT NULL,        -- id of the next new topic: none is used twice
  model TEXT NOT NULL              -- JSON
);

CREATE TABLE reports (             -- what chatcops report has written
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,       -- of all that the report says but its date: the same data give the same
  generated_at INTEGER NOT NULL,   -- when it was made for the first time, as it says itself
  written_at INTEGER NOT NULL,     -- when it was written last
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  period TEXT NOT NULL,            -- its label, such as 2026-10
  start_at INTEGER,                -- NULL where the period is open
  end_at INTEGER,
  timezone TEXT NOT NULL,
  filters TEXT NOT NULL,           -- JSON array of texts such as "bot helpdesk"
  redacted INTEGER NOT NULL,       -- 1: personal data was replaced
  conversations INTEGER NOT NULL,
  newest INTEGER,                  -- time of the newest data in the database
  rules TEXT NOT NULL,             -- version of the rules of the facts
  version TEXT NOT NULL,           -- of chatcops
  files TEXT NOT NULL              -- JSON array of [format, path] as written last
);

CREATE TABLE rule_sets (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL UNIQUE,    -- version of the embedded rules and hash of the user's own
  graders TEXT                     -- names of the scores that its graders have given: JSON array
);

CREATE TABLE meta (                -- newest: the latest time of any message or event
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);

CREATE TABLE alert_states (        -- what chatcops alerts said last, so that it can tell what has changed
  rule TEXT NOT NULL,
  selection TEXT NOT NULL,         -- the flags that chose what it was judged by, '' for none
  state TEXT NOT NULL,             -- OK, ALERT or NO DATA
  since INTEGER NOT NULL,          -- when the state was first told
  checked_at INTEGER NOT NULL,
  PRIMARY KEY (rule, selection)
) WITHOUT ROWID;

CREATE TABLE migrations (
  version INTEGER PRIMARY KEY,
  applied_at INTEGER NOT NULL
);

-- For people: times as text, facts beside the conversation.

CREATE VIEW transcripts AS
SELECT c.conversation_id, m.id - c.first_message AS message_index, m.role, m.content,
  strftime('%Y-%m-%dT%H:%M:%fZ', m.timestamp / 1e6, 'unixepoch') AS time,
  c.source, c.user_id, c.bot, c.channel, m.message_id, m.model, m.tool_calls
FROM conversations c JOIN messages m ON m.id >= c.first_message AND m.id < c.first_message + c.message_count;

CREATE VIEW outcomes AS
SELECT c.conversation_id, c.source, c.user_id, c.bot, c.channel, ifnull(c.language, f.language) AS language, f.outcome, f.outcome_kind, f.outcome_rule, f.outcome_text,
  strftime('%Y-%m-%dT%H:%M:%fZ', f.started_at / 1e6, 'unixepoch') AS started,
  strftime('%Y-%m-%dT%H:%M:%fZ', f.ended_at / 1e6, 'unixepoch') AS ended,
  f.user_messages, f.assistant_messages, f.fallbacks, f.escalated, f.converted, f.lead_captured,
  f.first_response / 1e6 AS first_response_seconds, f.sentiment / 1e4 AS sentiment, f.final_sentiment / 1e4 AS final_sentiment,
  f.quality_score / 1e2 AS quality_score
FROM conversations c JOIN conversation_facts f ON f.conversation = c.id;

CREATE VIEW signals AS
SELECT f.conversation, json_extract(j.value, '$[0]') AS message_index, json_extract(j.value, '$[1]') AS signal,
  json_extract(j.value, '$[2]') AS rule, json_extract(j.value, '$[3]') AS text
FROM conversation_facts f, json_each(f.signals) j;

CREATE VIEW sentiments AS
SELECT f.conversation, json_extract(j.value, '$[0]') AS message_index, json_extract(j.value, '$[1]') / 1e4 AS sentiment
FROM conversation_facts f, json_each(f.sentiments) j;

CREATE VIEW conversation_goals AS
SELECT f.conversation, json_extract(j.value, '$[0]') AS goal, json_extract(j.value, '$[1]') AS waits, json_extract(j.value, '$[2]') AS reached_at
FROM conversation_facts f, json_each(f.reached) j;

CREATE VIEW conversation_usage AS
SELECT f.conversation, json_extract(j.value, '$[0]') AS model, json_extract(j.value, '$[1]') AS input_tokens, json_extract(j.value, '$[2]') AS output_tokens,
  json_extract(j.value, '$[3]') AS cached_tokens, json_extract(j.value, '$[4]') AS cost
FROM conversation_facts f, json_each(f.usage) j;

CREATE VIEW conversation_scores AS
SELECT f.conversation, json_extract(j.value, '$[0]') AS name, json_extract(j.value, '$[1]') AS score, 0 AS imported
FROM conversation_facts f, json_each(f.graded) j
UNION ALL
SELECT c.id, s.name, s.score, 1 FROM scores s JOIN conversations c ON c.conversation_id = s.conversation_id AND c.source = s.source;
