package language

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spellAll does what words does, letter by letter.
func (d *Detector) spellAll(text string) {
	for i := 0; i < len(text); {
		if starts[text[i]] == between {
			i++
			continue
		}
		if starts[text[i]] == special {
			if n := notWord(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		end, w := d.spell(text, i)
		if d.count(w.points, w.set) {
			return
		}
		i = max(end, i+1)
	}
}

// TestPlainWords checks that words are read alike eight letters at a time and
// letter by letter.
func TestPlainWords(t *testing.T) {
	part := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z]{0,20}`),
		rapid.SampledFrom(strings.Fields(wordsText)),
		rapid.SampledFrom([]string{" ", "'", "’", ".", "-", "@", "[", "`", "{", "7", "é", "Ж", "ل", "注", "\x00", "\x80", "\xff"}),
	)
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 1, 40).Draw(t, "parts"), "")
		text = text[:min(len(text), maxMessage)]
		var fast, slow Detector
		fast.words(text)
		slow.spellAll(text)
		read += len(fast.text)
		if string(fast.text) != string(slow.text) || fast.scripts != slow.scripts || fast.message != slow.message || fast.pointed != slow.pointed || fast.others != slow.others {
			t.Fatalf("%q: %q %v %v instead of %q %v %v", text, fast.text, fast.scripts, fast.message, slow.text, slow.scripts, slow.message)
		}
	})
	if read == 0 {
		t.Error("no word was read")
	}
}
