package safe

import (
	"encoding/csv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTerminal(t *testing.T) {
	for _, c := range []struct{ text, line, block string }{
		{"plain text", "plain text", "plain text"},
		{"", "", ""},
		{"two\nlines\r\nthree\rfour", "two lines three four", "two\nlines\nthree\nfour"},
		{"a\tb", "a b", "a    b"},
		{"\x1b[31mred\x1b[0m", "␛[31mred␛[0m", "␛[31mred␛[0m"},
		{"\x1b]0;title\a", "␛]0;title␇", "␛]0;title␇"},
		{"\x00\x08\x7f", "␀␈␡", "␀␈␡"},
		{"c1 \u009b31m", "c1 \ufffd31m", "c1 \ufffd31m"},
		{"raw c1 \x9b31m", "raw c1 \ufffd31m", "raw c1 \ufffd31m"},
		{"next\u0085line\u2028sep\u2029par", "next line sep par", "next\nline\nsep\npar"},
		{"over\u202eride\u202c", "override", "override"},
		{"iso\u2066late\u2069", "isolate", "isolate"},
		{"zero\u200bwidth\ufeff\u2060", "zerowidth", "zerowidth"},
		{"soft\u00adhyphen", "softhyphen", "softhyphen"},
		{"tag\U000e0041\U000e007f\U000e0100", "tag", "tag"},
		{"שלום\u200f עולם\u200e", "שלום\u200f עולם\u200e", "שלום\u200f עולם\u200e"},
		{"👨\u200d👩\u200d👧 ❤\ufe0f می\u200cخواهم", "👨\u200d👩\u200d👧 ❤\ufe0f می\u200cخواهم", "👨\u200d👩\u200d👧 ❤\ufe0f می\u200cخواهم"},
		{"bad \xff\xc3 utf", "bad \ufffd\ufffd utf", "bad \ufffd\ufffd utf"},
		{"ü 漢字", "ü 漢字", "ü 漢字"},
	} {
		if got := Terminal(c.text); got != c.line {
			t.Errorf("Terminal(%q) = %q, want %q", c.text, got, c.line)
		}
		if got := TerminalBlock(c.text); got != c.block {
			t.Errorf("TerminalBlock(%q) = %q, want %q", c.text, got, c.block)
		}
	}
}

var hostile = []string{
	"plain", "\x1b[2J\x1b]8;;http://example.com\a", "\r\n\t", "\u202eabc\u2066", "\xff\xfe\x00", "\u009b31m", "\U000e0041", "=1+1", "\u2028", "␛",
	"'=1", "''=1", "' =1", "-\n", "＝1", "a|b`*_[x](http://x)<b>&amp;", "👨\u200d👩", "\ufeff=1", "1. x", "#",
}

func FuzzTerminal(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, block := Terminal(s), TerminalBlock(s)
		if Terminal(line) != line || TerminalBlock(block) != block {
			t.Fatalf("cleaned again %q and %q change", line, block)
		}
		if !utf8.ValidString(line) || !utf8.ValidString(block) {
			t.Fatalf("%q or %q is no UTF-8", line, block)
		}
		for _, r := range line {
			if unicode.IsControl(r) || isHidden(r) {
				t.Fatalf("Terminal(%q) keeps %U", s, r)
			}
		}
		if i := strings.IndexFunc(block, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || isHidden(r)) }); i >= 0 {
			t.Fatalf("TerminalBlock(%q) keeps %q", s, block[i:])
		}
		if Terminal(block) != Terminal(strings.ReplaceAll(line, "\t", " ")) && !strings.Contains(s, "\t") {
			t.Fatalf("%q and %q differ by more than line breaks", line, block)
		}
	})
}

