package scoring

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
)

func TestRequired(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{`(?i)\bplease\b`, "plea~"},
		{`please`, "please"},
		{`refund|money back`, "refund money back"},
		{`(?i)(how much|price).*now`, "how much~ price~"},
		{`x*y?`, ""},
		{`a|b*`, ""},
		{`(?i)kiss`, "i~"},
		{`(?i)kk`, ""},
		{`(abc){2,}d`, "abc"},
		{`(?:a+bc)?d`, "d"},
		{`[a-z]+@[a-z]+`, "@"},
		{`(?i)Grüße bitte`, "e bitte~"},
		{``, ""},
	} {
		tree, err := syntax.Parse(c.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range required(tree) {
			if n.fold {
				n.text += "~"
			}
			got = append(got, n.text)
		}
		if have := strings.Join(got, " "); have != c.want {
			t.Errorf("%s: %q, want %q", c.pattern, have, c.want)
		}
	}
}

func TestWithinWord(t *testing.T) {
	for pattern, want := range map[string]bool{`(?i)\bplease\b`: true, `[a-z.]+@[a-z]+`: true, `FW-\d{4,}`: true, `thank you`: false, `^hi`: false, `a.c`: false, `a\sc`: false, `a[^b]c`: false,
		`(?i)ref(und|use)`: true, `\S+@\S+`: true, `hi$`: false} {
		tree, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if got := withinWord(tree); got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
}

// FuzzSearch holds the search to the expression alone.
func FuzzSearch(f *testing.F) {
	for _, p := range []string{`(?i)\bplease\b`, `refund|money back`, `(?i)kiss`, `(?i)a(b|cd)+e`, `[a-z]+@x`, `(?i)ſet|K`, `x{2,3}(?-i:Y)`, `^é`, `\Ba@`, `\b@b$`, `[^x]@`, `(?s).@`, `\S+@\S`} {
		for _, text := range []string{"", "Please", "PLEA please", "money back", "KISS me", "ſet", "aBcDe", "ab@x", "xxY", "É", "\xff@x", "a @ b@c", "@b\n@b", "x\va@\fba@"} {
			f.Add(p, text)
		}
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 60 || len(text) > 300 {
			return
		}
		re, err := regexp.Compile(pattern)
		if err != nil {
			return
		}
		s := newSearch(re)
		want := re.FindString(text)
		if got, ok := s.in(text); ok != re.MatchString(text) || ok && len(want) <= maxFound && got != want {
			t.Fatalf("%q in %q: %q %v, want %q", pattern, text, got, ok, want)
		}
	})
}

func TestMatchIsClipped(t *testing.T) {
	s := newSearch(regexp.MustCompile(`x.*`))
	got, ok := s.in("ax" + strings.Repeat("é", 300))
	if !ok || len(got) > maxFound || !strings.HasPrefix(got, "xé") || !strings.HasSuffix(got, "é") {
		t.Errorf("%q %v", got, ok)
	}
}
