package jsondoc

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func parse(t *testing.T, doc string) Value {
	t.Helper()
	var p Parser
	v, err := p.Parse([]byte(doc))
	if err != nil {
		t.Fatalf("Parse(%q): %v", doc, err)
	}
	return v
}

// documents are the seeds of the fuzz targets too.
var documents = []string{
	messageLine,
	`{}`, `[]`, `""`, `0`, `-0`, `-0.5e-10`, `1E+2`, `true`, `false`, `null`, " \t\r\n1\n",
	`[1e999 , 2]`, `{"a":{"b":[1,[2,[]],{}]},"a":null}`, `[[],{},[[]]]`, `[ 1 , 2 ]`, `{ "a" : 1 , "b" : 2 }`,
	`"\"\\\/\b\f\n\r\t\u00e9"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ud83d\n"`, `"\ud83d\u0041"`, `"\ude00\ud83d"`, `"\uD83D\uDE00\uFFFF"`,
	"\"\x7f\x80\xff\"", "\"\xe2\x82\"", "\"\xed\xa0\x80 caf\xc3\xa9\"", "{\"\xff\":1,\"\\ufffd\":2}", `{"\u0061":1,"a":2,"":3}`,
	"\"0123456789abcdef0123456789\u00fc\"", `"0123456701234567\u000001234567"`,
	``, ` `, `{`, `[`, `"`, `"\`, `"\u12`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `[1`, `[1,`, `-`, `1.`, `1e`, `1e+`, `tru`,
	`{,}`, `[,]`, `[1,]`, `{"a":1,}`, `{"a" 1}`, `{1:2}`, `[1 2]`, `[1}`, `{"a":1]`, `1 2`, `{}}`, `[]]`, "\x00", "[1]\x00",
	`01`, `-01`, `+1`, `.5`, `1.e1`, `--1`, `1-1`, `0x10`, `1e5.5`, `NaN`, `Infinity`, `True`, `nulll`, `truefalse`, `'a'`,
	"\"a\nb\"", "\"\x00\"", "\"\x1f\"", "\"0123456789abcde\x1f\"", `"\x"`, `"\u12g4"`, `"\U0041"`, "\ufeff1", "\xff", "[\x0b1]", "// no",
}

func TestAgainstStdlib(t *testing.T) {
	for _, doc := range documents {
		compare(t, []byte(doc))
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		doc     string
		offset  int
		problem string
	}{
		{``, 0, "unexpected end: the record is cut off"},
		{`{"a":"hel`, 9, "unexpected end: the record is cut off"},
		{`{"a":[1,`, 8, "unexpected end: the record is cut off"},
		{`{"a":1`, 6, "unexpected end: the record is cut off"},
		{`{"a"`, 4, "unexpected end: the record is cut off"},
		{`{`, 1, "unexpected end: the record is cut off"},
		{`"\`, 2, "unexpected end: the record is cut off"},
		{`"\u12`, 5, "unexpected end: the record is cut off"},
		{`[-`, 2, "unexpected end: the record is cut off"},
		{`[1.`, 3, "unexpected end: the record is cut off"},
		{`tr`, 2, "unexpected end: the record is cut off"},
		{"{\"a\":\"x\ny\"}", 7, "control character in a string (it must be escaped)"},
		{`"a\qb"`, 2, "unknown escape in a string after a backslash"},
		{`"a\u12x4"`, 2, `\u in a string without four hexadecimal digits`},
		{`[01]`, 1, `"01" is no number in JSON`},
		{`[1.x]`, 1, `"1." is no number in JSON`},
		{`{"a":True}`, 5, `"True" is no value in JSON`},
		{`NaN`, 0, `"NaN" is no value in JSON`},
		{strings.Repeat("x", 100), 0, `"xxxxxxxxxxxxxxxxxxxx" is no value in JSON`},
		{`['a']`, 1, `unexpected character '\'' where a value should start`},
		{"\ufeff{}", 0, `unexpected character '\ufeff' where a value should start`},
		{"\xff", 0, `unexpected byte 0xff where a value should start`},
		{`[1 2]`, 3, `unexpected character '2' where a comma or ']' should follow`},
		{`{"a":1]`, 6, `unexpected character ']' where a comma or '}' should follow`},
		{`{a:1}`, 1, `unexpected character 'a' where a key in double quotes should start`},
		{`{"a" 1}`, 5, `unexpected character '1' where a colon should follow the key`},
		{`{}{}`, 2, `unexpected character '{' after the end of the record`},
		{"1\x00", 1, `unexpected character '\x00' after the end of the record`},
		{strings.Repeat("[", 513), 512, "nested deeper than 512 levels"},
	} {
		var p Parser
		v, err := p.Parse([]byte(c.doc))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Fatalf("Parse(%q) = %v, want a SyntaxError", c.doc, err)
		}
		if syntax.Offset != c.offset || syntax.Problem != c.problem || v.Exists() {
			t.Errorf("Parse(%.40q): offset %d, %q, want %d, %q", c.doc, syntax.Offset, syntax.Problem, c.offset, c.problem)
		}
		if want := fmt.Sprintf("%s (at byte %d)", c.problem, c.offset+1); err.Error() != want {
			t.Errorf("Error() = %q, want %q", err.Error(), want)
		}
	}
}

