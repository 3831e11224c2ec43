package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// rejected returns on which lines a file has records that cannot be read.
func rejected(f *FileReport) []int {
	var at []int
	for _, e := range f.Errors {
		at = append(at, e.Line)
	}
	return at
}

func TestBrokenFiles(t *testing.T) {
	for _, c := range []struct {
		name     string
		records  int
		rejected []int
		problem  string // with the file as a whole
		says     string // one of the problems of records
	}{
		{"truncated.jsonl", 2, []int{2}, "", "cut off"},
		{"truncated-array.json", 2, []int{1}, "", "cut off"},
		{"invalid-utf8.jsonl", 3, nil, "", ""},
		{"nul-bytes.jsonl", 4, []int{2, 3}, "", "control character"},
		{"deep-nesting.jsonl", 5, []int{2, 3, 4}, "", "nested deeper than 200 levels"},
		{"numbers.jsonl", 10, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, "", "no whole number"},
		{"dates.jsonl", 11, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, "", "yesterday"},
		{"mixed.jsonl", 12, []int{2, 4, 7, 8, 9, 10, 11}, "", "no conversation_id"},
		{"hostile-text.jsonl", 0, nil, "", ""},
		{"unterminated-quote.csv", 2, []int{2}, "", "never closed"},
		{"columns.csv", 5, []int{3, 4}, "", "7 cells"},
		{"unknown-columns.csv", 0, nil, "no format recognised", ""},
		{"header-only.csv", 0, nil, "has a header and no records", ""},
		{"empty.jsonl", 0, nil, "is empty", ""},
		{"blank-lines.jsonl", 0, nil, "is empty", ""},
		{"only-bom.jsonl", 0, nil, "is empty", ""},
		{"only-bom.csv", 0, nil, "is empty", ""},
		{"utf16.jsonl", 0, nil, "UTF-16", ""},
		{"binary.jsonl", 0, nil, "NUL", ""},
	} {
		w := newWorld(t)
		told := 0
		w.o.Problem = func(string, int, string) { told++ }
		f := w.run(filepath.Join("../testdata/broken", c.name)).Files[0]
		if c.records > 0 && f.Records != c.records || f.Rejected != len(c.rejected) || !slices.Equal(rejected(f), c.rejected) {
			t.Errorf("%s: %d records, rejected at %v, want %d and %v: %v", c.name, f.Records, rejected(f), c.records, c.rejected, f.Errors)
		}
		if !strings.Contains(f.Problem, c.problem) || c.problem == "" && f.Problem != "" {
			t.Errorf("%s: problem %q, want %q", c.name, f.Problem, c.problem)
		}
		if text := fmt.Sprint(f.Errors); !strings.Contains(text, c.says) {
			t.Errorf("%s: no problem says %q: %s", c.name, c.says, text)
		}
		if want := len(c.rejected); c.problem == "" && told != want || c.problem != "" && told != 1 {
			t.Errorf("%s: told of %d problems", c.name, told)
		}
	}
}

// No broken file is left untested, and none hurts when read as any format.
func TestBrokenFilesAsAnyFormat(t *testing.T) {
	paths, err := filepath.Glob("../testdata/broken/*")
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	for i := range Formats {
		w := newWorld(t)
		w.o.Format = &Formats[i]
		r := w.run(paths...)
		if len(r.Files) != len(paths) {
			t.Errorf("%s: %d files read", Formats[i].Name, len(r.Files))
		}
		w.dump()
	}
}

func TestWrongTypes(t *testing.T) {
	w := newWorld(t)
	f := w.run("../testdata/broken/wrong-types.jsonl").Files[0]
	if want := []int{2, 3, 4, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22}; !slices.Equal(rejected(f), want) {
		t.Errorf("rejected at %v: %v", rejected(f), f.Errors)
	}
	for _, fine := range []string{"a number as id", "Content:17", "an object as content", "the same key twice"} {
		if !strings.Contains(w.dump(), fine) {
			t.Errorf("%q is missing", fine)
		}
	}
}

const (
	fineBefore = `{"conversation_id":"c1","role":"user","content":"before"}` + "\n"
	fineAfter  = `{"conversation_id":"c1","role":"user","content":"after"}` + "\n"
)

