package sqlite

import (
	"cmp"
	"errors"
	"syscall"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	lib "modernc.org/sqlite/lib"
)

// New pages go to the file by the write of SQLite's own file, many at once and past
// its cache. They lie behind the end that the transaction began with: there is
// nothing to keep of them in the journal, and until the first page counts them,
// which SQLite writes in the transaction, they are not part of the file.

// mostAtOnce is how many bytes SQLite writes at once: a larger piece it would cut.
const mostAtOnce = 1<<17 - 1

// pageRun are the consecutive new pages that are written next.
type pageRun struct {
	file  uintptr // of SQLite
	room  cPage   // for all of them
	first uint32  // number of the first one; all before it are written
	pages int
	most  int // of pages
}

func (c *Conn) newPageRun(size int) (r pageRun, err error) {
	slot := libc.Xcalloc(c.tls, 1, types.Size_t(unsafe.Sizeof(uintptr(0))))
	defer libc.Xfree(c.tls, slot)
	if rc := lib.Xsqlite3_file_control(c.tls, c.db, 0, lib.SQLITE_FCNTL_FILE_POINTER, slot); rc != lib.SQLITE_OK {
		return r, c.errorOf(rc, "")
	}
	r.file = *(*uintptr)(pointer(slot))
	if wal, err := c.Int("SELECT journal_mode = 'wal' FROM pragma_journal_mode"); err != nil || wal == 1 {
		return r, cmp.Or(err, errors.New("sqlite: the pages of a bulk would bypass the write-ahead log"))
	}
	r.most = mostAtOnce / size
	r.room = c.newPage(r.most * size)
	return r, nil
}

// put writes a page, sooner or later.
func (b *Bulk) put(number uint32, page cPage) error {
	r := &b.run
	if number < r.first {
		return b.change(number, page)
	}
	if number != r.first+uint32(r.pages) && number-r.first >= uint32(r.pages) || r.pages == r.most {
		if err := b.writeRun(r.pages); err != nil {
			return err
		}
		r.first, r.pages = number, 0
	}
	at := int(number - r.first)
	copy(r.room.b[at*b.size:(at+1)*b.size], page.b)
	r.pages = max(r.pages, at+1)
	return nil
}

// endRun writes what is left. The last page is SQLite's, for it takes the end of
// the file from there.
func (b *Bulk) endRun() error {
	r := &b.run
	last := r.pages - 1
	if err := b.writeRun(last); err != nil {
		return err
	}
	number := r.first + uint32(last)
	r.first, r.pages = number+1, 0
	return b.change(number, cPage{r.room.p + uintptr(last*b.size), r.room.b[last*b.size : (last+1)*b.size]})
}

// writeRun writes the first n pages of the run to the file.
func (b *Bulk) writeRun(n int) error {
	if n == 0 {
		return nil
	}
	r, tls := &b.run, b.c.tls
	methods := (*lib.Tsqlite3_io_methods)(pointer((*lib.Tsqlite3_file)(pointer(r.file)).FpMethods))
	write := *(*func(tls *libc.TLS, file, from uintptr, n int32, at lib.Tsqlite3_int64) int32)(unsafe.Pointer(&struct{ uintptr }{methods.FxWrite}))
	rc := write(tls, r.file, r.room.p, int32(n*b.size), lib.Tsqlite3_int64(r.first-1)*lib.Tsqlite3_int64(b.size))
	if rc == lib.SQLITE_OK {
		return nil
	}
	return &Error{Code: int(rc), Text: libc.GoString(lib.Xsqlite3_errstr(tls, rc)), System: b.c.fileErrno()}
}

// fileErrno returns the last error of the operating system on the file.
func (c *Conn) fileErrno() syscall.Errno {
	slot := libc.Xcalloc(c.tls, 1, types.Size_t(unsafe.Sizeof(int32(0))))
	defer libc.Xfree(c.tls, slot)
	lib.Xsqlite3_file_control(c.tls, c.db, 0, lib.SQLITE_FCNTL_LAST_ERRNO, slot)
	return syscall.Errno(*(*int32)(pointer(slot)))
}
