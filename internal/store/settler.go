package store

import (
	"runtime"
	"sync"
	"sync/atomic"

	"chatcops/internal/chat"
	"chatcops/internal/merge"
)

// settler merges and scores conversations in one goroutine.
type settler struct {
	own      *Store // nil if the connection is another's
	r        *reader
	score    Score
	bounds   Bounds
	digester merge.Digester
}

// settled is a conversation that was merged and scored.
type settled struct {
	st      *stored // nil if there is no such conversation
	merged  chat.Conversation
	leftOut int
	facts   *chat.Facts
	marks   chat.Marks
	digest  int64
	err     error
}

func newSettler(s *Store, score Score, b Bounds) (*settler, error) {
	r, err := s.newReader()
	return &settler{r: r, score: score, bounds: b}, err
}

func (x *settler) close() {
	if x.r != nil {
		x.r.close()
	}
	if x.own != nil {
		_ = x.own.Close()
	}
}

func closeSettlers(list []*settler) {
	for _, x := range list {
		x.close()
	}
}

func (x *settler) conclude(key int64) (c settled) {
	st, ok, err := x.r.load(key)
	if err != nil || !ok {
		return settled{err: err}
	}
	c = settled{st: st, merged: st.merged()}
	c.merged.Messages, c.merged.Events, c.leftOut = x.bounds.Trim(c.merged.Messages, c.merged.Events)
	c.digest = x.digester.Of(&c.merged)
	c.facts, c.marks = x.score(&c.merged)
	return c
}

// From how many conversations on several connections read them: in a file that
// others can read already, and in a new one, which is opened to them first.
const (
	manyToSettle    = 500
	manyToSettleNew = 10_000
)

// newSettlers returns settlers for so many conversations: several with connections
// of their own, which see what was committed, or one that shares that of the
// writer. A transaction is open before and after.
func (w *Writer) newSettlers(n int64, newScore func() Score) (list []*settler, err error) {
	if n < manyToSettle || w.fresh && n < manyToSettleNew {
		x, err := newSettler(w.s, newScore(), w.bounds)
		return []*settler{x}, err
	}
	if err := w.Publish(); err != nil {
		return nil, err
	}
	if err := w.begin(); err != nil {
		return nil, err
	}
	for range runtime.GOMAXPROCS(0) {
		own, err := Open(w.s.path)
		var x *settler
		if err == nil {
			x, err = newSettler(own, newScore(), w.bounds)
			x.own = own
			list = append(list, x)
		}
		if err != nil {
			closeSettlers(list)
			return nil, err
		}
	}
	return list, nil
}

// settledAtOnce is how many conversations are concluded while as many are stored.
const settledAtOnce = 64

// settleAll stores the conversations of keys, in their order. Nothing else is
// written to them meanwhile, for our transaction bars other processes.
func (w *Writer) settleAll(settlers []*settler, keys []int64) error {
	if settlers[0].own == nil { // it must not read while we write
		for _, key := range keys {
			c := settlers[0].conclude(key)
			if err := w.store(&c); err != nil {
				return err
			}
		}
		return nil
	}
	done := make(chan []settled, 1)
	stop := make(chan struct{})
	go func() {
		defer close(done)
		for len(keys) > 0 {
			n := min(settledAtOnce, len(keys))
			select {
			case done <- concludeAll(settlers, keys[:n]):
			case <-stop:
				return
			}
			keys = keys[n:]
		}
	}()
	for list := range done {
		for i := range list {
			if err := w.store(&list[i]); err != nil {
				close(stop)
				for range done { // nobody reads any more when we return
				}
				return err
			}
		}
	}
	return nil
}

// concludeAll concludes conversations in parallel.
func concludeAll(settlers []*settler, keys []int64) []settled {
	list := make([]settled, len(keys))
	var next atomic.Int64
	var wg sync.WaitGroup
	for _, x := range settlers {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(keys); i = next.Add(1) - 1 {
				list[i] = x.conclude(keys[i])
			}
		})
	}
	wg.Wait()
	return list
}
