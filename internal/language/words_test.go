package language

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPlainWords checks that words are read alike eight letters at a time and
// letter by letter.
func TestPlainWords(t *testing.T) {
	part := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z]{0,20}`),
		rapid.SampledFrom(strings.Fields(wordsText)),
		rapid.SampledFrom([]string{" ", "'", "’", ".", "-", "@", "[", "`", "{", "7", "é", "Ж", "ل", "注", "\x00", "\x80", "\xff"}),
	)
	plain := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 1, 6).Draw(t, "parts"), "")
		for i := range len(text) {
			if starts[text[i]] == between || starts[text[i]] == special && notWord(text[i:]) > 0 {
				continue
			}
			var fast, slow Detector
			end, s := fast.plain(text, i)
			if end == 0 {
				continue
			}
			plain++
			wantEnd, want := slow.spell(text, i)
			if end != wantEnd || s != want || string(fast.text) != string(slow.text) || fast.scripts != slow.scripts || fast.message != slow.message {
				t.Fatalf("%q from %d: to %d %b %q instead of %d %b %q", text, i, end, s, fast.text, wantEnd, want, slow.text)
			}
		}
	})
	if plain == 0 {
		t.Error("no word was plain")
	}
}
