package language

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"
)

// byLibrary are the languages of trigrams.txt by the names of whatlanggo.
var byLibrary = map[whatlanggo.Lang]string{
	whatlanggo.Eng: "en", whatlanggo.Deu: "de", whatlanggo.Fra: "fr", whatlanggo.Spa: "es", whatlanggo.Por: "pt", whatlanggo.Ita: "it",
	whatlanggo.Nld: "nl", whatlanggo.Swe: "sv", whatlanggo.Dan: "da", whatlanggo.Nob: "no", whatlanggo.Pol: "pl", whatlanggo.Ces: "cs",
	whatlanggo.Tur: "tr", whatlanggo.Ron: "ro", whatlanggo.Fin: "fi", whatlanggo.Hun: "hu", whatlanggo.Ind: "id", whatlanggo.Vie: "vi",
	whatlanggo.Hrv: "hr", whatlanggo.Slv: "sl", whatlanggo.Est: "et", whatlanggo.Lav: "lv", whatlanggo.Lit: "lt",
	whatlanggo.Arb: "ar", whatlanggo.Pes: "fa", whatlanggo.Urd: "ur", whatlanggo.Hin: "hi", whatlanggo.Mar: "mr", whatlanggo.Nep: "ne",
}

// likeliestPlainly asks the library from which the trigrams are.
func likeliestPlainly(text []byte) (code string, sure float64) {
	asked := map[whatlanggo.Lang]bool{}
	for l := range byLibrary {
		asked[l] = true
	}
	info := whatlanggo.DetectWithOptions(string(text), whatlanggo.Options{Whitelist: asked})
	if code = byLibrary[info.Lang]; code == "" {
		return "", 0 // no language that was asked about
	}
	return code, info.Confidence
}

// murmur makes a text of the trigrams of a few languages and of the letters of any script.
func murmur(lists [][]string, r *rand.Rand) string {
	var b strings.Builder
	var from [3][]string
	for i := range from {
		from[i] = lists[r.IntN(len(lists))]
	}
	for range r.IntN(60) {
		switch r.IntN(12) {
		case 0:
			b.WriteByte(" '"[r.IntN(2)])
		case 1:
			t := writings[r.IntN(len(writings))].R16
			in := t[r.IntN(len(t))]
			b.WriteRune(rune(in.Lo) + rune(in.Stride)*rune(r.IntN(int(in.Hi-in.Lo)/int(in.Stride)+1)))
		default:
			list := from[r.IntN(1+r.IntN(3))]
			b.WriteString(strings.ReplaceAll(list[r.IntN(len(list))], "_", " "))
		}
	}
	return b.String()
}

// TestTrigrams holds the guess to that of the library, whatever the words.
func TestTrigrams(t *testing.T) {
	var lists [][]string
	for line := range strings.Lines(trigramsText) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			lists = append(lists, fields[1:])
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	count := map[string]int{}
	for range 1500 {
		var d Detector
		for range 1 + r.IntN(2) {
			d.spell(strings.ReplaceAll(murmur(lists, r), " ", "x"), 0)
			for _, w := range strings.Fields(murmur(lists, r)) {
				d.spell(w, 0)
			}
		}
		text := d.text[:min(len(d.text), maxForTrigrams)]
		want, wantSure := likeliestPlainly(text)
		code, sure := d.likeliest(text)
		if sure != wantSure || sure > 0 && code != want {
			t.Fatalf("%q is %s (%v) instead of %s (%v)", text, code, sure, want, wantSure)
		}
		if sure > 0 {
			count[code]++
		}
	}
	for _, code := range trigrams().codes {
		if count[code] < 8 {
			t.Errorf("only %d texts were in %s", count[code], code)
		}
	}
}

// TestLettersStayAsTheyAre holds what spelling leaves to what the library counts:
// letters in lower case, no punctuation.
func TestLettersStayAsTheyAre(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if small := readLetter(r).small; small != 0 && (unicode.ToLower(small) != small || unicode.In(small, unicode.S, unicode.P, unicode.Nd, unicode.Space)) {
			t.Fatalf("%U becomes %U", r, small)
		}
	}
}
