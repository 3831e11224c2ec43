package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// input is an open file: its bytes are counted and hashed as they are on disk,
// and read decompressed.
type input struct {
	path   string
	size   int64 // on disk, 0 if unknown
	raw    *hashed
	text   *bufio.Reader
	closes []func()
	limit  expansion
	file   *os.File    // a regular file, nil for anything else
	before fs.FileInfo // of file when it was opened
}

// hashed counts and hashes what is read through it.
type hashed struct {
	r    io.Reader
	hash *xxhash.Digest
	n    int64
	tell func(int)
}

func (h *hashed) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	_, _ = h.hash.Write(p[:n])
	h.n += int64(n)
	if h.tell != nil {
		h.tell(n)
	}
	return n, err
}

// source is where an input comes from: a file, standard input or a member of an archive.
type source struct {
	path string // as people are told it
	once bool   // it can be opened once only
	open func() (r io.ReadCloser, size int64, err error)
}

// fileSource is a file, or standard input for "-"; what streams ends with ctx.
func fileSource(ctx context.Context, path string, stdin io.Reader) source {
	open := func() (io.ReadCloser, error) { return openPath(path) }
	if path == Stdin {
		open = func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }
	}
	if path == Stdin || isStream(path) {
		return source{path, true, func() (io.ReadCloser, int64, error) { return openStream(ctx, open), 0, nil }}
	}
	return source{path, false, func() (io.ReadCloser, int64, error) {
		f, err := openPath(path)
		if err != nil {
			return nil, 0, err
		}
		info, err := f.Stat()
		if err == nil && info.IsDir() {
			err = errors.New("is a folder")
		}
		if err != nil {
			f.Close()
			return nil, 0, err
		}
		return f, info.Size(), nil
	}}
}

// openInput opens a source. tell is told of bytes read.
func openInput(src source, limit expansion, tell func(int)) (*input, error) {
	r, size, err := src.open()
	if err != nil {
		return nil, err
	}
	in := &input{path: src.path, limit: limit, size: size}
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			in.file, in.before = f, info
		}
	}
	in.closes = append(in.closes, func() { r.Close() })
	in.raw = &hashed{r: r, hash: xxhash.New(), tell: tell}
	return in, in.decompress()
}

// How compressed files begin.
var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// isCompressed tells a compressed file by its first bytes.
func isCompressed(peek []byte) bool {
	return bytes.HasPrefix(peek, gzipMagic) || bytes.HasPrefix(peek, zstdMagic) || isZip(peek)
}

func (in *input) decompress() error {
	b := bufio.NewReaderSize(in.raw, peekSize)
	magic, _ := b.Peek(4)
	switch {
	case bytes.HasPrefix(magic, gzipMagic):
		z, err := gzip.NewReader(b)
		if err != nil {
			in.close()
			return damaged("gzip", err)
		}
		in.text = in.unpack("gzip", z)
	case bytes.Equal(magic, zstdMagic):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			in.close()
			return damaged("zstd", err)
		}
		in.closes = append(in.closes, z.Close)
		in.text = in.unpack("zstd", z)
	default:
		in.text = b
	}
	return nil
}

// unpack reads what a decompressor gives, as far as it may grow.
func (in *input) unpack(format string, z io.Reader) *bufio.Reader {
	return bufio.NewReaderSize(&bounded{unpacked{z, format}, in.limit, new(int64), func() int64 { return in.raw.n }}, peekSize)
}

// expansion bounds how far a compressed input may grow.
type expansion struct {
	bytes int64 // 0: any
	ratio int   // to the size on disk, 0: any
}

func (o *Options) expansion() expansion {
	return expansion{o.DecompressedLimit, o.DecompressionRatio}
}

// smallExpansion is how far an input may grow whatever its ratio.
const smallExpansion = 64 << 20

// bounded stops a decompression that goes beyond its limit.
type bounded struct {
	r     io.Reader
	limit expansion
	given *int64       // bytes so far, of all that shares the limit
	taken func() int64 // bytes on disk that they were made of
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	*b.given += int64(n)
	if b.limit.bytes > 0 && *b.given > b.limit.bytes {
		return n, fmt.Errorf("decompresses to more than %d bytes; raise limits.decompressed_bytes if that is meant", b.limit.bytes)
	}
	if b.limit.ratio > 0 && *b.given > smallExpansion && *b.given/int64(b.limit.ratio) > b.taken() {
		return n, fmt.Errorf("decompresses to more than %d times its size; raise limits.decompression_ratio if that is meant", b.limit.ratio)
	}
	return n, err
}

// changed says what has become of a file while it was read to its end: grown is
// harmless, since the next import brings the rest; lost is not.
func (in *input) changed() (grown bool, lost string) {
	if in.file == nil {
		return false, ""
	}
	now, err := in.file.Stat()
	switch {
	case err != nil:
		return false, "cannot be looked at any more: " + cause(err)
	case in.raw.n < in.before.Size() || now.Size() < in.before.Size():
		return false, fmt.Sprintf("has shrunk while it was read, from %d bytes to %d: what was read is kept; import it again", in.before.Size(), now.Size())
	case now.Size() > in.before.Size():
		return true, ""
	case !now.ModTime().Equal(in.before.ModTime()):
		return false, "was changed while it was read: what was read is kept; import it again"
	}
	return false, ""
}

func (in *input) close() {
	for _, c := range slices.Backward(in.closes) {
		c()
	}
}

// fingerprint identifies a file's bytes together with how they are read.
func fingerprint(hash uint64, size int64, how string) string {
	return fmt.Sprintf("%016x-%d-%016x", hash, size, xxhash.Sum64String(how))
}

// hashSource hashes a whole source, for a look whether it was imported before.
func hashSource(src source) (hash uint64, size int64, err error) {
	r, _, err := src.open()
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	h := xxhash.New()
	size, err = io.CopyBuffer(h, struct{ io.Reader }{r}, make([]byte, 1<<20))
	return h.Sum64(), size, err
}
