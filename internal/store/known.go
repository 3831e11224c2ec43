package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Known tells what earlier imports have stored of conversations, while a writer
// is at work. It serves one goroutine and must be closed.
type Known struct {
	s      *Store
	find   *sqlite.Stmt
	source string
}

// Known returns what tells of the conversations that were there before, nil if
// none was.
func (w *Writer) Known() (*Known, error) {
	if w.fresh {
		return nil, nil
	}
	own, err := Open(w.s.path)
	if err != nil {
		return nil, err
	}
	find, err := own.conn.Prepare("SELECT record_hash FROM conversations WHERE conversation_id = ? AND source = ?")
	if err != nil {
		_ = own.Close()
		return nil, describe(w.s.path, err)
	}
	return &Known{own, find, w.source}, nil
}

// Has reports whether there is a conversation of that id: then the facts of an
// item are not asked for, for they have to be concluded from all there is. What
// cannot be read is not known.
func (k *Known) Has(id string) bool {
	if k == nil {
		return false
	}
	k.find.BindText(1, id)
	k.find.BindText(2, k.source)
	ok, err := k.find.Next()
	k.find.Reset()
	return ok && err == nil
}

// Close frees the connection.
func (k *Known) Close() {
	if k != nil {
		k.find.Close()
		_ = k.s.Close()
	}
}

// encounters are the conversations of earlier imports that an import has met.
type encounters struct {
	same  Keys // it told them as they are stored
	added Keys // it told something else
}

// met returns what the running import has met.
func (w *Writer) met() *encounters {
	e := w.encounters[w.importID]
	if e == nil {
		e = &encounters{}
		w.encounters[w.importID] = e
	}
	return e
}

// tellsAgain reports whether an item brings nothing: a whole record is the one
// that was imported last, loose rows are all that is stored and the first that
// this import tells of their conversation, for equal rows of one import are several.
func (w *Writer) tellsAgain(key int64, it *Item, hash int64) bool {
	if it.Hash != hash || it.Hash == 0 {
		return false
	}
	if it.Record.Whole {
		return true
	}
	e := w.met()
	if w.brought.brought(key, w.importID) || e.same.Has(key) || e.added.Has(key) {
		return false
	}
	e.same.Add(key)
	return true
}

// addsTo notes that an import tells something of a conversation that was there
// before. What it has told as it is stored now becomes a piece as well.
func (w *Writer) addsTo(key int64) error {
	e := w.met()
	if e.added.Has(key) {
		return nil
	}
	e.added.Add(key)
	if !e.same.Has(key) {
		return nil
	}
	r, err := w.s.newReader()
	if err != nil {
		return err
	}
	defer r.close()
	st, ok, err := r.load(key)
	if err != nil || !ok {
		return err
	}
	w.Counts.Unchanged--
	w.Counts.DuplicateMessages -= len(st.base.Messages)
	w.Counts.DuplicateEvents -= len(st.base.Events)
	w.queuePiece(key, w.importID, &chat.Record{Messages: st.base.Messages, Events: st.base.Events})
	return nil
}

// seal stores the digest of a conversation that no whole record tells, by which
// it is known again.
func (w *Writer) seal(c *settled) error {
	for _, p := range c.st.messages {
		if p.Whole {
			return nil
		}
	}
	if c.digest == c.st.hash {
		return nil
	}
	return w.s.conn.Run("UPDATE conversations SET record_hash = ? WHERE id = ?", c.digest, c.merged.Key)
}
