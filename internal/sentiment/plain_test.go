package sentiment

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"chatcops/internal/lexis"
)

// TestPlainWay checks that the words that were read already give the score that
// the characters give, for texts of all that a rule looks at.
func TestPlainWay(t *testing.T) {
	a, vocabulary := New(), lexis.NewVocabulary()
	numbers := Enter(vocabulary)
	vocabulary.Close()
	known := rapid.SampledFrom(compiled().entries[1:])
	part := rapid.OneOf(
		rapid.Map(known, func(e entry) string { return e.text }),
		rapid.Map(known, func(e entry) string { return strings.ToUpper(e.text) }),
		rapid.SampledFrom(strings.Fields("not never so least at very kind of but no nor I don't CAN'T still waiting the shit to die for kiss of death just enough order 4711 9pm a_b x-d :) @good #bad")),
		rapid.SampledFrom(strings.Fields("é Été ПРИВЕТ Привет لا 注文。 don’t ‘bad’ ’. … 👍 good👍🏽 ❤️ good\ufe0f ℹ © ϒ İ K Ⴀ \xff \x01")),
	)
	between := rapid.SampledFrom([]string{" ", " ", " ", " ", "", "  ", ". ", "! ", "?", ", ", "...", "\n", "\u00a0", "\u200d", "'", "’", "’. ", "\"", "("})
	var read lexis.Text
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "parts") {
			b.WriteString(part.Draw(t, "part") + between.Draw(t, "between"))
		}
		read.Read(b.String(), vocabulary)
		if want, got := a.Compound(b.String()), a.CompoundOf(&read, numbers); got != want {
			t.Fatalf("%q: %d, by its words %d", b.String(), want, got)
		}
	})
}

// TestCharacters checks what is known of whole scripts for each character.
func TestCharacters(t *testing.T) {
	emoji := compiled().emoji
	for r := rune(0); r <= unicode.MaxRune; r++ {
		c, slow := readCharacter(r), characterOf(r)
		if c.fold != slow.fold || c.class&^rare != slow.class&^rare {
			t.Errorf("%U: %v instead of %v", r, c, slow)
		}
		if cuts := emoji[r] != nil || r == variation || r == joiner || r >= 0x80 && unicode.IsSpace(r); cuts && c.class&rare == 0 {
			t.Errorf("%U cuts words and passes for a part of one", r)
		}
	}
}

// TestTables checks that what is numbered fits into its tables.
func TestTables(t *testing.T) {
	v, steps := compiled(), 0
	for _, s := range v.steps {
		if s.to != 0 {
			steps++
		}
	}
	if n := len(v.entries) + len(v.cues); n > 1<<16 {
		t.Errorf("%d words and nodes, their numbers have 16 bits", n)
	}
	if steps == 0 || steps > len(v.steps)/2 {
		t.Errorf("%d steps in a table of %d", steps, len(v.steps))
	}
	for _, r := range runs {
		if !slices.Contains(strings.Fields(r.text), r.rarest) {
			t.Errorf("%q is not in %q", r.rarest, r.text)
		}
	}
	for _, e := range v.entries {
		if strings.ContainsFunc(e.text, func(r rune) bool { return r >= 0x80 }) {
			t.Errorf("%q is not in ASCII", e.text)
		}
	}
}
