CREATE UNIQUE INDEX IF NOT EXISTS conversations_id ON conversations(conversation_id, source);
CREATE INDEX IF NOT EXISTS conversation_facts_started ON conversation_facts(started_at);
