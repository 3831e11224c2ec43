package store

import (
	"context"
	"fmt"
	"reflect"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// The table fact_blocks repeats the packed facts of all keys of a block at once.
// A block is there only while it agrees with the rows: whoever changes these
// takes it away in the same transaction, and a scan reads the rows where there is
// none. So blocks may be made at any later time, or never.

// dropBlock takes the block of a key away, whose facts are about to change.
func (s *Store) dropBlock(key int64) error {
	return s.conn.Run("DELETE FROM fact_blocks WHERE block = ?", blockOf(key))
}

// blocksAtOnce is how many blocks one transaction makes, some 30 MB.
const blocksAtOnce = 1 << 12

// buildBlocks makes the blocks that are missing, but for the last one while keys
// may still be added to it.
func (s *Store) buildBlocks() error {
	last, err := s.conn.Int("SELECT max(conversation) FROM conversation_facts")
	if err != nil || last < blockSize {
		return err
	}
	var missing []int64
	next := int64(0)
	until := func(end int64) {
		for ; next < end; next++ {
			missing = append(missing, next)
		}
		next = end + 1
	}
	err = s.each("SELECT block FROM fact_blocks ORDER BY block", func(q *sqlite.Stmt) error {
		until(q.Int(0))
		return nil
	})
	if err != nil {
		return err
	}
	until(last / blockSize)
	for len(missing) > 0 {
		n := min(len(missing), blocksAtOnce)
		if err := s.buildSome(missing[:n]); err != nil {
			return err
		}
		missing = missing[n:]
	}
	return nil
}

// buildSome makes some blocks in one transaction.
func (s *Store) buildSome(numbers []int64) error {
	if err := s.conn.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	var b block
	var stored []byte
	err := func() error {
		for _, number := range numbers {
			if err := s.gather(&b, number); err != nil {
				return err
			}
			if b.rows == 0 { // all forgotten
				continue
			}
			stored = b.append(stored[:0])
			if err := s.insertBlock(number, stored); err != nil {
				return err
			}
		}
		return s.conn.Exec("COMMIT")
	}()
	if err != nil {
		_ = s.conn.Exec("ROLLBACK")
	}
	return err
}

func (s *Store) insertBlock(number int64, stored []byte) error {
	insert, err := s.conn.Cached("INSERT OR IGNORE INTO fact_blocks(block, facts) VALUES (?, ?)")
	if err != nil {
		return err
	}
	insert.BindInt(1, number)
	insert.BindBlob(2, stored)
	return insert.Exec()
}

// newBlocks makes the blocks of conversations while they are written, which
// spares the reading of what was just written.
type newBlocks struct {
	open   block
	next   int64 // the key that the open block wants; 0 when it waits for the first of any
	number []int64
	ends   []int // of stored
	stored []byte
}

// clear gives the open block up, since its rows may change.
func (n *newBlocks) clear() { n.next = 0 }

// add takes the facts of a new conversation.
func (n *newBlocks) add(key int64, f *chat.Facts) {
	at := (key - 1) % blockSize
	if at == 0 {
		n.open.clear()
		n.next = key
	}
	if key != n.next {
		n.next = 0
		return
	}
	n.open.add(at, f, userKey(f.UserID))
	n.next++
	if at == blockSize-1 {
		n.next = 0
		n.stored = n.open.append(n.stored)
		n.number, n.ends = append(n.number, blockOf(key)), append(n.ends, len(n.stored))
	}
}

// flush inserts the blocks that are full.
func (n *newBlocks) flush(s *Store) error {
	from := 0
	for i, number := range n.number {
		if err := s.insertBlock(number, n.stored[from:n.ends[i]]); err != nil {
			return err
		}
		from = n.ends[i]
	}
	n.number, n.ends, n.stored = n.number[:0], n.ends[:0], n.stored[:0]
	return nil
}

// gather fills a block from the rows.
func (s *Store) gather(b *block, number int64) error {
	b.clear()
	q, err := s.conn.Cached("SELECT conversation, packed FROM conversation_facts WHERE conversation > ? AND conversation <= ?")
	if err != nil {
		return err
	}
	defer q.Reset()
	var f chat.Facts
	first := number * blockSize
	q.BindInt(1, first)
	q.BindInt(2, first+blockSize)
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return err
		}
		if err := unpack(q.Blob(1), &f); err != nil {
			return err
		}
		b.add(q.Int(0)-first-1, &f, int64(f.UserKey))
	}
}

// checkBlocks calls bad for each block that does not agree with its rows.
func (s *Store) checkBlocks(bad func(example string)) error {
	var rows, stored block
	return s.each("SELECT block, facts FROM fact_blocks", func(q *sqlite.Stmt) error {
		number := q.Int(0)
		err := stored.read(q.Blob(1))
		if err == nil {
			err = s.gather(&rows, number)
		}
		if err != nil && err != errPacked {
			return err
		}
		if err != nil || !stored.equals(&rows) {
			bad(fmt.Sprintf("block %d, of the conversations %d to %d", number, number*blockSize+1, (number+1)*blockSize))
		}
		return nil
	})
}

func (b *block) equals(o *block) bool {
	if b.rows != o.rows || len(b.replies) != len(o.replies) {
		return false
	}
	for i := range b.columns {
		if !reflect.DeepEqual(b.columns[i][:b.rows], o.columns[i][:b.rows]) {
			return false
		}
	}
	return len(b.replies) == 0 || reflect.DeepEqual(b.replies, o.replies)
}

// scanNumbers reads the numbers of the keys above lo up to hi: from the blocks,
// and where there is none from the rows, all as of one moment.
func (s *Store) scanNumbers(ctx context.Context, span Span, lo, hi int64, take func(*chat.Facts) error) error {
	if err := s.conn.Exec("BEGIN"); err != nil {
		return err
	}
	var b block
	var f chat.Facts
	next := lo // all keys up to it are read
	rows := func(until int64) error {
		if next >= until {
			return nil
		}
		return s.scanRows(ctx, Numbers, span, next, until, take)
	}
	err := s.each("SELECT block, facts FROM fact_blocks WHERE block >= ? AND block < ? ORDER BY block", func(q *sqlite.Stmt) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		first := q.Int(0) * blockSize
		if err := b.read(q.Blob(1)); err != nil {
			return err
		}
		if err := rows(first); err != nil {
			return err
		}
		next = first + blockSize
		return b.each(first, span, &f, take)
	}, (lo+blockSize-1)/blockSize, hi/blockSize)
	if err == nil {
		err = rows(hi)
	}
	if eerr := s.conn.Exec("COMMIT"); err == nil {
		err = eerr
	}
	return err
}

// each calls take for the facts of each row of span; first is the key before
// those of the block.
func (b *block) each(first int64, span Span, f *chat.Facts, take func(*chat.Facts) error) error {
	replies := 0
	for i := range b.rows {
		started := chat.Time(b.columns[inStarted][i])
		if span.Bounded && b.columns[inFlags][i]&packedStarted != 0 && (started < span.Start || started >= span.End) {
			replies += int(b.columns[inReplies][i])
			continue
		}
		f.Key = first + 1 + b.columns[inKey][i]
		replies = b.row(i, replies, f)
		if err := take(f); err != nil {
			return err
		}
	}
	return nil
}
