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

func (c *conversationRow) bind(in *inserter, s sqlite.Row, o int) {
	r := c.record
	in.appendID(s, o+1, c.key)
	s.BindText(o+2, c.source)
	s.BindText(o+3, r.Conversation)
	bindAttributes(s, o+4, merge.AttributesOf(r), c.hash)
	bindFlag(s, o+13, r.Whole)
	s.BindInt(o+14, c.firstMessage)
	s.BindInt(o+15, int64(len(r.Messages)))
	s.BindInt(o+16, c.firstEvent)
	s.BindInt(o+17, int64(len(r.Events)))
	bindTime(s, o+18, r.UpdatedAt)
}

func bindAttributes(s sqlite.Row, i int, a merge.Attributes, hash int64) {
	for j, v := range [...]string{a.UserID, a.Bot, a.Channel, a.Language, a.Properties, a.UserProperties} {
		s.BindTextOrNull(i+j, v)
	}
	bindTime(s, i+6, a.CreatedAt)
	bindTime(s, i+7, a.UpdatedAt)
	s.BindInt(i+8, hash)
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
	u := w.st.setAttributes
	bindAttributes(u, 1, joined, hash)
	u.BindInt(10, key)
	return joined != old, false, u.Exec()
}
