package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var chatgptFormat = Format{
	Name: "chatgpt", Title: "ChatGPT data export",
	Doc: "conversations.json, or its numbered parts, of the data export of ChatGPT, in its folder or within its .zip, and the ratings of message_feedback.json. " +
		"Of each conversation the branch counts that is shown, from current_node up to the root; hidden messages are passed over.",
	Recognised: "JSON objects with an object mapping whose members have parent or children",
	Sample: `{"conversation_id":"c1","title":"Order","create_time":1790845200.5,"current_node":"n2","mapping":{"n1":{"id":"n1","message":null,"parent":null,"children":["n2"]},` +
		`"n2":{"id":"n2","message":{"id":"n2","author":{"role":"user"},"create_time":1790845200.5,"content":{"content_type":"text","parts":["Where is my order?"]}},"parent":"n1","children":[]}}}`,
	Reference: "public descriptions of the export (mitkury/chatgpt-export-parser, docs/chatgpt-data-export-format.md); the platform documents no schema",
	Mapping: []Mapping{
		{"conversation_id, else id", "conversation"},
		{"create_time, update_time", "times of the conversation and of each message; null is none"},
		{"gizmo_id", "bot: the custom GPT"},
		{"mapping, current_node", "the messages, from the root to current_node; others are counted in the property messages_on_other_branches"},
		{"message.author", "role, and of a tool its name"},
		{"message.content", "text of all kinds of content; images, audio and the like as their kind in brackets"},
		{"message.recipient", "of the agent, when it is not all: the tool that the content calls"},
		{"message.metadata.model_slug", "model; else default_model_slug"},
		{"thoughts, reasoning_recap", "kept in the properties of the answer after them as thinking"},
		{"of message_feedback.json: rating, content", "feedback about the message, else the conversation, with reasons and comment"},
	},
	shape: &shape{match: isChatGPT, read: (*decoder).chatGPT},
}

func isChatGPT(v jsondoc.Value) bool {
	if isChatGPTFeedback(v) {
		return true
	}
	it := v.Get("mapping").Iter()
	if v.Get("mapping").Kind() != jsondoc.Object || !it.Next() {
		return v.Get("mapping").Kind() == jsondoc.Object && v.Get("create_time").Exists()
	}
	node := it.Value()
	return node.Get("children").Exists() || node.Get("parent").Exists() || node.Get("message").Exists()
}

// chatGPT reads one conversation, or one rating of message_feedback.json.
func (d *decoder) chatGPT(v jsondoc.Value, line int) error {
	if isChatGPTFeedback(v) {
		return d.chatGPTFeedback(v, line)
	}
	rec := newRecord("", line)
	var own, current, model string
	var mapping jsondoc.Value
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "conversation_id":
			rec.Conversation = value.Scalar()
		case "id":
			own = value.Scalar()
		case "create_time":
			rec.CreatedAt, err = optionalTime(value)
		case "update_time":
			rec.UpdatedAt, err = optionalTime(value)
		case "mapping":
			mapping = value
		case "current_node":
			current = value.Text()
		case "default_model_slug":
			model = value.Text()
		case "gizmo_id":
			rec.Bot = value.Text()
		default:
			if value.Kind() != jsondoc.Array && value.Kind() != jsondoc.Object || value.Len() > 0 {
				kept.add(key, value)
			}
		}
		if err != nil {
			return err
		}
	}
	fill(&rec.Conversation, own)
	if mapping.Kind() != jsondoc.Object {
		return errors.New("a conversation without mapping")
	}
	if err := d.chatGPTTree(&rec, mapping, current, model, &kept); err != nil {
		return err
	}
	rec.Properties = kept.object()
	return d.whole(rec)
}

// chatGPTTree reads the messages from the root to the current node.
func (d *decoder) chatGPTTree(rec *chat.Record, mapping jsondoc.Value, current, model string, kept *rest) error {
	nodes := map[string]jsondoc.Value{}
	parent := map[string]string{}
	told := 0
	for it := mapping.Iter(); it.Next(); {
		id := it.Key()
		message := it.Value().Get("message")
		nodes[id], parent[id] = message, it.Value().Get("parent").Text()
		if message.Kind() == jsondoc.Object {
			told++
		}
	}
	if _, there := nodes[current]; !there {
		current = chatGPTLeaf(mapping)
	}
	r := chatGPTReader{model: model}
	shown := 0
	for _, id := range branch(current, parent) {
		if nodes[id].Kind() != jsondoc.Object {
			continue
		}
		shown++
		if err := r.message(nodes[id]); err != nil {
			return fmt.Errorf("message %s: %w", clip(id), err)
		}
	}
	if told > shown {
		kept.key("messages_on_other_branches")
		*kept = fmt.Append(*kept, told-shown)
	}
	rec.Messages = r.out
	return nil
}

// chatGPTLeaf returns the newest node without children, for a conversation that names no current one.
func chatGPTLeaf(mapping jsondoc.Value) (leaf string) {
	newest := -1.0
	for it := mapping.Iter(); it.Next(); {
		at, _ := it.Value().Get("message").Get("create_time").Float()
		if it.Value().Get("children").Len() == 0 && at >= newest {
			leaf, newest = it.Key(), at
		}
	}
	return leaf
}

