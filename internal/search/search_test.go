package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        bool
	}{
		{"refund", "Where is my refund?", true},
		{"refund", "Where are my refunds?", false},
		{"refund*", "Where are my refunds?", true},
		{"refund*", "prerefund", false},
		{"REFUND late", "late again: the Refund", true},
		{"refund late", "the refund", false},
		{`"late refund"`, "late, refund!", true},
		{`"late refund"`, "refund late", false},
		{`"late refund"`, "too late refunded", false},
		{`"late refun*"`, "too late refunded", true},
		{`"late refun"*`, "too late refunded", true},
		{"refund -late", "a refund", true},
		{"refund -late", "a late refund", false},
		{`refund -"too late"`, "a late refund", true},
		{`refund -"too late"`, "too late: refund", false},
		{"don't", "I don’t know", true},
		{"don't", "don t-shirt", true},
		{"well-known", "a well known thing", true},
		{"FW-700001", "order fw-700001.", true},
		{"FW-700001", "order fw-7000012.", false},
		{"cafe", "Im Café", true},
		{"café", "im cafe", true},
		{"cafe", "im cafe\u0301.", true},
		{"strasse", "in der Straße", true},
		{"straße", "STRASSE", true},
		{"øl", "ol", true},
		{"йод", "иод", false},
		{"ПРИВЕТ", "привет!", true},
		{"退款", "我要退款", true},
		{"退款", "退还款", false},
		{"ผม", "ของผมครับ", true},
		{"환불*", "환불해 주세요", true},
		{"gratis", "gra\u00adtis", true},
		{"a", "b a", true},
		{"a", "ab ba", false},
		{"a b", "b a", true},
		{`"open quote`, "an open quote", true},
		{`say"so much"`, "say: so much", true},
		{`say"so much"`, "so much", false},
		{"AND", "this and that", true},
		{"NEAR(a b)", "near a b", true},
		{"content:refund", "refund", false},
		{"what?*", "whatever", false},
		{"a*b", "a b", true},
		{"-- refund", "refund", true},
		{"„zu spät“", "Viel zu spät", true},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
			continue
		}
		m := q.Matcher()
		if _, ok := m.Match([]byte(c.text)); ok != c.want {
			t.Errorf("%q in %q: %v, want %v", c.query, c.text, ok, c.want)
		}
	}
}

func TestQueriesWithoutWords(t *testing.T) {
	for query, want := range map[string]string{
		"": "no word", " ": "no word", `""`: "no word", "*": "no word", `"`: "no word", "?!": "no word", "-": "no word",
		"-late": "only excludes", strings.Repeat("x", 1001): "1001 bytes", strings.Repeat("a b c d ", 100): "",
	} {
		_, err := Parse(query)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", query, err, want)
		}
	}
	var many strings.Builder
	for i := range 40 {
		many.WriteString("x" + strings.Repeat("y", i) + " ")
	}
	if _, err := Parse(many.String()); err == nil {
		t.Error("40 different terms are accepted")
	}
}

func TestRank(t *testing.T) {
	q, _ := Parse("refund")
	m := q.Matcher()
	of := func(text string) float64 {
		score, ok := m.Match([]byte(text))
		if !ok {
			t.Fatalf("%q is no hit", text)
		}
		return score
	}
	often, once, buried := of("refund, refund, where is my refund"), of("where is my refund for the boots"), of("refund "+strings.Repeat("and more ", 100))
	if often <= once || once <= buried {
		t.Errorf("ranks %v (often), %v (once), %v (in a long text) do not fall", often, once, buried)
	}
}

func TestSnippets(t *testing.T) {
	long := strings.Repeat("before ", 50) + "my refund is a refund" + strings.Repeat(" after", 50)
	for _, c := range []struct {
		name, query, text string
		limit             int
		want              string
	}{
		{"whole", "refund", "My refund!", 80, "My [refund]!"},
		{"cut on both sides", "refund", long, 40, "…before before my [refund] is a [refund] after…"},
		{"accents", "strasse cafe", "Das CAFÉ in der Straße.", 80, "Das [CAFÉ] in der [Straße]."},
		{"at the end", "end", strings.Repeat("word ", 40) + "end", 20, "…word word word word [end]"},
		{"no space to cut at", "退款", strings.Repeat("好", 40) + "退款" + strings.Repeat("好", 40), 16, "…好好好好[退款]好好好好好好好好好好…"},
		{"phrase over punctuation", `"late refund"`, "so late, refund me", 80, "so [late, refund] me"},
		{"nothing found", "refund", "  nothing here  ", 80, "nothing here"},
		{"a match longer than the limit", "x*", "so " + strings.Repeat("x", 100), 20, "so [" + strings.Repeat("x", 17) + "]…"},
		{"overlap", `"a b" "b c"`, "a b c", 80, "[a b c]"},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got := q.Matcher().Snippet(c.text, c.limit).Marked("[", "]", strings.Clone)
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPart(t *testing.T) {
	for _, c := range []struct {
		piece, text string
		want        bool
	}{
		{"fund", "Refunds", true}, {"MY ORDER", "where is my order", true}, {"my order", "my  order", false}, {"ete", "Été", true}, {"x", "", false},
	} {
		if got := NewPart(c.piece).In([]byte(c.text)); got != c.want {
			t.Errorf("%q in %q: %v", c.piece, c.text, got)
		}
	}
}

// TestFold compares the folding of eight characters at once with that of one.
func TestFold(t *testing.T) {
	var all []byte
	for c := range 128 {
		all = append(all, byte(c))
	}
	for _, text := range []string{string(all), string(all) + "É", strings.Repeat("Ab", 4) + "Ö" + string(all)} {
		var whole folded
		whole.set([]byte(text))
		var single []byte
		for _, r := range text {
			single = appendFolded(single, r)
		}
		if string(whole.text) != string(single) {
			t.Errorf("%q folds to %q, want %q", text, whole.text, single)
		}
	}
}

// FuzzSearch checks that what matches is shown, whatever is searched in whatever.
func FuzzSearch(f *testing.F) {
	f.Add(`late -"refund x" ord*`, "a late order", 20)
	f.Add("ß", "\xffSS ẞ", 3)
	f.Add("\"", "退款 a\u0301", 0)
	f.Fuzz(func(t *testing.T, query, text string, limit int) {
		q, err := Parse(query)
		if err != nil {
			return
		}
		m := q.Matcher()
		_, ok := m.Match([]byte(text))
		spans := m.Spans(text)
		if ok && len(spans) == 0 {
			t.Fatalf("%q matches %q, but nowhere", query, text)
		}
		s := m.Snippet(text, min(limit, 1000))
		at := 0
		for _, x := range s.Matches {
			if x.Start < at || x.End <= x.Start || x.End > len(s.Text) {
				t.Fatalf("%q in %q: matches %v of %q", query, text, s.Matches, s.Text)
			}
			at = x.End
		}
		if utf8.ValidString(text) && !utf8.ValidString(s.Text) {
			t.Fatalf("%q in %q: %q is cut within a character", query, text, s.Text)
		}
	})
}
