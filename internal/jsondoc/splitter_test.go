package jsondoc

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// cutOffMark stands for CutOff in the results of split.
const cutOffMark = "(cut off)"

// split feeds doc in chunks of step bytes, as a caller does, and returns the records.
func split(t interface {
	Helper()
	Fatalf(string, ...any)
}, doc []byte, step int) []string {
	t.Helper()
	var s Splitter
	var records []string
	fed := min(step, len(doc))
	for buf := doc[:fed]; ; {
		found, start, end := s.Next(buf, fed == len(doc))
		if start > end || end > len(buf) {
			t.Fatalf("span %d to %d in a buffer of %d bytes", start, end, len(buf))
		}
		done := fed - len(buf) + end
		switch found {
		case Record:
			if start == end {
				t.Fatalf("empty record in %q", doc)
			}
			records = append(records, string(buf[start:end]))
		case CutOff:
			records = append(records, cutOffMark)
		case End:
			if end != len(buf) {
				t.Fatalf("End leaves %q", buf[end:])
			}
			return records
		case NeedMore:
			if fed == len(doc) {
				t.Fatalf("NeedMore at the end of %q", doc)
			}
			fed = min(fed+step, len(doc))
		}
		buf = doc[done:fed]
	}
}

func compareRecords(t interface {
	Helper()
	Fatalf(string, ...any)
}, doc []byte, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("records of %q:\n%q, want\n%q", doc, got, want)
	}
}

var splitterCases = []struct {
	name, doc string
	want      []string
}{
	{"nothing", " \n", nil},
	{"lines", "{\"a\":1}\n{\"b\":2}\n", []string{`{"a":1}`, `{"b":2}`}},
	{"no last newline, no space", `{"a":1}{"b":{}}`, []string{`{"a":1}`, `{"b":{}}`}},
	{"pretty", "{\n  \"a\": [\n    {}\n  ]\n}\n{\n}", []string{"{\n  \"a\": [\n    {}\n  ]\n}", "{\n}"}},
	{"array", `[{"a":1}, [2] ,3,"x]\"",null]`, []string{`{"a":1}`, `[2]`, `3`, `"x]\""`, `null`}},
	{"arrays one after the other", "[1]\n[]\n[[2]]", []string{"1", "[2]"}},
	{"brackets in strings", `{"a":"}]\"\\"}{"b":"{["}`, []string{`{"a":"}]\"\\"}`, `{"b":"{["}`}},
	{"commas between objects", "{\"a\":1},\n{\"b\":2},", []string{`{"a":1}`, `{"b":2}`}},
	{"array cut between elements", `[{"a":1},`, []string{`{"a":1}`, cutOffMark}},
	{"array cut after a number", `[1,2`, []string{`1`, `2`, cutOffMark}},
	{"array cut inside an element", `[{"a":1},{"b":`, []string{`{"a":1}`, `{"b":`}},
	{"garbage before", "hello, {world\nmore\n  {\"a\":1}", []string{"hello, {world\nmore\n  ", `{"a":1}`}},
	{"garbage before an array", "// export\n[{\"a\":1}]", []string{"// export\n", `{"a":1}`}},
	{"garbage only", "nothing here\n", []string{"nothing here\n"}},
	{"garbage in an array", `[{"a":1},oops }:,{"b":2}]`, []string{`{"a":1}`, `oops`, `}:`, `{"b":2}`}},
	{"string without an end", "{\"a\":\"x\n{\"b\":2}\n{\"c\":3}", []string{"{\"a\":\"x\n", `{"b":2}`, `{"c":3}`}},
	{"line feed in a pretty string", "[\n  {\n    \"a\": \"x\ny\",\n    \"m\": [\n      {\"inner\": 1}\n    ]\n  },\n  {\"b\": 2}\n]\n",
		[]string{"{\n    \"a\": \"x\ny\",\n    \"m\": [\n      {\"inner\": 1}\n    ]\n  },\n  ", `{"b": 2}`}},
	{"too many closers", "{\"a\":1}}\n{\"b\":2}", []string{`{"a":1}`, "}\n", `{"b":2}`}},
	{"escape before a line feed", "{\"a\":\"\\\n{\"b\":2}", []string{"{\"a\":\"\\\n", `{"b":2}`}},
	{"control characters and empty lines", "\x00\r\n\r\n{\"a\":\"\x01\"}", []string{"\x00\r\n\r\n", "{\"a\":\"\x01\"}"}},
}

