package ingest

import (
	"errors"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var convokitFormat = Format{
	Name: "convokit", Title: "ConvoKit utterances",
	Doc: "utterances.jsonl of a ConvoKit corpus: one utterance a record. The speakers of these corpora are people; one whose name, or meta.role, is a word for a role " +
		"(such as agent or assistant) has that role, all others are users. conversations.json, speakers.json, index.json and corpus.json hold no utterances.",
	Recognised: "JSON objects with reply-to or reply_to, a speaker and a conversation",
	Sample:     `{"id":"u1","conversation_id":"u1","speaker":"ada","text":"Where is my order?","reply-to":null,"timestamp":1790845200,"meta":{}}`,
	Reference:  "convokit.cornell.edu/documentation/data_format.html; dumps write reply-to",
	Mapping: []Mapping{
		{"conversation_id, else root", "conversation"},
		{"id", "id of the message"},
		{"speaker, else user", "name of the speaker, who is the user of the conversation that they begin"},
		{"meta.role, meta.speaker_type", "role, where it is a word for one"},
		{"text", "content"},
		{"timestamp", "time; null is none"},
		{"reply-to, meta, vectors", "kept in the properties of the message"},
	},
	shape: &shape{match: isConvoKit, read: (*decoder).convoKit},
}

func isConvoKit(v jsondoc.Value) bool {
	reply := v.Get("reply-to").Exists() || v.Get("reply_to").Exists()
	return reply && (v.Get("speaker").Exists() || v.Get("user").Exists()) && (v.Get("conversation_id").Exists() || v.Get("root").Exists())
}

// convoKit reads one utterance.
func (d *decoder) convoKit(v jsondoc.Value, line int) error {
	m := newMessage("", chat.RoleUser, "")
	var conversation, root, speaker, role string
	var kept rest
	said, begins := false, true
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			m.ID, err = idText(key, value)
		case "conversation_id":
			conversation = value.Scalar()
		case "root":
			root = value.Scalar()
		case "speaker", "user":
			speaker = value.Scalar()
			fill(&speaker, value.Get("id").Scalar())
		case "text":
			m.Content, said, err = contentText(value)
		case "timestamp":
			if value.Text() != "None" {
				m.Time, err = optionalTime(value)
			}
		case "reply-to", "reply_to":
			begins = value.Kind() == jsondoc.Null
			kept.add("reply_to", value)
		case "meta":
			role = value.Get("role").Text()
			fill(&role, value.Get("speaker_type").Text())
			if value.Len() > 0 {
				kept.add(key, value)
			}
		default:
			if value.Kind() != jsondoc.Array || value.Len() > 0 {
				kept.add(key, value)
			}
		}
		if err != nil {
			return err
		}
	}
	if !said {
		return errors.New("an utterance without text")
	}
	if r, known := chat.ParseRole(role); known {
		m.Role = r
	} else if r, known := chat.ParseRole(speaker); known {
		m.Role = r
	}
	m.Name, m.Properties = speaker, kept.object()
	fill(&conversation, root)
	rec := newRecord(conversation, line)
	if begins && m.Role == chat.RoleUser {
		rec.UserID = speaker
	}
	rec.Messages = d.out.messages.one(m)
	return d.loose(rec)
}
