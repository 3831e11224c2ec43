package scoring

import (
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestAddresses compares findAddress with the expression.
func TestAddresses(t *testing.T) {
	defaults, err := DefaultGoals()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(defaults, func(g Goal) bool { return g.Pattern != nil && g.Pattern.String() == addressPattern }) {
		t.Error("no default goal has the expression")
	}
	re := regexp.MustCompile(addressPattern)
	compare := func(t interface{ Fatalf(string, ...any) }, text string) (found bool) {
		from, to, ok := findAddress(text)
		want := re.FindStringIndex(text)
		if ok != (want != nil) || ok && (from != want[0] || to != want[1]) {
			t.Fatalf("%q: from %d to %d (%v) instead of %v", text, from, to, ok, want)
		}
		return ok
	}
	part := rapid.OneOf(
		rapid.StringMatching(`[a-z0-9]{0,3}`),
		rapid.SampledFrom([]string{"@", "@", ".", ".", "-", "_", "%", "+", ",", "'", "Z", "é", "注", "٣", "½", "Ⅷ", "\xff", "\xc3", "\ufffd", "`", "{", "[", "/", ":", " "}),
	)
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, s := range rapid.SliceOfN(part, 1, 16).Draw(t, "parts") {
			text += s
		}
		if compare(t, text) {
			found++
		}
	})
	for _, text := range []string{"", "@", "a@b.cd", ".@b.cd", "a.@b.cd", "..a@b.cd.", "a@b.c", "a@b.cd.e", "a@-b.cd", "a@b-.cd", "a@b..cd", "a@b.c1", "a@b@c.de", "x <ana.king@mail.example.com>, yes", "é@ü.ñandú9"} {
		if compare(t, text) {
			found++
		}
	}
	if found < 6 {
		t.Error("hardly any address was found")
	}
}
