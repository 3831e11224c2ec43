package ingest

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
)

// entryBytes is how much of an archive's directory one of its files takes at most
// for the limit of archive_entries to be kept: the header and a long name.
const entryBytes = 1 << 10

// directoryBytes returns the size of the directory at the end of a zip archive, so
// that one that would not fit into memory need not be read; 0 if there is none.
// Layout: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
func directoryBytes(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	tail := make([]byte, min(info.Size(), 64<<10+22+20)) // the longest comment, the end, the pointer to a wide end
	start := info.Size() - int64(len(tail))
	if _, err := f.ReadAt(tail, start); err != nil && err != io.EOF {
		return 0
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return 0
	}
	le := binary.LittleEndian
	if size := le.Uint32(tail[at+12:]); size != wide {
		return int64(size)
	}
	if at < 20 || !bytes.HasPrefix(tail[at-20:], []byte("PK\x06\x07")) {
		return 0
	}
	end := make([]byte, 56)
	if _, err := f.ReadAt(end, int64(le.Uint64(tail[at-20+8:])&(1<<62-1))); err != nil || !bytes.HasPrefix(end, []byte("PK\x06\x06")) {
		return 0
	}
	return int64(le.Uint64(end[40:]) & (1<<62 - 1))
}
