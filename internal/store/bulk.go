package store

// A fresh file is ours alone, and its large tables are mostly appended to: that
// long they are filled page by page.

// bulkCache is 256 KiB: the new pages of the large tables bypass the cache.
const bulkCache = "PRAGMA cache_size = -256"

// beginBulk has the large tables filled without statements. Until endBulk
// nothing may read them. No transaction may be open.
func (w *Writer) beginBulk() (err error) {
	if err := w.s.conn.Exec(bulkCache); err != nil {
		return err
	}
	w.bulk, err = w.s.conn.NewBulk("messages", "events", "conversation_facts", "conversations")
	if err == nil {
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk, w.st.conversations.bulk = w.bulk.Table(0), w.bulk.Table(1), w.bulk.Table(2), w.bulk.Table(3)
	}
	return err
}

// worthBulk is from how large a file on its import is worth a commit before.
const worthBulk = 1 << 20

// resumeBulk fills the tables of a fresh file page by page again, after statements
// have changed them. It commits.
func (w *Writer) resumeBulk() error {
	if !w.fresh || w.bulk != nil {
		return nil
	}
	if err := w.commit(); err != nil {
		return err
	}
	return w.beginBulk()
}

// releaseConversations leaves the table of conversations to statements, once one
// of them has to be read.
func (w *Writer) releaseConversations() error {
	table := w.st.conversations.bulk
	if table == nil {
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.bulk.Begin(); err != nil {
		return err
	}
	w.st.conversations.bulk = nil
	if err := w.bulk.Release(table); err != nil {
		return err
	}
	return w.bulk.End()
}

// endBulk leaves the tables to statements, within a transaction as it found it.
func (w *Writer) endBulk() error {
	if w.bulk == nil {
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	w.dropBulk()
	return w.begin()
}

func (w *Writer) dropBulk() {
	if w.bulk != nil {
		w.bulk.Close()
		w.bulk = nil
		_ = w.s.conn.Exec(pageCache)
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk, w.st.conversations.bulk = nil, nil, nil, nil
	}
}

// syncBulk makes the tables whole before a commit.
func (w *Writer) syncBulk() error {
	if err := w.bulk.Begin(); err != nil {
		return err
	}
	if err := w.bulk.Sync(); err != nil {
		return err
	}
	return w.bulk.End()
}

// index makes the indexes of a fresh file, in one transaction.
func (w *Writer) index() error {
	if !w.fresh {
		return nil
	}
	w.dropBulk() // which may lack tables that statements have changed
	if err := w.beginBulk(); err != nil {
		return err
	}
	defer w.dropBulk()
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.bulk.Hide(); err != nil {
		return err
	}
	if err := w.s.index(); err != nil {
		return err
	}
	if err := w.bulk.Begin(); err != nil {
		return err
	}
	if err := w.entries.fill(w.bulk); err != nil {
		return err
	}
	if err := w.bulk.End(); err != nil {
		return err
	}
	w.entries = entries{}
	return w.commit()
}

// indexNow makes them in the midst of an import and opens the file to others. From
// then on it is as any other.
func (w *Writer) indexNow() error {
	for _, step := range []func() error{w.flush, w.commit, w.index, w.share, w.begin} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
