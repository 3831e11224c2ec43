package ingest_test

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// The formats of platforms join the others:
// they write one conversation as the lines of the formats of platforms.
func init() {
	benchShapes = append(benchShapes, []struct {
		format string
		lines  func(id string, ms []said) []any
	}{
		{"twilio", func(id string, ms []said) []any {
			return each(ms, func(i int, m said) any {
				return object{"conversation_sid": id, "sid": m.ID, "index": i, "author": side(m, "whatsapp:+4915100000001", "system"), "body": m.Content, "attributes": "{}", "date_created": m.CreatedAt}
			})
		}},
		{"botpress", func(id string, ms []said) []any {
			return each(ms, func(_ int, m said) any {
				return object{"id": m.ID, "conversationId": id, "userId": m.Role, "direction": side(m, "incoming", "outgoing"), "type": "text", "payload": object{"text": m.Content}, "createdAt": m.CreatedAt, "tags": object{}}
			})
		}},
		{"chatwoot", func(id string, ms []said) []any {
			return each(ms, func(_ int, m said) any {
				return object{"id": m.ID, "conversation_id": id, "inbox_id": 1, "message_type": side(m, "incoming", "outgoing"), "private": false, "content": m.Content, "created_at": m.CreatedAt,
					"sender_type": side(m, "Contact", "AgentBot"), "sender": object{"id": 7, "name": "Ana"}}
			})
		}},
		{"botframework", func(id string, ms []said) []any {
			return each(ms, func(_ int, m said) any {
				return object{"type": "message", "id": m.ID, "timestamp": m.CreatedAt, "channelId": "web", "from": object{"id": m.Role, "role": side(m, "user", "bot")}, "conversation": object{"id": id}, "text": m.Content}
			})
		}},
		{"intercom", func(id string, ms []said) []any {
			parts := each(ms, func(_ int, m said) any {
				return object{"id": m.ID, "part_type": "comment", "body": "<p>" + m.Content + "</p>", "created_at": int64(m.at()), "author": object{"type": side(m, "user", "bot"), "id": m.Role}}
			})
			return []any{object{"id": id, "created_at": int64(ms[0].at()), "source": object{"id": "0", "type": "conversation", "body": nil, "author": object{"type": "user"}}, "conversation_parts": object{"conversation_parts": parts}}}
		}},
		{"zendesk", func(id string, ms []said) []any {
			history := each(ms, func(_ int, m said) any {
				return object{"type": "chat.msg", "msg_id": m.ID, "msg": m.Content, "sender_type": side(m, "Visitor", "Trigger"), "timestamp": m.CreatedAt}
			})
			return []any{object{"id": id, "type": "chat", "visitor": object{"id": "v" + id}, "timestamp": ms[0].CreatedAt, "history": history}}
		}},
		{"rasa", func(id string, ms []said) []any {
			events := each(ms, func(_ int, m said) any {
				return object{"event": side(m, "user", "bot"), "timestamp": m.at(), "text": m.Content, "message_id": m.ID, "input_channel": "rest"}
			})
			return []any{object{"sender_id": id, "events": events}}
		}},
		{"ccai", func(id string, ms []said) []any {
			entries := each(ms, func(_ int, m said) any {
				return object{"start_timestamp_usec": int64(m.at() * 1e6), "text": m.Content, "role": side(m, "CUSTOMER", "AUTOMATED_AGENT"), "user_id": 1}
			})
			return []any{object{"name": "conversations/" + id, "entries": entries}}
		}},
		{"dialogflow", func(id string, ms []said) []any {
			return inTurns(ms, func(n int, asked, answered *said) any {
				turn := object{"conversation_name": "sessions/" + id, "turn_position": n, "request": object{}, "response": object{}}
				if asked != nil {
					turn["request_time"], turn["request"] = asked.CreatedAt, object{"queryInput": object{"text": object{"text": asked.Content}}}
				}
				if answered != nil {
					turn["response"] = object{"queryResult": object{"responseMessages": []any{object{"text": object{"text": []string{answered.Content}}}}}}
				}
				return turn
			})
		}},
		{"langfuse", func(id string, ms []said) []any {
			return inTurns(ms, func(n int, asked, answered *said) any {
				start, end := spanOf(asked, answered)
				return object{"id": fmt.Sprint(id, "-", n), "traceId": fmt.Sprint(id, "-t", n), "sessionId": id, "userId": "u" + id, "type": "GENERATION", "startTime": start, "endTime": end, "model": "m",
					"input": spokenBy("user", asked), "output": spokenBy("assistant", answered), "usageDetails": object{"input": 9, "output": 4, "total": 13}}
			})
		}},
		{"langsmith", func(id string, ms []said) []any {
			return inTurns(ms, func(n int, asked, answered *said) any {
				start, end := spanOf(asked, answered)
				return object{"id": fmt.Sprint(id, "-", n), "trace_id": fmt.Sprint(id, "-", n), "run_type": "llm", "start_time": start, "end_time": end, "extra": object{"metadata": object{"thread_id": id}},
					"inputs": object{"messages": spokenBy("user", asked)}, "outputs": object{"messages": spokenBy("assistant", answered)}, "prompt_tokens": 9, "completion_tokens": 4}
			})
		}},
		{"otel", func(id string, ms []said) []any {
			return inTurns(ms, func(n int, asked, answered *said) any {
				attribute := func(key, value string) any { return object{"key": key, "value": object{"stringValue": value}} }
				quoted := func(v any) string { b, _ := json.Marshal(v); return string(b) }
				start, end := spanOf(asked, answered)
				span := object{"traceId": fmt.Sprint(id, "-", n), "spanId": strconv.Itoa(n), "name": "chat", "startTimeUnixNano": start, "endTimeUnixNano": end, "attributes": []any{
					attribute("gen_ai.operation.name", "chat"), attribute("gen_ai.conversation.id", id), attribute("gen_ai.response.model", "m"),
					attribute("gen_ai.input.messages", quoted(spokenBy("user", asked))), attribute("gen_ai.output.messages", quoted(spokenBy("assistant", answered)))}}
				return object{"resourceSpans": []any{object{"scopeSpans": []any{object{"spans": []any{span}}}}}}
			})
		}},
	}...)
}

func side(m said, user, agent string) string {
	if m.Role == "user" {
		return user
	}
	return agent
}

// inTurns writes a line for each question with its answer; either may be missing.
func inTurns(ms []said, line func(n int, asked, answered *said) any) (lines []any) {
	for i := 0; i < len(ms); i++ {
		var asked, answered *said
		if ms[i].Role == "user" {
			asked = &ms[i]
		} else {
			answered = &ms[i]
		}
		if asked != nil && i+1 < len(ms) && ms[i+1].Role != "user" {
			i++
			answered = &ms[i]
		}
		lines = append(lines, line(len(lines)+1, asked, answered))
	}
	return lines
}

func spanOf(asked, answered *said) (start, end string) {
	switch {
	case asked == nil:
		return answered.CreatedAt, answered.CreatedAt
	case answered == nil:
		return asked.CreatedAt, asked.CreatedAt
	}
	return asked.CreatedAt, answered.CreatedAt
}

func spokenBy(role string, m *said) []any {
	if m == nil {
		return []any{}
	}
	return []any{object{"role": role, "content": m.Content}}
}