var splitterSeeds = func() (seeds []string) {
	for _, c := range splitterCases {
		seeds = append(seeds, c.doc)
	}
	return seeds
}()

func TestSplitter(t *testing.T) {
	for _, c := range splitterCases {
		t.Run(c.name, func(t *testing.T) {
			for step := 1; step <= len(c.doc)+1; step++ {
				compareRecords(t, []byte(c.doc), split(t, []byte(c.doc), step), c.want)
			}
		})
	}
}

// TestSplitterOnAnyChunks mixes records and rubbish and cuts them at random.
func TestSplitterOnAnyChunks(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		`{"a":1}`, "{\n  \"a\": {\n    \"b\": \"\\\"\"\n  }\n}", `{"s":"\\"}`, `[1,{"x":[]},"y"]`, "[", "]", "{", "}", `"`, `\`, "\n", "\r\n",
		"  ", ",", "word", "12", "null", "\"raw\nfeed\"", "é", "\x00",
	})
	rapid.Check(t, func(t *rapid.T) {
		doc := []byte(strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), ""))
		whole := split(t, doc, len(doc)+1)
		compareRecords(t, doc, split(t, doc, rapid.IntRange(1, 40).Draw(t, "step")), whole)
		// Nothing but blanks, commas and brackets may get lost.
		rest := string(doc)
		for _, r := range whole {
			if r == cutOffMark {
				continue
			}
			at := strings.Index(rest, r)
			if at < 0 || strings.Trim(rest[:at], " \t\r\n,[]") != "" {
				t.Fatalf("%q lost before record %q of %q", rest[:max(at, 0)], r, doc)
			}
			rest = rest[at+len(r):]
		}
		if strings.Trim(rest, " \t\r\n,[]") != "" {
			t.Fatalf("%q lost at the end of %q", rest, doc)
		}
	})
}

// TestSplitterDeliversValidRecords writes objects in any layout and reads them back.
func TestSplitterDeliversValidRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := rapid.SliceOfN(rapid.MapOfN(rapid.String(), rapid.SliceOfN(rapid.String(), 0, 3), 0, 3), 0, 6).Draw(t, "objects")
		inArray := rapid.Bool().Draw(t, "array")
		indent := rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent")
		var want []string
		for _, o := range objects {
			raw, err := json.MarshalIndent(o, "", indent)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, string(raw))
		}
		doc := strings.Join(want, rapid.SampledFrom([]string{"", "\n", " "}).Draw(t, "separator"))
		if inArray {
			doc = "[" + strings.Join(want, ",\n") + "]\n"
		}
		compareRecords(t, []byte(doc), split(t, []byte(doc), rapid.IntRange(1, 60).Draw(t, "step")), want)
	})
}

func TestSkip(t *testing.T) {
	for _, c := range []struct {
		name, long, rest string
		want             []string
	}{
		{"object", `{"a":"` + strings.Repeat("x]}", 100) + `"}`, `{"b":2}`, []string{`{"b":2}`}},
		{"element", `[{"a":[` + strings.Repeat("1,", 100) + `2]}`, `,{"b":2}]`, []string{`{"b":2}`}},
		{"broken", "{\"a\":\"\n" + strings.Repeat(" x", 100), "\n{\"b\":2}", []string{`{"b":2}`}},
		{"garbage", strings.Repeat("x\n", 100), "\n  {\"b\":2}", []string{`{"b":2}`}},
		{"number", "[" + strings.Repeat("1", 100), ",2]", []string{"2"}},
		{"up to the end", `{"a":[`, `1,2`, nil},
		{"nothing to skip", "\n\n", `{"b":2}`, []string{`{"b":2}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s Splitter
			var got []string
			doc := c.long + c.rest
			fed := len(c.long) - 1
			buf := []byte(doc[:fed])
			for skipped := false; ; {
				found, start, end := s.Next(buf, fed == len(doc))
				if found == End {
					break
				}
				if found == Record {
					got = append(got, string(buf[start:end]))
				}
				buf = buf[end:]
				if found != NeedMore {
					continue
				}
				if skipped && len(buf) > 1 && len(got) == 0 && fed <= len(c.long) {
					t.Fatalf("%d bytes of the skipped record are kept", len(buf))
				}
				if !skipped {
					s.Skip()
					skipped = true
				}
				buf = append(buf, doc[fed])
				fed++
			}
			compareRecords(t, []byte(c.long+c.rest), got, c.want)
		})
	}
}