// Whatever stands on the second line, the first and the third come in.
func TestGoodAroundBad(t *testing.T) {
	noise := make([]byte, 3000)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(noise)
	noise = bytes.ReplaceAll(noise, []byte("\n"), nil)
	for name, line := range map[string]string{
		"long text":     strings.Repeat("x", 5<<20),
		"long string":   `{"conversation_id":"c2","role":"user","content":"` + strings.Repeat("x", 5<<20),
		"deep arrays":   strings.Repeat("[", 1<<20),
		"deep objects":  strings.Repeat(`{"a":`, 1<<18),
		"NUL":           strings.Repeat("\x00", 100),
		"noise":         string(noise),
		"huge number":   `{"conversation_id":"c2","role":"user","content":"x","timestamp":` + strings.Repeat("9", 100_000) + `}`,
		"huge exponent": `{"conversation_id":"c2","role":"user","content":"x","timestamp":1e` + strings.Repeat("9", 1000) + `}`,
		"huge count":    `{"conversation_id":"c2","role":"user","content":"x","input_tokens":1e30}`,
	} {
		w := newWorld(t)
		f := w.run(w.file(".jsonl", []byte(fineBefore+line+"\n"+fineAfter))).Files[0]
		if !slices.Equal(rejected(f), []int{2}) || f.Messages.Inserted != 2 {
			t.Errorf("%s: rejected at %v, %d messages", name, rejected(f), f.Messages.Inserted)
		}
	}
}

func TestLongLineIsRead(t *testing.T) {
	w := newWorld(t)
	long := `{"conversation_id":"c1","role":"assistant","content":"` + strings.Repeat("é", 5<<19) + `"}` + "\n"
	f := w.run(w.file(".jsonl", []byte(fineBefore+long+fineAfter))).Files[0]
	if f.Rejected != 0 || f.Messages.Inserted != 3 || !strings.Contains(w.dump(), strings.Repeat(`\u00e9`, 1000)) {
		t.Errorf("%d rejected, %d messages", f.Rejected, f.Messages.Inserted)
	}
}

// Of a compressed file that is cut off, what came before counts, and the file
// is read again when it is whole.
func TestTruncatedCompression(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about sizes, which the whole run checks")
	}
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range 5000 {
		fmt.Fprintf(z, `{"conversation_id":"c%d","role":"user","content":"%x"}`+"\n", i, noise.Uint64())
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want := newWorld(t).add(gz.Bytes()).dump()
	for _, at := range []int{5, 12, gz.Len() / 2, gz.Len() - 4} {
		w := newWorld(t)
		f := w.run(w.file(".gz", gz.Bytes()[:at])).Files[0]
		where := fmt.Sprintf(" in line %d; records read before: %d;", f.Conversations.New+1, f.Conversations.New)
		if f.Conversations.New == 0 {
			where = " before its first record; get it anew"
		}
		if !strings.Contains(f.Problem, "the gzip file is cut off"+where) {
			t.Errorf("cut at %d: problem %q", at, f.Problem)
		}
		if at > gz.Len()/3 && f.Conversations.New < 1000 {
			t.Errorf("cut at %d: only %d conversations", at, f.Conversations.New)
		}
		sameDump(t, fmt.Sprintf("cut at %d, then whole", at), w.add(gz.Bytes()).dump(), want)
	}
	damaged := bytes.Clone(gz.Bytes())
	damaged[len(damaged)/2] ^= 0xff
	w := newWorld(t)
	if f := w.run(w.file(".gz", damaged)).Files[0]; !strings.Contains(f.Problem, "the gzip file is damaged, found in line ") {
		t.Errorf("damaged: problem %q", f.Problem)
	}
	zst := zstdOf(t, bytes.Repeat([]byte(fineBefore), 10_000))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut":     {zst[:len(zst)-1], "the zstd file is cut off"},
		"damaged": {slices.Concat(zst[:len(zst)-2], []byte{zst[len(zst)-2] ^ 0xff, zst[len(zst)-1]}), "the zstd file is damaged"},
	} {
		w := newWorld(t)
		if f := w.run(w.file(".zst", c.data)).Files[0]; !strings.Contains(f.Problem, c.want) || strings.Contains(f.Problem, "EOF") {
			t.Errorf("zstd, %s: problem %q", name, f.Problem)
		}
	}
}

// zstdOf compresses with a checksum.
func zstdOf(t *testing.T, text []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	return z.EncodeAll(text, nil)
}

func TestFilesThatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	good := w.file(".jsonl", []byte(fineBefore))
	locked := w.file(".jsonl", []byte(fineBefore))
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	r := w.run(filepath.Join(w.dir, "none.jsonl"), w.dir, good)
	if !r.Failed() || r.Files[0].Problem == "" || r.Files[1].Problem != "is a folder" || r.Files[2].Messages.Inserted != 1 {
		t.Errorf("%+v %+v %+v", *r.Files[0], *r.Files[1], *r.Files[2])
	}
	w.o.DecompressedLimit = 1000
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(fineAfter), 10_000))
	_ = z.Close()
	if f := w.run(w.file(".gz", bomb.Bytes())).Files[0]; !strings.Contains(f.Problem, "limits.decompressed_bytes") {
		t.Errorf("problem %q", f.Problem)
	}
}
