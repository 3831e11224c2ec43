package ingest

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/jsondoc"
)

var ccaiFormat = Format{
	Name: "ccai", Title: "Conversational Insights (CCAI)",
	Doc: "Transcripts as they are uploaded to Google's Conversational Insights, one conversation a file, which its name identifies; and conversations as its API returns them. " +
		"Times are microseconds; where they count from the beginning of the conversation, nobody knows when it was, and messages have no time.",
	Recognised: "JSON objects with an array entries whose elements have start_timestamp_usec, or with transcript.transcriptSegments",
	Sample: `{"entries":[{"start_timestamp_usec":1790000000000000,"text":"Where is my order?","role":"CUSTOMER","user_id":1},` +
		`{"start_timestamp_usec":1790000005000000,"text":"On its way.","role":"AUTOMATED_AGENT","user_id":2}]}`,
	Reference: "the conversation data format (cloud.google.com/contact-center/insights/docs/conversation-data-format) and the resource conversations of the API",
	Mapping: []Mapping{
		{"name, else the file", "conversation; records behind the first of a file without names are known by their words"},
		{"entries[], transcript.transcriptSegments[]", "messages"},
		{"role, segmentParticipant.role", "role: CUSTOMER and END_USER are the user, AUTOMATED_AGENT the agent, AGENT and HUMAN_AGENT a person"},
		{"start_timestamp_usec, messageTime", "time"},
		{"user_id, segmentParticipant.userId", "user; of an agent the name"},
		{"agentId, languageCode", "bot, language"},
		{"labels, conversation_info.categories, …", "properties of the conversation"},
	},
	shape: &shape{match: isCCAI, read: (*decoder).ccai},
}

// ccai reads one conversation.
func (d *decoder) ccai(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	name := v.Get("name").Text()
	rec.Conversation = name[strings.LastIndexByte(name, '/')+1:]
	if rec.Conversation == "" && line == 1 {
		rec.Conversation = d.file
	}
	rec.Bot, rec.Language = camel(v, "agentId").Text(), camel(v, "languageCode").Text()
	var err error
	if rec.CreatedAt, err = optionalTime(camel(v, "startTime")); err != nil {
		return err
	}
	list, read := v.Get("entries"), ccaiEntry
	if segments := camel(v.Get("transcript"), "transcriptSegments"); segments.Exists() {
		list, read = segments, ccaiSegment
	}
	i := 0
	for it := list.Iter(); it.Next(); i++ {
		if err := read(&rec, it.Value()); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	var p rest
	p.all(v.Get("labels"))
	var categories []string
	for it := v.Get("conversation_info").Get("categories").Iter(); it.Next(); {
		categories = append(categories, it.Value().Get("display_name").Text())
	}
	p.addText("category", strings.Join(categories, ", "))
	p.under("conversation_info", v.Get("conversation_info"), "categories")
	p.all(v, "name", "agentId", "agent_id", "languageCode", "language_code", "startTime", "start_time", "entries", "transcript", "labels", "conversation_info", "dataSource", "data_source")
	rec.Properties = p.object()
	return d.whole(rec)
}

func isCCAI(v jsondoc.Value) bool {
	if camel(v.Get("transcript"), "transcriptSegments").Kind() == jsondoc.Array {
		return true
	}
	list := v.Get("entries")
	return list.Kind() == jsondoc.Array && (list.Index(0).Get("start_timestamp_usec").Exists() || list.Len() == 0 && v.Get("conversation_info").Exists())
}

// ccaiRole tells who speaks: here an agent is a person.
func ccaiRole(word string) (chat.Role, error) {
	switch word {
	case "CUSTOMER", "END_USER":
		return chat.RoleUser, nil
	case "AUTOMATED_AGENT":
		return chat.RoleAssistant, nil
	case "AGENT", "HUMAN_AGENT":
		return chat.RoleHumanAgent, nil
	}
	return 0, fmt.Errorf("unknown role %q; known are CUSTOMER, END_USER, AUTOMATED_AGENT, AGENT and HUMAN_AGENT", clip(word))
}

// ccaiEntry reads an entry of a transcript that was uploaded.
func ccaiEntry(rec *chat.Record, v jsondoc.Value) error {
	role, err := ccaiRole(v.Get("role").Text())
	if err != nil {
		return err
	}
	m := chat.Message{Role: role, Content: v.Get("text").Text(), Position: -1}
	var p rest
	m.Time = ccaiTime(v.Get("start_timestamp_usec"))
	if !m.Time.Known() {
		p.keep("start_timestamp_usec", v.Get("start_timestamp_usec"))
	}
	p.all(v, "role", "text", "user_id", "start_timestamp_usec")
	m.Properties = p.object()
	speaker := v.Get("user_id").Scalar()
	if role == chat.RoleUser {
		fill(&rec.UserID, speaker)
	} else {
		m.Name = speaker
	}
	rec.Messages = append(rec.Messages, m)
	return nil
}

// ccaiTime reads microseconds since the epoch. Many transcripts count from the
// beginning of the conversation instead: then nobody knows when that was.
func ccaiTime(v jsondoc.Value) chat.Time {
	n, ok := v.Int()
	if !ok {
		return chat.NoTime
	}
	us, err := instant.FromInt(n)
	if err != nil || us != n { // of another unit
		return chat.NoTime
	}
	return chat.Time(us)
}

// ccaiSegment reads a piece of a transcript as the API returns it.
func ccaiSegment(rec *chat.Record, v jsondoc.Value) error {
	who := camel(v, "segmentParticipant")
	role, err := ccaiRole(who.Get("role").Text())
	if err != nil {
		return err
	}
	m := chat.Message{Role: role, Content: v.Get("text").Text(), Position: -1}
	if m.Time, err = optionalTime(camel(v, "messageTime")); err != nil {
		return err
	}
	speaker := camel(who, "userId").Scalar()
	if role == chat.RoleUser {
		fill(&rec.UserID, speaker)
	} else {
		m.Name = speaker
	}
	var p rest
	p.all(v, "text", "messageTime", "message_time", "segmentParticipant", "segment_participant", "words")
	m.Properties = p.object()
	rec.Messages = append(rec.Messages, m)
	return nil
}
