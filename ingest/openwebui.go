package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openwebuiFormat = Format{
	Name: "openwebui", Title: "Open WebUI chats",
	Doc: "The export of chats (a JSON array) and that of feedback, whose records hold the chat as well. Of each chat the branch counts that is shown, " +
		"from history.currentId up to the root.",
	Recognised: "JSON objects with an object chat that has history or messages, or with history.messages itself; feedback with data.rating and meta.chat_id",
	Sample: `{"id":"c1","user_id":"u1","title":"Order","chat":{"models":["llama3"],"history":{"currentId":"m2","messages":{"m1":{"id":"m1","parentId":null,"childrenIds":["m2"],"role":"user",` +
		`"content":"Where is my order?","timestamp":1790845200},"m2":{"id":"m2","parentId":"m1","childrenIds":[],"role":"assistant","content":"On its way.","model":"llama3","timestamp":1790845204,` +
		`"annotation":{"rating":1,"reason":"accurate_information"}}}}},"created_at":1790845200,"updated_at":1790845204}`,
	Reference: "open-webui/open-webui, backend/open_webui/models/chats.py and feedbacks.py, and public notes on the feedback export",
	Mapping: []Mapping{
		{"id, else chat.id", "conversation"},
		{"user_id", "user"},
		{"created_at, else chat.timestamp; updated_at", "times of the conversation"},
		{"chat.history.messages, currentId", "the messages, from the root to currentId; without them chat.messages"},
		{"model, timestamp", "model and time of the message"},
		{"usage", "tokens of the message: prompt_tokens or prompt_eval_count, completion_tokens or eval_count"},
		{"details of type tool_calls and reasoning in the content", "tool calls with their results, and the property thinking"},
		{"annotation; of feedback data", "feedback about the message: a rating of 1 is 5, of -1 is 1; reason, tags and comment"},
		{"title, models, tags, folder_id, files and the like", "kept in the properties"},
	},
	shape: &shape{match: isOpenWebUI, read: (*decoder).openWebUI},
}

func isOpenWebUI(v jsondoc.Value) bool {
	chat := v.Get("chat")
	if chat.Get("history").Get("messages").Exists() || chat.Kind() == jsondoc.Object && (chat.Get("messages").Exists() || chat.Get("models").Exists()) && v.Get("user_id").Exists() {
		return true
	}
	history := v.Get("history")
	if history.Get("messages").Kind() == jsondoc.Object {
		return true
	}
	return isOpenWebUIFeedback(v)
}

func isOpenWebUIFeedback(v jsondoc.Value) bool {
	return v.Get("meta").Get("chat_id").Exists() && v.Get("data").Kind() == jsondoc.Object && v.Get("type").Exists()
}

// openWebUI reads one chat, or one piece of feedback with the chat that it keeps.
func (d *decoder) openWebUI(v jsondoc.Value, line int) error {
	if isOpenWebUIFeedback(v) {
		return d.openWebUIFeedback(v, line)
	}
	rec := newRecord("", line)
	if err := d.openWebUIChat(&rec, v); err != nil {
		return err
	}
	return d.whole(rec)
}

// openWebUIChat reads a chat: what the server keeps of it, around what the browser keeps.
func (d *decoder) openWebUIChat(rec *chat.Record, v jsondoc.Value) error {
	inner := v.Get("chat")
	if inner.Kind() != jsondoc.Object {
		inner = v
	}
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			fill(&rec.Conversation, value.Scalar())
		case "user_id":
			rec.UserID = value.Scalar()
		case "created_at":
			rec.CreatedAt, err = optionalTime(value)
		case "updated_at":
			rec.UpdatedAt, err = optionalTime(value)
		case "chat", "history", "messages", "timestamp":
		default:
			keepFilled(&kept, key, value)
		}
		if err != nil {
			return err
		}
	}
	if rec.CreatedAt == chat.NoTime { // older exports have only the browser's
		var err error
		if rec.CreatedAt, err = optionalTime(inner.Get("timestamp")); err != nil {
			return err
		}
	}
	if inner != v {
		fill(&rec.Conversation, inner.Get("id").Scalar())
		for it := inner.Iter(); it.Next(); {
			switch key := it.Key(); key {
			case "id", "title", "history", "messages", "timestamp":
			default:
				keepFilled(&kept, key, it.Value())
			}
		}
	}
	if err := d.openWebUIBranch(rec, inner, &kept); err != nil {
		return err
	}
	rec.Properties = kept.object()
	return nil
}

// keepFilled keeps a member that is not an empty text, list or object.
func keepFilled(kept *rest, key string, v jsondoc.Value) {
	switch v.Kind() {
	case jsondoc.Array, jsondoc.Object:
		if v.Len() == 0 {
			return
		}
	case jsondoc.String:
		if v.Text() == "" {
			return
		}
	}
	kept.add(key, v)
}

