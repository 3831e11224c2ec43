package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
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
	limit  int64 // of decompressed bytes, 0: none
	given  int64 // decompressed bytes so far
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

// openInput opens a file, or stdin for "-". tell is told of bytes read.
func openInput(path string, stdin io.Reader, limit int64, tell func(int)) (*input, error) {
	in := &input{path: path, limit: limit}
	var r io.Reader = stdin
	if path != Stdin {
		f, err := os.Open(path)
		if err != nil {
			return nil, errors.New(cause(err))
		}
		in.closes = append(in.closes, func() { f.Close() })
		info, err := f.Stat()
		if err == nil && info.IsDir() {
			err = errors.New("is a folder")
		}
		if err != nil {
			in.close()
			return nil, err
		}
		in.size, r = info.Size(), f
	}
	in.raw = &hashed{r: r, hash: xxhash.New(), tell: tell}
	return in, in.decompress()
}

func (in *input) decompress() error {
	b := bufio.NewReaderSize(in.raw, peekSize)
	magic, _ := b.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(b)
		if err != nil {
			in.close()
			return fmt.Errorf("gzip: %w", err)
		}
		in.text = bufio.NewReaderSize(&bounded{z, in}, peekSize)
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			in.close()
			return fmt.Errorf("zstd: %w", err)
		}
		in.closes = append(in.closes, z.Close)
		in.text = bufio.NewReaderSize(&bounded{z, in}, peekSize)
	default:
		in.text = b
	}
	return nil
}

// bounded stops a decompression that goes beyond its limit.
type bounded struct {
	r  io.Reader
	in *input
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.in.given += int64(n)
	if b.in.limit > 0 && b.in.given > b.in.limit {
		return n, fmt.Errorf("decompresses to more than %d bytes; raise limits.decompressed_bytes if that is meant", b.in.limit)
	}
	return n, err
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

// hashFile hashes a whole file, for a look whether it was imported before.
func hashFile(path string) (hash uint64, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	h := xxhash.New()
	size, err = io.CopyBuffer(h, struct{ io.Reader }{f}, make([]byte, 1<<20))
	return h.Sum64(), size, err
}
