package jsondoc

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"testing"
	"unicode/utf8"
)

// stdlibDepth is the nesting that encoding/json accepts.
const stdlibDepth = 10000

// compare checks that a document is accepted exactly if encoding/json accepts
// it, and that it then reads the same.
func compare(t *testing.T, doc []byte) {
	t.Helper()
	compareBy(t, &Parser{MaxDepth: stdlibDepth}, doc)
}

// compareBy does so with a Parser that may have parsed other documents.
func compareBy(t *testing.T, p *Parser, doc []byte) {
	t.Helper()
	original := bytes.Clone(doc)
	v, err := p.Parse(doc)
	if valid := json.Valid(doc); (err == nil) != valid {
		t.Fatalf("Parse(%q) = %v, json.Valid says %v", doc, err, valid)
	}
	if err != nil {
		return
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	var want any
	if err := d.Decode(&want); err != nil {
		t.Fatalf("json.Decode(%q): %v", doc, err)
	}
	compareValue(t, v, want)
	if !bytes.Equal(doc, original) {
		t.Fatalf("Parse changed its input %q", original)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, doc); err != nil {
		t.Fatal(err)
	}
	if got := Compact(nil, doc); !bytes.Equal(got, compact.Bytes()) {
		t.Fatalf("Compact(%q) = %q, want %q", doc, got, compact.Bytes())
	}
}

func compareValue(t *testing.T, v Value, want any) {
	t.Helper()
	if !json.Valid(v.Raw()) {
		t.Fatalf("Raw() = %q is no JSON", v.Raw())
	}
	compareCompact(t, v)
	switch want := want.(type) {
	case nil:
		if v.Kind() != Null || v.RawString() != "null" {
			t.Fatalf("%q is %v, want null", v.RawString(), v.Kind())
		}
	case bool:
		if b, ok := v.Bool(); !ok || b != want || v.Scalar() != strconv.FormatBool(want) {
			t.Fatalf("Bool() of %q = %v, %v", v.RawString(), b, ok)
		}
	case json.Number:
		compareNumber(t, v, want)
	case string:
		s, ok := v.Str()
		if !ok || s != want || v.Scalar() != want || !utf8.ValidString(s) {
			t.Fatalf("Str() of %q = %q, %v, want %q", v.RawString(), s, ok, want)
		}
	case []any:
		compareArray(t, v, want)
	case map[string]any:
		compareObject(t, v, want)
	}
}

// compareCompact checks that what is taken from the document as it stands is what
// would have been written.
func compareCompact(t *testing.T, v Value) {
	t.Helper()
	if got, want := v.Compact(), string(Compact(nil, v.Raw())); got != want {
		t.Fatalf("Compact() of %q = %q, want %q", v.RawString(), got, want)
	}
	for it := v.Iter(); v.Kind() == Object && it.Next(); {
		want := string(AppendString(nil, it.Key())) + ":" + it.Value().Compact()
		if got := string(it.AppendMember(nil)); got != want {
			t.Fatalf("AppendMember() of %q = %q, want %q", v.RawString(), got, want)
		}
	}
}

func compareNumber(t *testing.T, v Value, want json.Number) {
	t.Helper()
	if v.Kind() != Number || v.Scalar() != string(want) {
		t.Fatalf("%q read as %q of kind %v", want, v.Scalar(), v.Kind())
	}
	f, ok := v.Float()
	if wantF, err := want.Float64(); (err == nil) != ok || ok && f != wantF {
		t.Fatalf("Float() of %s = %v, %v, want %v, %v", want, f, ok, wantF, err)
	}
	if n, err := want.Int64(); err == nil {
		if got, ok := v.Int(); !ok || got != n {
			t.Fatalf("Int() of %s = %v, %v", want, got, ok)
		}
	}
}

func compareArray(t *testing.T, v Value, want []any) {
	t.Helper()
	if v.Kind() != Array || v.Len() != len(want) {
		t.Fatalf("%q has kind %v and %d elements, want %d", v.RawString(), v.Kind(), v.Len(), len(want))
	}
	i := 0
	for it := v.Iter(); it.Next(); i++ {
		if it.Key() != "" {
			t.Fatalf("element %d has the key %q", i, it.Key())
		}
		compareValue(t, it.Value(), want[i])
	}
}

func compareObject(t *testing.T, v Value, want map[string]any) {
	t.Helper()
	if v.Kind() != Object {
		t.Fatalf("%q is of kind %v, want an object", v.RawString(), v.Kind())
	}
	last := map[string]Value{}
	for it := v.Iter(); it.Next(); {
		last[it.Key()] = it.Value()
	}
	if len(last) != len(want) {
		t.Fatalf("%q has %d distinct keys, want %d", v.RawString(), len(last), len(want))
	}
	for key, w := range want {
		if !last[key].Exists() || v.Get(key) != last[key] {
			t.Fatalf("%q: Get(%q) is not the last of this key", v.RawString(), key)
		}
		compareValue(t, last[key], w)
	}
}

func FuzzAgainstStdlib(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { compare(t, doc) })
}