// openWebUIBranch reads the messages that are shown.
func (d *decoder) openWebUIBranch(rec *chat.Record, inner jsondoc.Value, kept *rest) error {
	var shown []jsondoc.Value
	nodes := map[string]jsondoc.Value{}
	parent := map[string]string{}
	history := inner.Get("history")
	for it := history.Get("messages").Iter(); it.Next(); {
		id := it.Key()
		nodes[id], parent[id] = it.Value(), it.Value().Get("parentId").Text()
	}
	for _, id := range branch(history.Get("currentId").Text(), parent) {
		shown = append(shown, nodes[id])
	}
	if len(shown) == 0 {
		for it := inner.Get("messages").Iter(); it.Next(); {
			shown = append(shown, it.Value())
		}
	} else if len(nodes) > len(shown) {
		kept.key("messages_on_other_branches")
		*kept = fmt.Append(*kept, len(nodes)-len(shown))
	}
	if len(shown) == 0 && len(nodes) > 0 {
		return errors.New("history.currentId names none of the messages")
	}
	for i, v := range shown {
		if err := d.openWebUIMessage(rec, v); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
	}
	return nil
}

func (d *decoder) openWebUIMessage(rec *chat.Record, v jsondoc.Value) error {
	t := turn{of: newMessage("", 0, "")}
	var role, content, feedbackID string
	var annotation, usage jsondoc.Value
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "id":
			t.of.ID = value.Scalar()
		case "role":
			role = value.Text()
		case "content":
			content, _, err = contentText(value)
		case "timestamp":
			t.of.Time, err = optionalTime(value)
		case "model":
			t.of.Model = value.Text()
		case "annotation":
			annotation = value
		case "feedbackId":
			feedbackID = value.Scalar()
		case "usage":
			usage = value
		case "parentId", "childrenIds", "models", "modelIdx", "modelName", "done", "lastSentence", "userContext", "selectedModelId":
		default:
			keepFilled(&t.kept, key, value)
		}
		if err != nil {
			return err
		}
	}
	var known bool
	if t.of.Role, known = chat.ParseRole(role); !known {
		return fmt.Errorf("unknown role %q; known are user, assistant and system", clip(role))
	}
	t.openWebUIText(d, content)
	messages := t.messages()
	input, output := openWebUITokens(usage)
	spendOn(messages, input, output)
	rec.Messages = append(rec.Messages, messages...)
	if annotation.Kind() == jsondoc.Object {
		if f, given := openWebUIRating(annotation); given {
			f.ID, f.MessageID, f.UserID = feedbackID, t.of.ID, rec.UserID
			rec.Feedback = append(rec.Feedback, f)
		}
	}
	return nil
}

// openWebUIRating reads an annotation or the data of feedback.
func openWebUIRating(v jsondoc.Value) (f chat.Feedback, given bool) {
	f = chat.Feedback{Time: chat.NoTime, Comment: v.Get("comment").Text()}
	switch v.Get("rating").Scalar() {
	case "1", "1.0":
		f.Rating, f.Thumb = 5, true
	case "-1", "-1.0":
		f.Rating, f.Thumb = 1, true
	}
	labels := []string{v.Get("reason").Text()}
	for it := v.Get("tags").Iter(); it.Next(); {
		labels = append(labels, it.Value().Text())
	}
	f.Reasons = reasonsOf(labels...)
	return f, f.Rating > 0 || f.Reasons != "" || f.Comment != ""
}

// openWebUIFeedback reads one piece of feedback. The chat in it is that of the
// moment when the feedback was given.
func (d *decoder) openWebUIFeedback(v jsondoc.Value, line int) error {
	f, given := openWebUIRating(v.Get("data"))
	if !given {
		return errors.New("feedback without a rating of 1 or -1, a reason or a comment")
	}
	var err error
	if f.Time, err = optionalTime(v.Get("created_at")); err != nil {
		return err
	}
	meta := v.Get("meta")
	f.ID, f.UserID, f.MessageID = v.Get("id").Scalar(), v.Get("user_id").Scalar(), meta.Get("message_id").Scalar()
	rec := newRecord(meta.Get("chat_id").Scalar(), line)
	if snapshot := v.Get("snapshot").Get("chat"); snapshot.Kind() == jsondoc.Object {
		if err := d.openWebUIChat(&rec, snapshot); err != nil {
			return err
		}
		rec.Feedback = []chat.Feedback{f} // what the snapshot keeps of it is older
		if len(rec.Messages) > 0 {
			return d.whole(rec)
		}
	}
	rec.Feedback = []chat.Feedback{f}
	return d.loose(rec)
}