// chatGPTReader reads the messages of one conversation one after the other.
type chatGPTReader struct {
	model    string
	thoughts []string // since the last answer
	out      []chat.Message
}

func (r *chatGPTReader) message(v jsondoc.Value) error {
	m := newMessage("", 0, "")
	var author, content, metadata jsondoc.Value
	var recipient string
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			m.ID = value.Scalar()
		case "author":
			author = value
		case "create_time":
			m.Time, err = optionalTime(value)
		case "content":
			content = value
		case "metadata":
			metadata = value
		case "recipient":
			recipient = value.Text()
		case "update_time", "weight", "end_turn", "status", "channel":
		default:
			kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	if hidden, _ := metadata.Get("is_visually_hidden_from_conversation").Bool(); hidden {
		return nil
	}
	var known bool
	if m.Role, known = chat.ParseRole(author.Get("role").Text()); !known {
		return fmt.Errorf("unknown role %q", clip(author.Get("role").Text()))
	}
	m.Name = author.Get("name").Text()
	kind := content.Get("content_type").Text()
	m.Content = chatGPTText(kind, content)
	if kind == "thoughts" || kind == "reasoning_recap" {
		r.thoughts = append(r.thoughts, m.Content)
		return nil
	}
	if kind == "user_editable_context" || kind == "model_editable_context" {
		m.Role = chat.RoleSystem
	}
	for it := metadata.Iter(); it.Next(); {
		if key := it.Key(); key == "attachments" || key == "rating" || key == "voice_mode_message" {
			kept.add(key, it.Value())
		}
	}
	if m.Role == chat.RoleAssistant {
		r.answer(&m, metadata.Get("model_slug").Text(), recipient, content, &kept)
	}
	if m.Content == "" && m.ToolCalls == "" {
		return nil // a placeholder
	}
	m.Properties = kept.object()
	r.out = append(r.out, m)
	return nil
}

// answer completes a message of the agent: its model, the thoughts before it, and
// the call of a tool if it is not meant for the user.
func (r *chatGPTReader) answer(m *chat.Message, model, recipient string, content jsondoc.Value, kept *rest) {
	fill(&m.Model, model)
	fill(&m.Model, r.model)
	if recipient != "" && recipient != "all" {
		var c calls
		arguments := content.Get("text")
		if !arguments.Exists() {
			arguments = content.Get("parts").Index(0)
		}
		c.add(m.ID, recipient, arguments)
		m.ToolCalls, m.Content = c.text(), ""
	}
	kept.addText("thinking", strings.Join(r.thoughts, "\n"))
	r.thoughts = nil
}

// chatGPTText reads content of any kind.
func chatGPTText(kind string, content jsondoc.Value) string {
	var texts []string
	say := func(s string) {
		if strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	for it := content.Get("parts").Iter(); it.Next(); {
		part := it.Value()
		if s, ok := part.Str(); ok {
			say(s)
		} else if s := part.Get("text").Text(); s != "" { // such as the transcript of speech
			say(s)
		} else if s := part.Get("content_type").Text(); s != "" {
			say("[" + strings.TrimSuffix(s, "_asset_pointer") + "]")
		}
	}
	for it := content.Get("thoughts").Iter(); it.Next(); {
		say(it.Value().Get("summary").Text())
		say(it.Value().Get("content").Text())
	}
	for _, key := range []string{"text", "result", "content", "model_set_context", "user_profile", "user_instructions"} {
		say(content.Get(key).Text())
	}
	if len(texts) == 0 && kind != "" && kind != "text" && kind != "multimodal_text" && kind != "code" && kind != "thoughts" && kind != "reasoning_recap" && kind != "execution_output" {
		say("[" + kind + "]")
	}
	return strings.Join(texts, "\n")
}

func isChatGPTFeedback(v jsondoc.Value) bool {
	rating := v.Get("rating").Text()
	return (strings.HasPrefix(rating, "thumbs") || strings.HasPrefix(rating, "thumb_")) && v.Get("conversation_id").Exists() && v.Get("create_time").Exists()
}

// chatGPTFeedback reads one rating. What was written with it is JSON within text.
func (d *decoder) chatGPTFeedback(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversation_id").Scalar(), line)
	f := chat.Feedback{ID: v.Get("id").Scalar(), MessageID: v.Get("message_id").Scalar(), UserID: v.Get("user_id").Scalar(), Rating: 1, Thumb: true}
	if word := strings.ToLower(v.Get("rating").Text()); strings.HasSuffix(word, "up") {
		f.Rating = 5
	} else if !strings.HasSuffix(word, "down") {
		return fmt.Errorf("rating %q is neither thumbs_up nor thumbs_down", clip(word))
	}
	var err error
	if f.Time, err = optionalTime(v.Get("create_time")); err != nil {
		return err
	}
	if content, err := d.inner.Parse([]byte(v.Get("content").Text())); err == nil {
		var tags []string
		for it := content.Get("tags").Iter(); it.Next(); {
			tags = append(tags, it.Value().Text())
		}
		f.Reasons, f.Comment = reasonsOf(tags...), content.Get("text").Text()
	}
	if rec.Conversation == "" && f.MessageID == "" {
		return errors.New("feedback that names neither a conversation nor a message")
	}
	rec.Feedback = []chat.Feedback{f}
	return d.loose(rec)
}
