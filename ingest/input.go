package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/zstd"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// endings are those of the files that are taken from a folder.
var endings = []string{".jsonl", ".ndjson", ".json", ".csv", ".tsv"}

// compressions are the endings behind which another one may stand.
var compressions = []string{".gz", ".zst"}

// Expand turns the paths of a command line into files, sorted within each path:
// folders are searched for data files, globs are matched, - is standard input.
func Expand(dir string, paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		if p == Stdin {
			files = append(files, p)
			continue
		}
		found, err := expand(rooted(dir, p))
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: holds no data files (%s, also behind .gz or .zst)", p, strings.Join(endings, ", "))
		}
		files = append(files, found...)
	}
	return files, nil
}

// rooted places a relative path in the working directory, for tests have their own.
func rooted(dir, path string) string {
	if filepath.IsAbs(path) || dir == "" {
		return path
	}
	if wd, err := os.Getwd(); err == nil && wd == dir {
		return path
	}
	return filepath.Join(dir, path)
}

func expand(path string) ([]string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?[") {
		found, gerr := filepath.Glob(path)
		if gerr != nil {
			return nil, fmt.Errorf("%s: %w", path, gerr)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no file matches", path)
		}
		var all []string
		for _, f := range found {
			more, err := expand(f)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s", path, cause(err))
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %s", p, cause(err))
		}
		if strings.HasPrefix(e.Name(), ".") && p != path {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.Type().IsRegular() && isData(p) {
			files = append(files, p)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

func isData(path string) bool {
	path = strings.ToLower(path)
	for _, c := range compressions {
		path = strings.TrimSuffix(path, c)
	}
	return slices.Contains(endings, filepath.Ext(path))
}

// cause strips operation and path from an error of the file system.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

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
