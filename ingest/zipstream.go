package ingest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
)

// zipStream reads the members of a zip archive from its beginning, without the
// directory at its end. Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7 and 4.3.9.
type zipStream struct {
	r     *bufio.Reader
	bound func(io.Reader) io.Reader // limits how much members may hold
	body  io.Reader                 // of the member that is being read
	late  bool                      // its sizes follow it
}

func newZipStream(r io.Reader, bound func(io.Reader) io.Reader) *zipStream {
	return &zipStream{r: bufio.NewReaderSize(r, peekSize), bound: bound}
}

// errNoMember tells that what follows is the directory, or nothing that is known.
var errNoMember = errors.New("what follows is no member")

// Fixed parts of an archive.
const (
	localHeader = 30 // bytes before the name of a member
	zip64Extra  = 1  // id of the field that holds sizes of 4 GiB and more
	wide        = 1<<32 - 1
)

// next returns the next member; what is left of the one before is passed over.
// The error is io.EOF where the archive ends.
func (z *zipStream) next() (name string, body io.Reader, err error) {
	if z.body != nil {
		if _, err := io.Copy(io.Discard, z.body); err != nil {
			return "", nil, err
		}
		if z.late {
			z.descriptor()
		}
	}
	head := make([]byte, localHeader)
	if _, err := io.ReadFull(z.r, head); err != nil {
		return "", nil, io.EOF
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return "", nil, errNoMember
	}
	le := binary.LittleEndian
	flags, method, size := le.Uint16(head[6:]), le.Uint16(head[8:]), int64(le.Uint32(head[18:]))
	rest := make([]byte, int(le.Uint16(head[26:]))+int(le.Uint16(head[28:])))
	if _, err := io.ReadFull(z.r, rest); err != nil {
		return "", nil, io.EOF
	}
	name, extra := string(rest[:le.Uint16(head[26:])]), rest[le.Uint16(head[26:]):]
	if size == wide {
		size = wideSize(extra)
	}
	z.late = flags&8 != 0
	switch {
	case flags&1 != 0:
		return "", nil, errEncrypted
	case method == 8:
		z.body = flate.NewReader(z.r) // it reads no further than its end
	case method == 0 && !z.late:
		z.body = &io.LimitedReader{R: z.r, N: size}
	default:
		return "", nil, errors.New("a member is compressed in a way that cannot be read without the directory")
	}
	z.body = z.bound(z.body)
	return name, z.body, nil
}

// wideSize returns the compressed size that a zip64 field holds, after the full one.
func wideSize(extra []byte) int64 {
	for len(extra) >= 4 {
		id, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if 4+n > len(extra) {
			break
		}
		if id == zip64Extra && n >= 16 {
			return int64(binary.LittleEndian.Uint64(extra[12:]) & (1<<62 - 1))
		}
		extra = extra[4+n:]
	}
	return 0
}

// descriptor passes over the checksum and the sizes behind a member: with or
// without their signature, of 4 or of 8 bytes. The next signature tells which.
func (z *zipStream) descriptor() {
	for _, n := range []int{16, 24, 12, 20} {
		if b, err := z.r.Peek(n + 2); err == nil && b[n] == 'P' && b[n+1] == 'K' {
			_, _ = z.r.Discard(n)
			return
		}
	}
}
