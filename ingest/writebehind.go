package ingest

import "chatcops/internal/store"

// writeBehind writes batches in a goroutine of its own, some behind the reading.
type writeBehind struct {
	batches chan []store.Item
	failed  chan struct{} // closed on the first error
	done    chan struct{}
	err     error // valid once failed or done is closed
}

// batchesBehind is how many batches wait while a commit waits for the disk.
const batchesBehind = 4

func newWriteBehind(w *store.Writer) *writeBehind {
	b := &writeBehind{batches: make(chan []store.Item, batchesBehind), failed: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(b.done)
		for items := range b.batches {
			if b.err != nil {
				continue
			}
			if b.err = w.Write(items); b.err != nil {
				close(b.failed)
			}
		}
	}()
	return b
}

func (b *writeBehind) send(items []store.Item) error {
	if len(items) == 0 {
		return nil
	}
	select {
	case <-b.failed:
		return b.err
	case b.batches <- items:
		return nil
	}
}

// close waits until all is written.
func (b *writeBehind) close() error {
	close(b.batches)
	<-b.done
	return b.err
}
