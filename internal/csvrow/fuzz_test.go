package csvrow

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// addSeeds gives a fuzz target the documents of the table tests.
func addSeeds(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(c.doc), uint8(3))
	}
	f.Add([]byte("a,\"b\"\"\",c\r\n\"\"\"\",\"\r\r\n\",\"x\n"), uint8(0))
	f.Add([]byte("a;\"b;\n;\"\nx\"\"y;\"z\"\n\"q\"r\n\"\"\"\n"), uint8(1))
}

// sepOf lets the fuzzer choose the separator by the low bits of n.
func sepOf(n uint8) byte { return ",;\t|"[n%4] }

// checkStdlib checks that what encoding/csv accepts reads the same.
func checkStdlib(t *testing.T, doc []byte, sep byte) {
	t.Helper()
	std := csv.NewReader(bytes.NewReader(doc))
	std.Comma, std.FieldsPerRecord = rune(sep), -1
	want, err := std.ReadAll()
	if err != nil {
		return
	}
	got := readAll(t, doc, sep, len(doc)+1)
	if len(got) != len(want) {
		t.Fatalf("%q: %d records, want %d", doc, len(got), len(want))
	}
	for i, r := range got {
		for k := range r.fields {
			r.fields[k] = strings.ReplaceAll(r.fields[k], "\r\n", "\n")
		}
		if !slices.Equal(r.fields, want[i]) {
			t.Fatalf("%q: record %d is %q (%s), want %q", doc, i, r.fields, r.err, want[i])
		}
	}
}

// checkBlocks checks that the records do not depend on how they come in blocks.
func checkBlocks(t *testing.T, doc []byte, sep byte, step int) {
	t.Helper()
	whole := readAll(t, doc, sep, len(doc)+1)
	if got := readAll(t, doc, sep, step); !slices.EqualFunc(got, whole, row.equal) {
		t.Fatalf("%q in steps of %d:\n%swant\n%s", doc, step, text(got), text(whole))
	}
}

// checkCut checks that the parts give the records of the whole, and that no
// more could have been cut off.
func checkCut(t *testing.T, doc []byte, sep byte) {
	t.Helper()
	cut := Cut(doc, sep)
	r := Reader{Sep: sep}
	r.Reset(doc)
	for err := error(nil); err != ErrMore; {
		_, err = r.Next(false)
	}
	if r.Offset() < cut || skipEmptyLines(doc, cut, false) != r.Offset() {
		t.Fatalf("Cut(%q) = %d, but a Reader stops at %d", doc, cut, r.Offset())
	}
	got := readAll(t, doc[:cut], sep, len(doc)+1)
	for _, rest := range readAll(t, doc[cut:], sep, len(doc)+1) {
		rest.start += cut
		got = append(got, rest)
	}
	if want := readAll(t, doc, sep, len(doc)+1); !slices.EqualFunc(got, want, row.equal) {
		t.Fatalf("%q cut at %d:\n%swant\n%s", doc, cut, text(got), text(want))
	}
}

// TestAllShortDocuments makes the checks of the fuzz targets on every document
// of up to six of the bytes that matter.
func TestAllShortDocuments(t *testing.T) {
	const alphabet = "a,\"\r\n"
	var check func(doc []byte, more int)
	check = func(doc []byte, more int) {
		checkStdlib(t, doc, ',')
		checkBlocks(t, doc, ',', 1)
		checkCut(t, doc, ',')
		for i := 0; i < len(alphabet) && more > 0; i++ {
			check(append(doc, alphabet[i]), more-1)
		}
	}
	check(make([]byte, 0, 6), 6)
}

func FuzzAgainstStdlib(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc []byte, n uint8) { checkStdlib(t, doc, sepOf(n)) })
}

func FuzzBlocks(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc []byte, n uint8) {
		checkBlocks(t, doc, sepOf(n), 1+int(n))
		if sep := DetectSeparator(doc); !strings.ContainsRune(",;\t|", rune(sep)) {
			t.Fatalf("DetectSeparator(%q) = %q", doc, sep)
		}
	})
}

func FuzzCut(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc []byte, n uint8) { checkCut(t, doc, sepOf(n)) })
}