func TestDepth(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat(`{"a":[`, n/2) + strings.Repeat(`]}`, n/2)) }
	for _, c := range []struct {
		max, depth int
		ok         bool
	}{{0, 512, true}, {0, 514, false}, {4, 4, true}, {4, 6, false}, {1 << 20, 1 << 20, true}} {
		p := Parser{MaxDepth: c.max}
		if _, err := p.Parse(nested(c.depth)); (err == nil) != c.ok {
			t.Errorf("MaxDepth %d, depth %d: %v", c.max, c.depth, err)
		}
	}
	for _, bomb := range []string{"[", `{"a":`, `[{"a":`} {
		var p Parser
		_, err := p.Parse([]byte(strings.Repeat(bomb, 1<<20)))
		if err == nil || !strings.Contains(err.Error(), "nested deeper") {
			t.Errorf("bomb of %q: %v", bomb, err)
		}
	}
}

func TestLargeStrings(t *testing.T) {
	plain := strings.Repeat("lorem ipsum dölor ", 280_000) // over 5 MB
	for _, s := range []string{plain, plain[:len(plain)/4] + "\n" + plain[:len(plain)/4], strings.Repeat("\x01\"", 100_000)} {
		doc, err := json.Marshal(map[string]string{"content": s})
		if err != nil {
			t.Fatal(err)
		}
		if got := parse(t, string(doc)).Get("content").Text(); got != s {
			t.Errorf("string of %d bytes read back as %d bytes", len(s), len(got))
		}
	}
}

func TestCheckSize(t *testing.T) {
	if err := checkSize(maxDocument); err != nil {
		t.Errorf("a document that fits: %v", err)
	}
	if err := checkSize(maxDocument + 1); err == nil || !strings.Contains(err.Error(), "larger than 2 GiB") {
		t.Errorf("a document over 2 GiB: %v", err)
	}
}

func TestStringsOutliveTheirParse(t *testing.T) {
	var p Parser
	var got, want []string
	for i := range 5000 {
		s := fmt.Sprintf("line %d\n\"quoted\"\t%s", i, strings.Repeat("ü", i%300))
		doc, _ := json.Marshal([]string{s, "plain " + strconv.Itoa(i)})
		v, err := p.Parse(doc)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, s, "plain "+strconv.Itoa(i))
		got = append(got, v.Index(0).Text(), v.Index(1).Text())
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("string %d became %q, want %q", i, got[i], want[i])
		}
	}
}

func TestNoAllocation(t *testing.T) {
	var p Parser
	docs := [][]byte{[]byte(messageLine), []byte(`[1,2,[3,{"a":"b"}]]`), []byte(`{"user_id":"ü"}`)}
	size := 0
	read := func() {
		for _, doc := range docs {
			v, err := p.Parse(doc)
			if err != nil {
				t.Fatal(err)
			}
			size += len(v.Get("content").Text()) + len(v.Get("user_id").Text()) + v.Len()
			for it := v.Iter(); it.Next(); {
				size += len(it.Key()) + len(it.Value().RawString())
			}
		}
	}
	if n := testing.AllocsPerRun(100, read); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
	if size == 0 {
		t.Error("nothing was read")
	}
}

func TestParserRecovers(t *testing.T) {
	var p Parser
	for _, doc := range []string{`[[[`, `{"a":{"b":1}`, `{"a":tru}`} {
		if _, err := p.Parse([]byte(doc)); err == nil {
			t.Fatalf("Parse(%q) succeeded", doc)
		}
		v, err := p.Parse([]byte(`{"a":[1]}`))
		if err != nil || v.RawString() != `{"a":[1]}` || v.Get("a").Len() != 1 {
			t.Errorf("after %q: %q, %v", doc, v.RawString(), err)
		}
	}
	// A document of very many nodes leaves no memory behind.
	if _, err := p.Parse([]byte("[0" + strings.Repeat(",0", keepNodes) + "]")); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse([]byte("1")); err != nil || cap(p.nodes) > keepNodes {
		t.Errorf("%d nodes kept, %v", cap(p.nodes), err)
	}
}
