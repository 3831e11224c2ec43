package store

// A fresh file is ours alone, and its large tables are only appended to until
// its first conversation is met again: that long they are filled page by page.

// beginBulk has the large tables filled without statements. Until endBulk
// nothing may read them.
func (w *Writer) beginBulk() (err error) {
	w.bulk, err = w.s.conn.NewBulk("messages", "events", "conversation_facts")
	if err == nil {
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk = w.bulk.Table(0), w.bulk.Table(1), w.bulk.Table(2)
	}
	return err
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
		w.st.messages.bulk, w.st.events.bulk, w.st.facts.bulk = nil, nil, nil
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