// TestReused parses all pairs of documents one after the other, be they JSON or not:
// nothing of the document before is left.
func TestReused(t *testing.T) {
	docs := []string{`{"a":1,"b":"c"}`, `{"a":"b","b":"c"}`, `{"b":"c","a":1}`, `{"a" :1,"bc":2}`, `{"a":{"b":"c"},"d":[]}`, `{"a":[],"b":{"b":1}}`,
		`{"a\n":1,"b":2}`, `{"a\u000a":1,"ü":2}`, `["a","b","a"]`, `{"a":1,"b":"c`, `{"a`, `{"a":1,"b":"c"}x`, `{}`, `1`, ``, `{"a":"b\"","b\"":1}`, "{\"\xff\":1,\"b\":2}"}
	for _, first := range docs {
		for _, second := range docs {
			p := Parser{MaxDepth: stdlibDepth}
			for _, doc := range []string{first, second, first, second + " "} {
				compareBy(t, &p, []byte(doc))
			}
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "<&>", "\u2028\u2029\ufffd", "\xff\xc3", "日本 \xed\xa0\x80 😀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := AppendString([]byte("x"), s)[1:]
		if !utf8.Valid(got) || bytes.ContainsAny(got, "\u2028\u2029") {
			t.Fatalf("AppendString(%q) = %q", s, got)
		}
		var back string
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatalf("AppendString(%q) = %q: %v", s, got, err)
		}
		if want := string(bytes.ToValidUTF8([]byte(s), nil)); want == s && back != s {
			t.Fatalf("%q read back as %q", s, back)
		}
		if want := string([]rune(s)); back != want { // the conversion replaces each invalid byte
			t.Fatalf("%q read back as %q, want %q", s, back, want)
		}
	})
}

func FuzzSplitter(f *testing.F) {
	for _, doc := range append(documents, splitterSeeds...) {
		f.Add([]byte(doc), uint8(3))
	}
	f.Fuzz(func(t *testing.T, doc []byte, step uint8) {
		whole := split(t, doc, len(doc)+1)
		compareRecords(t, doc, split(t, doc, int(step)+1), whole)
		// What encoding/json reads as a sequence of objects must come out the same.
		d := json.NewDecoder(bytes.NewReader(doc))
		var want []string
		for {
			var raw json.RawMessage
			err := d.Decode(&raw)
			if err == io.EOF {
				break
			}
			if err != nil || raw[0] != '{' {
				return
			}
			want = append(want, string(raw))
		}
		compareRecords(t, doc, whole, want)
	})
}

// TestAllShortDocuments makes the checks of the fuzz targets on every document
// of up to four of the bytes that matter.
func TestAllShortDocuments(t *testing.T) {
	const alphabet = "{}[],:\"\\ 1\nu"
	var check func(doc []byte, more int)
	check = func(doc []byte, more int) {
		compare(t, doc)
		compareRecords(t, doc, split(t, doc, 1), split(t, doc, len(doc)+1))
		for i := 0; i < len(alphabet) && more > 0; i++ {
			check(append(doc, alphabet[i]), more-1)
		}
	}
	check(make([]byte, 0, 4), 4)
}