func TestCSV(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain", "plain"},
		{"", ""},
		{"=1+1", "'=1+1"},
		{"+49 171", "'+49 171"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", "'\rx"},
		{"\nx", "'\nx"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠A", "'＠A"},
		{"  =1", "'  =1"},
		{"\u00a0=1", "'\u00a0=1"},
		{"\ufeff=1", "'\ufeff=1"},
		{"'=1", "''=1"},
		{"''=1", "'''=1"},
		{"'quoted'", "'quoted'"},
		{"'", "'"},
		{"1-1", "1-1"},
		{"a=b", "a=b"},
		{";-)", ";-)"},
		{"\x00=1", "'=1"},
		{"a\x00b\x1bc\x7f", "ab␛c␡"},
		{"two\nlines\r\n\tx", "two\nlines\r\n\tx"},
		{"bad \xff", "bad \ufffd"},
		{"soft\u00ad \u202e", "soft\u00ad \u202e"},
	} {
		if got := CSV(c.text); got != c.want {
			t.Errorf("CSV(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	for _, c := range []struct{ cell, want string }{{"'=1", "=1"}, {"''=1", "'=1"}, {"'quoted'", "'quoted'"}, {"=1", "=1"}, {"-1", "-1"}, {"'", "'"}, {"", ""}} {
		if got := UnguardCSV(c.cell); got != c.want {
			t.Errorf("UnguardCSV(%q) = %q, want %q", c.cell, got, c.want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cell := CSV(s)
		if back := UnguardCSV(cell); back != printable(s) {
			t.Fatalf("%q is written as %q and read back as %q", s, cell, back)
		}
		if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\x00\x1b\x7f\u009b") {
			t.Fatalf("CSV(%q) = %q", s, cell)
		}
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.IndexAny(strings.TrimSpace(cell), "=+-@＝＋－＠") == 0 {
			t.Fatalf("CSV(%q) = %q could be a formula", s, cell)
		}
		var file strings.Builder
		w := csv.NewWriter(&file)
		if err := w.Write([]string{"x", cell}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		record, err := csv.NewReader(strings.NewReader(file.String())).Read()
		if want := strings.ReplaceAll(cell, "\r\n", "\n"); err != nil || record[1] != want { // as encoding/csv reads line breaks
			t.Fatalf("cell %q is read back as %q, %v", cell, record, err)
		}
	})
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain text, really.", "plain text, really."},
		{"a|b", `a\|b`},
		{"*bold* _it_ `code` ~~del~~", "\\*bold\\* \\_it\\_ \\`code\\` \\~\\~del\\~\\~"},
		{"![x](http://example.com)", `!\[x\](http\://example.com)`},
		{"see https://example.com or www.example.com", `see https\://example.com or www\.example.com`},
		{"<script>&lt;", "&lt;script&gt;&amp;lt;"},
		{`back\slash`, `back\\slash`},
		{"$x$", `\$x\$`},
		{"two\nlines\t", "two lines"},
		{"# head", `\# head`},
		{"- item", `\- item`},
		{"---", `\---`},
		{"===", `\===`},
		{"+ item", `\+ item`},
		{"1. item", `1\. item`},
		{"12) item", `12\) item`},
		{"12", "12"},
		{"1.5", `1\.5`},
		{"> quote", "&gt; quote"},
		{"    code", "code"},
		{"a # b - c", "a # b - c"},
		{"\x1b[1m", `␛\[1m`},
		{"", ""},
	} {
		if got := Markdown(c.text); got != c.want {
			t.Errorf("Markdown(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// What Markdown escapes is what its reader unescapes, and nothing is left that means markup.
func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Markdown(s)
		var plain, open strings.Builder // the text that is shown; what is not escaped of it
		for rest := got; rest != ""; {
			switch {
			case rest[0] == '\\':
				plain.WriteByte(rest[1])
				rest = rest[2:]
			case rest[0] == '&':
				entity, after, _ := strings.Cut(rest, ";")
				plain.WriteString(map[string]string{"&lt": "<", "&gt": ">", "&amp": "&"}[entity])
				rest = after
			default:
				plain.WriteByte(rest[0])
				open.WriteByte(rest[0])
				rest = rest[1:]
			}
		}
		if want := strings.TrimSpace(Terminal(s)); plain.String() != want {
			t.Fatalf("Markdown(%q) = %q, shown as %q", s, got, plain.String())
		}
		if strings.ContainsAny(open.String(), "|`*_[]<>\n") || strings.Contains(strings.ReplaceAll(got, `\://`, " "), "://") {
			t.Fatalf("Markdown(%q) = %q is not inert", s, got)
		}
	})
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"shorter", 5, "shor…"},
		{"größer", 6, "größer"},
		{"größere", 6, "größe…"},
		{"two words", 5, "two…"},
		{"x", 0, ""},
		{"", 0, ""},
		{"xy", 1, "…"},
		{"xy", -1, ""},
		{"ae\u0301z", 3, "a…"},             // e with an accent stays whole
		{"a👍🏽bc", 3, "a…"},                 // thumb with a skin tone
		{"👨\u200d👩\u200d👧 family", 5, "…"}, // joined
		{"👨\u200d👩\u200d👧 family", 6, "👨\u200d👩\u200d👧…"},
		{"🇩🇪🇫🇷🇪🇸", 4, "🇩🇪…"}, // flags are pairs
		{"🇩🇪🇫🇷🇪🇸", 5, "🇩🇪🇫🇷…"},
		{"가각갂갃", 3, "가각…"},
		{"\u1100\u1161\u11a8\u1100\u1161", 4, "\u1100\u1161\u11a8…"}, // two syllables of letters
		{"\u1100\u1161\u11a8\u1100\u1161", 3, "…"},
		{"1\ufe0f\u20e3 key", 3, "…"},
		{"漢字漢字", 3, "漢字…"},
	} {
		if got := Snippet(c.text, c.limit); got != c.want {
			t.Errorf("Snippet(%q, %d) = %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

func FuzzSnippet(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, i)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		got := Snippet(s, limit)
		if n := utf8.RuneCountInString(got); n > max(limit, 0) {
			t.Fatalf("Snippet(%q, %d) = %q has %d runes", s, limit, got, n)
		}
		if cut, ok := strings.CutSuffix(got, "…"); got != s && got != "" && (!ok || !strings.HasPrefix(s, cut)) {
			t.Fatalf("Snippet(%q, %d) = %q", s, limit, got)
		}
		if got == "" && limit > 0 && s != "" {
			t.Fatalf("Snippet(%q, %d) is empty", s, limit)
		}
	})
}
