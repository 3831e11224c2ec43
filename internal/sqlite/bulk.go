package sqlite

import (
	"encoding/binary"
	"fmt"
	"slices"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	lib "modernc.org/sqlite/lib"
)

// Bulk appends to tables by laying out the pages of their B-trees itself, which
// takes a fraction of the time of INSERT statements. SQLite writes the pages that
// were there before, by its table sqlite_dbpage, in its transaction and with its
// journal: what is not committed is gone after a crash, as ever. There must be no
// write-ahead log.
//
// Between Begin and End nothing else may write to the file, and between NewBulk
// and Close nothing may read or write the tables. Rows come with ascending ids,
// behind those that are there, and columns have no default but NULL. A table is
// whole after Sync.
//
// The format is that of https://www.sqlite.org/fileformat2.html.
type Bulk struct {
	c           *Conn
	size        int    // of a page, in bytes
	first, next uint32 // numbers of the first page of this run and of the next one
	write       *Stmt  // for pages that were there before
	run         pageRun
	buffer      cPage // for pages that are written at once
	tables      []*BulkTable
}

// cPage is a page in memory of the C heap.
type cPage struct {
	p uintptr
	b []byte
}

// NewBulk prepares the filling of tables; no transaction may be open.
func (c *Conn) NewBulk(names ...string) (*Bulk, error) {
	b := &Bulk{c: c}
	size, err := c.Int("PRAGMA page_size")
	if err != nil {
		return nil, err
	}
	b.size = int(size)
	if b.write, err = c.Prepare("INSERT INTO sqlite_dbpage(pgno, data) VALUES (?, ?)"); err != nil {
		return nil, err
	}
	if b.run, err = c.newPageRun(b.size); err != nil {
		b.write.Close()
		return nil, err
	}
	b.buffer = b.newPage()
	for _, name := range names {
		t := &BulkTable{b: b, leaf: b.newPage()}
		b.tables = append(b.tables, t)
		if t.root, err = b.root("table", name); err == nil {
			err = t.attach(name)
		}
		if err != nil {
			b.Close()
			return nil, err
		}
	}
	b.Forget()
	return b, nil
}

// root returns the number of the topmost page of a table or an index.
func (b *Bulk) root(kind, name string) (uint32, error) {
	root, err := b.c.Int("SELECT rootpage FROM sqlite_schema WHERE type = ? AND name = ?", kind, name)
	if err == nil && root == 0 {
		err = fmt.Errorf("sqlite: there is no %s %s", kind, name)
	}
	return uint32(root), err
}

// Table returns the i-th of the tables.
func (b *Bulk) Table(i int) *BulkTable { return b.tables[i] }

// Begin starts a run of rows within the open transaction.
func (b *Bulk) Begin() error {
	n, err := b.c.Int("PRAGMA page_count")
	b.first, b.next = uint32(n)+1, uint32(n)+1
	b.run.first, b.run.pages = b.first, 0
	return err
}

// End tells SQLite how many pages the run has added.
func (b *Bulk) End() error {
	if b.next == b.first {
		return nil
	}
	if err := b.endRun(); err != nil {
		return err
	}
	if err := b.read(1, b.buffer); err != nil {
		return err
	}
	binary.BigEndian.PutUint32(b.buffer.b[28:], b.next-1)
	if err := b.change(1, b.buffer); err != nil {
		return err
	}
	// At the end of a savepoint SQLite reads the number of pages from the first one.
	return b.c.Exec("SAVEPOINT bulk; RELEASE bulk")
}

// Sync makes the tables whole. It belongs into a run, before the commit.
func (b *Bulk) Sync() error {
	for _, t := range b.tables {
		if err := t.sync(); err != nil {
			return err
		}
	}
	return nil
}

// Release makes a table whole and leaves it to statements. It belongs into a run.
func (b *Bulk) Release(t *BulkTable) error {
	err := t.sync()
	libc.Xfree(b.c.tls, t.leaf.p)
	b.tables = slices.DeleteFunc(b.tables, func(o *BulkTable) bool { return o == t })
	return err
}

// Hide makes the tables look empty until the next Sync, so that indexes which are
// made of them are, and can be filled by BulkIndex. It belongs between runs.
func (b *Bulk) Hide() error {
	clear(b.buffer.b)
	b.buffer.b[0] = leafType
	binary.BigEndian.PutUint16(b.buffer.b[5:], uint16(b.size))
	for _, t := range b.tables {
		t.changed = true
		if err := b.change(t.root, b.buffer); err != nil {
			return err
		}
	}
	return nil
}

// Forget makes SQLite forget what it has cached of pages; call it after a commit
// before the tables are read.
func (b *Bulk) Forget() { lib.Xsqlite3_db_release_memory(b.c.tls, b.c.db) }

// Close frees the memory. It may be called on nil.
func (b *Bulk) Close() {
	if b == nil {
		return
	}
	b.write.Close()
	libc.Xfree(b.c.tls, b.buffer.p)
	libc.Xfree(b.c.tls, b.run.room.p)
	for _, t := range b.tables {
		libc.Xfree(b.c.tls, t.leaf.p)
	}
	b.tables, b.buffer, b.run = nil, cPage{}, pageRun{}
}

func (b *Bulk) newPage() cPage { return b.c.newPage(b.size) }

func (c *Conn) newPage(size int) cPage {
	p := libc.Xcalloc(c.tls, 1, types.Size_t(size))
	return cPage{p, unsafe.Slice((*byte)(pointer(p)), size)}
}

// lockByte lies in the page that SQLite keeps for locks and never fills.
const lockByte = 1 << 30

// allocate returns the number of a new page.
func (b *Bulk) allocate() uint32 {
	if b.next == uint32(lockByte/b.size+1) {
		b.next++
	}
	b.next++
	return b.next - 1
}

// local returns how many bytes of a payload stay in its cell, where at most so many may.
func (b *Bulk) local(size, most int) int {
	if size <= most {
		return size
	}
	least := (b.size-12)*32/255 - 23
	if k := least + (size-least)%(b.size-4); k <= most {
		return k
	}
	return least
}

// overflow writes what a cell has no place for into a chain of pages, and returns the first.
func (b *Bulk) overflow(rest []byte) (first uint32, err error) {
	first = b.allocate()
	for page := first; page != 0; {
		next := uint32(0)
		n := min(len(rest), b.size-4)
		if n < len(rest) {
			next = b.allocate()
		}
		binary.BigEndian.PutUint32(b.buffer.b, next)
		clear(b.buffer.b[4+copy(b.buffer.b[4:], rest[:n]):])
		if err := b.put(page, b.buffer); err != nil {
			return 0, err
		}
		rest, page = rest[n:], next
	}
	return first, nil
}

// read reads a page.
func (b *Bulk) read(number uint32, to cPage) error {
	s, err := b.c.Cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?")
	if err != nil {
		return err
	}
	s.BindInt(1, int64(number))
	ok, err := s.Next()
	if err == nil && !ok {
		err = fmt.Errorf("sqlite: the file has no page %d", number)
	}
	if err == nil {
		copy(to.b, s.Blob(0))
	}
	s.Reset()
	return err
}

// change writes a page by SQLite, which keeps what was there in its journal.
func (b *Bulk) change(number uint32, page cPage) error {
	b.write.BindInt(1, int64(number))
	lib.Xsqlite3_bind_blob(b.c.tls, b.write.p, 2, page.p, int32(b.size), 0)
	return b.write.Exec()
}
