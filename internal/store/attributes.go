package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/merge"
	"chatcops/internal/sqlite"
)

// attributeColumns are what the data says of a conversation as a whole.
const attributeColumns = "user_id, bot, channel, language, properties, user_properties, created_at, updated_at, record_hash"

const conversationColumns = "id, source, conversation_id, " + attributeColumns + ", whole, first_message, message_count, first_event, event_count, told_at"

// conversationRow is a row of conversations on its way into the table.
type conversationRow struct {
	key                      int64
	source                   string
	record                   *chat.Record
	hash                     int64
	firstMessage, firstEvent int64
}

func (c *conversationRow) bind(r *sqlite.Record) (id int64) {
	told := c.record
	r.Text(c.source)
	r.Text(told.Conversation)
	a := merge.AttributesOf(told)
	bindAttributes(r, &a, c.hash)
	bindFlag(r, told.Whole)
	r.Int(c.firstMessage)
	r.Int(int64(len(told.Messages)))
	r.Int(c.firstEvent)
	r.Int(int64(len(told.Events)))
	bindTime(r, told.UpdatedAt)
	return c.key
}

func bindAttributes(r *sqlite.Record, a *merge.Attributes, hash int64) {
	r.TextOrNull(a.UserID)
	r.TextOrNull(a.Bot)
	r.TextOrNull(a.Channel)
	r.TextOrNull(a.Language)
	r.TextOrNull(a.Properties)
	r.TextOrNull(a.UserProperties)
	bindTime(r, a.CreatedAt)
	bindTime(r, a.UpdatedAt)
	r.Int(hash)
}

func readAttributes(s *sqlite.Stmt, i int) merge.Attributes {
	return merge.Attributes{UserID: s.Text(i), Bot: s.Text(i + 1), Channel: s.Text(i + 2), Language: s.Text(i + 3),
		Properties: s.Text(i + 4), UserProperties: s.Text(i + 5), CreatedAt: readTime(s, i+6), UpdatedAt: readTime(s, i+7)}
}

// mergeAttributes joins what an item says of its conversation with what is
// known. same tells that the item brings nothing new.
func (w *Writer) mergeAttributes(key int64, it *Item) (changed, same bool, err error) {
	s := w.st.attributes
	s.BindInt(1, key)
	if _, err := s.Next(); err != nil {
		return false, false, err
	}
	old, hash := readAttributes(s, 0), s.Int(8)
	s.Reset()
	if w.tellsAgain(key, it, hash) {
		return false, true, nil
	}
	joined, leftOut := merge.JoinWithin(old, merge.AttributesOf(&it.Record), w.bounds.Properties)
	w.leaveOut(leftOut, it.Record.Conversation)
	if it.Record.Whole {
		hash = it.Hash
	}
	if joined == old && !it.Record.Whole {
		return false, false, nil
	}
	w.record.Reset()
	bindAttributes(&w.record, &joined, hash)
	w.record.Int(key)
	return joined != old, false, w.execute(w.st.setAttributes)
}
