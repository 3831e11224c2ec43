package store

// A fresh file is ours alone, and its large tables are only appended to until
// its first conversation is met again: that long they are filled page by page.

// beginBulk has the large tables filled without statements. Until endBulk
// nothing may read them.
func (w *Writer) beginBulk() (err error) {
	w.bulk, err = w.s.conn.NewBulk("messages", "events", "conversation_facts", "conversations")
	if err == nil {
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk, w.st.conversations.bulk = w.bulk.Table(0), w.bulk.Table(1), w.bulk.Table(2), w.bulk.Table(3)
	}
	return err
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
	w.st.conversations.bulk, w.entries = nil, entries{}
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
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk, w.st.conversations.bulk = nil, nil, nil, nil
		w.entries = entries{}
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

// indexBulk makes the indexes of tables that are filled page by page, in one transaction.
func (w *Writer) indexBulk() error {
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
	return w.commit()
}
