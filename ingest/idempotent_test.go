package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// demoFormats are those of package demo that hold conversations.
var demoFormats = []string{"native-jsonl", "native-csv", "mixed-jsonl", "events-jsonl", "events-csv", "openai"}

// records are the lines of a file, with the header of a table apart.
type records struct {
	header string
	lines  []string
}

func recordsOf(format string, data []byte) records {
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	if !strings.HasSuffix(format, "csv") {
		return records{"", lines}
	}
	var rows []string // a quoted cell may hold line breaks
	for row := ""; len(lines) > 0; lines = lines[1:] {
		if row += lines[0]; strings.Count(row, `"`)%2 == 0 {
			rows, row = append(rows, row), ""
		}
	}
	return records{rows[0], rows[1:]}
}

func (r records) file(lines []string) []byte { return []byte(r.header + strings.Join(lines, "")) }

// eachDemo runs a test on each format, with and without ids of messages.
func eachDemo(t *testing.T, conversations int, test func(t *testing.T, r records, want string)) {
	for _, format := range demoFormats {
		for _, ids := range []bool{false, true} {
			if ids && testing.Short() || ids && !strings.HasPrefix(format, "native") && format != "mixed-jsonl" {
				continue // it has them always
			}
			t.Run(fmt.Sprintf("%s ids %v", format, ids), func(t *testing.T) {
				r := recordsOf(format, demoData(t, format, conversations, ids))
				want := newWorld(t).add(r.file(r.lines)).dump()
				if !strings.Contains(want, "facts") {
					t.Fatal("nothing came in")
				}
				test(t, r, want)
			})
		}
	}
}

// The second time the file differs by a line end, or it would not be read at all.
func TestImportedTwiceIsOnce(t *testing.T) {
	eachDemo(t, 60, func(t *testing.T, r records, want string) {
		all := r.file(r.lines)
		w := newWorld(t).add(all, append(bytes.Clone(all), '\n'))
		sameDump(t, "imported twice", w.dump(), want)
		again := w.run(w.file(".data", append(bytes.Clone(all), "\n\n"...))).Files[0]
		if again.Messages.Inserted != 0 || again.Events.Inserted != 0 || again.Conversations.New+again.Conversations.Changed != 0 || again.Known {
			t.Errorf("the third time brings %+v", again)
		}
		if known := w.run(w.file(".data", all)).Files[0]; !known.Known {
			t.Error("the very same file is read again")
		}
	})
}

func TestSplitInTwo(t *testing.T) {
	eachDemo(t, 12, func(t *testing.T, r records, want string) {
		rapid.Check(t, func(q *rapid.T) {
			at := rapid.IntRange(1, len(r.lines)-1).Draw(q, "at")
			a, b := r.file(r.lines[:at]), r.file(r.lines[at:])
			if rapid.Bool().Draw(q, "swapped") {
				a, b = b, a
			}
			w := newWorld(t)
			if rapid.Bool().Draw(q, "one run") {
				w.run(w.file(".data", a), w.file(".data", b))
			} else {
				w.add(a, b)
			}
			sameDump(q, fmt.Sprintf("split at %d", at), w.dump(), want)
		})
	})
}

func TestOrderOfLinesDoesNotMatter(t *testing.T) {
	eachDemo(t, 12, func(t *testing.T, r records, want string) {
		lines := slices.Clone(r.lines)
		slices.Reverse(lines)
		sameDump(t, "reversed", newWorld(t).add(r.file(lines)).dump(), want)
		rapid.Check(t, func(q *rapid.T) {
			lines := rapid.Permutation(r.lines).Draw(q, "lines")
			sameDump(q, "shuffled", newWorld(t).add(r.file(lines)).dump(), want)
		})
	})
}

// Overlapping pieces in any order, some of them told several times.
func TestManyOverlappingPieces(t *testing.T) {
	eachDemo(t, 12, func(t *testing.T, r records, want string) {
		rapid.Check(t, func(q *rapid.T) {
			n := len(r.lines)
			cuts := rapid.SliceOfN(rapid.IntRange(0, n), 1, 4).Draw(q, "cuts")
			slices.Sort(cuts)
			cuts = append(append([]int{0}, cuts...), n)
			var pieces [][]byte
			for i := 1; i < len(cuts); i++ {
				lo := max(0, cuts[i-1]-rapid.IntRange(0, 30).Draw(q, "overlap"))
				if lo < cuts[i] {
					pieces = append(pieces, r.file(r.lines[lo:cuts[i]]))
				}
			}
			w := newWorld(t).add(rapid.Permutation(pieces).Draw(q, "order")...)
			sameDump(q, "pieces", w.dump(), want)
		})
	})
}

func TestCompressedIsTheSame(t *testing.T) {
	for _, format := range demoFormats {
		data := demoData(t, format, 60, false)
		var gz, zst bytes.Buffer
		g := gzip.NewWriter(&gz)
		z, err := zstd.NewWriter(&zst)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []interface {
			Write([]byte) (int, error)
			Close() error
		}{g, z} {
			if _, err := w.Write(data); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		want := newWorld(t).add(data).dump()
		sameDump(t, format+" in gzip", newWorld(t).add(gz.Bytes()).dump(), want)
		sameDump(t, format+" in zstd", newWorld(t).add(zst.Bytes()).dump(), want)
		sameDump(t, format+" plain, then gzip, then zstd", newWorld(t).add(data, gz.Bytes(), zst.Bytes()).dump(), want)
	}
}
