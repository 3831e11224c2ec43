package language

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed trigrams.txt
var trigramsText string

// What trigrams say counts from so many letters on, if it is so sure: both were
// chosen so that short English texts are not taken for others.
const (
	fewestForTrigrams = 20
	surest            = 0.8
	maxForTrigrams    = 300 // bytes; more text costs more and tells no more
)

// byTrigrams tells the language by the trigrams of the words read.
func (d *Detector) byTrigrams() string {
	if len(d.text) < fewestForTrigrams && d.others < fewestLetters {
		return ""
	}
	code, sure := d.likeliest(d.text[:min(len(d.text), maxForTrigrams)])
	best, _ := d.lead()
	switch top := d.points[best]; {
	case sure == 0: // two are as likely
		return ""
	case d.others >= fewestLetters || code == codes[best] && top > 0:
	case sure < surest || top >= fewestPoints:
		return ""
	}
	return code
}

// profiles are the frequent trigrams of languages.
type profiles struct {
	codes   []string                      // of the languages
	writing map[*unicode.RangeTable][]int // which of them are written so
	numbers map[trigram]uint16            // of trigrams, from 1 on
	ranks   [][]rank                      // by number
}

// rank is what a trigram counts in a language: the more, the more frequent it is.
type rank struct {
	language uint8
	points   uint16
}

// mostPoints are those of the most frequent trigram of a language.
const mostPoints = 300

// trigram is three characters, of which each takes the bits of one.
type trigram uint64

const runeBits = 21

// then is the last two characters of a trigram and another one.
func (t trigram) then(r rune) trigram { return (t<<runeBits | trigram(r)) & (1<<(3*runeBits) - 1) }

// trigrams reads the profiles when they are first needed.
var trigrams = sync.OnceValue(func() *profiles {
	p := &profiles{writing: map[*unicode.RangeTable][]int{}, numbers: map[trigram]uint16{}, ranks: make([][]rank, 1)}
	for line := range strings.Lines(trigramsText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		language := len(p.codes)
		p.codes = append(p.codes, fields[0])
		in := writingOf([]byte(strings.Join(fields[1:], " ")))
		p.writing[in] = append(p.writing[in], language)
		for i, f := range fields[1:] {
			var t trigram
			for _, r := range strings.ReplaceAll(f, "_", " ") {
				t = t.then(r)
			}
			n, ok := p.numbers[t]
			if !ok {
				n = uint16(len(p.ranks))
				p.numbers[t] = n
				p.ranks = append(p.ranks, nil)
			}
			p.ranks[n] = append(p.ranks[n], rank{uint8(language), uint16(mostPoints - i)})
		}
	}
	return p
})

// likeliest returns the language whose frequent trigrams a text has most of, and
// how sure that is, from 0 to 1.
func (d *Detector) likeliest(text []byte) (code string, sure float64) {
	p := trigrams()
	d.countTrigrams(text, p)
	var points, different [maxLanguages]int
	for _, n := range d.met {
		for _, r := range p.ranks[n] {
			points[r.language] += int(r.points) * int(d.times[n])
			different[r.language]++
		}
		d.times[n] = 0
	}
	best, first, second := 0, 0, 0
	for _, l := range p.writing[writingOf(text)] {
		if points[l] > first {
			best, first, second = l, points[l], first
		} else {
			second = max(second, points[l])
		}
	}
	return p.codes[best], sureness(first, second, different[best])
}

// countTrigrams counts in times those trigrams of a text that a language has, and lists them in met.
func (d *Detector) countTrigrams(text []byte, p *profiles) {
	d.met = d.met[:0]
	if d.times == nil {
		d.times = make([]uint16, len(p.ranks))
	}
	t := trigram(0).then(' ')
	before, last := ' ', ' ' // the characters before that which is read
	for i := 0; i <= len(text); {
		r, size := ' ', 1 // behind the text too
		if i < len(text) {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		if r == '\'' || r == utf8.RuneError {
			r = ' '
		}
		t = t.then(r)
		if last != ' ' || before != ' ' && r != ' ' {
			if n := p.numbers[t]; n > 0 {
				if d.times[n] == 0 {
					d.met = append(d.met, n)
				}
				d.times[n]++
			}
		}
		before, last = last, r
	}
}

// sureness tells how much the points of the likeliest language, so many of whose
// trigrams the text has, stand out from those of the next.
func sureness(first, second, trigrams int) float64 {
	switch {
	case first == 0:
		return 0
	case second == 0:
		return min(float64(first/500), 1)
	}
	ahead := float64(first-second) / float64(second)
	enough := 12/float64(trigrams) + 0.05
	return math.Round(min(ahead/enough, 1)*100) / 100
}

// bothKana are the two scripts in which Japanese words are spelt.
var bothKana = &unicode.RangeTable{
	R16: append(unicode.Hiragana.R16, unicode.Katakana.R16...),
	R32: append(unicode.Hiragana.R32, unicode.Katakana.R32...),
}

// writings are the ways of writing that a text may mostly be in.
var writings = [...]*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Devanagari, bothKana, unicode.Ethiopic, unicode.Hebrew, unicode.Bengali,
	unicode.Georgian, unicode.Han, unicode.Hangul, unicode.Greek, unicode.Kannada, unicode.Tamil, unicode.Thai, unicode.Gujarati,
	unicode.Gurmukhi, unicode.Telugu, unicode.Malayalam, unicode.Oriya, unicode.Myanmar, unicode.Sinhala, unicode.Khmer,
}

// writingOf returns how most letters of a text are written, Latin if it has none.
// Of two that are as frequent it tends to take the later one.
func writingOf(text []byte) *unicode.RangeTable {
	list := writings // the one that is met moves on to the front
	var counts [len(writings)]int
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		for i, w := range list {
			if !unicode.Is(w, r) {
				continue
			}
			counts[i]++
			if i > 0 {
				list[i], list[i-1] = list[i-1], list[i]
				counts[i], counts[i-1] = counts[i-1], counts[i]
			}
			break
		}
	}
	most := 0
	for i, n := range counts {
		if n > counts[most] {
			most = i
		}
	}
	return list[most]
}
