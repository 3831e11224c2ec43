package language

import (
	_ "embed"
	"math/bits"
	"strings"
)

//go:embed words.txt
var wordsText string

// codes are the languages of words.txt; the place of one is its bit in a set.
var codes []string

// set is a set of languages.
type set uint32

// Points that a word or letter gives to each of the languages it belongs to, by
// how many these are: the fewer they are, the more it tells.
var (
	wordPoints   = [...]uint16{0, 4, 2, 1}
	letterPoints = [...]uint16{0, 3, 1}
)

func points(of []uint16, s set) uint16 {
	if n := bits.OnesCount32(uint32(s)); n < len(of) {
		return of[n]
	}
	return 0
}

// maxWord is the length of the longest words of the table, in bytes: they are
// compared as one number.
const maxWord = 8

// tableSize is a power of two, several times the number of words.
const tableSize = 1 << 13

// wordTable tells the languages of a word. It is a hash table with open addressing.
type wordTable [tableSize]tableWord

// tableWord is a word of the table.
type tableWord struct {
	key    uint64
	set    set    // its languages
	points uint16 // that it gives to each of them
}

// none is known of a word that the table lacks.
var none tableWord

// at returns the place of a word, or the free one where it would stand.
func (t *wordTable) at(key uint64) int {
	i := int(key * 0x9E3779B97F4A7C15 >> (64 - 13))
	for t[i].key != 0 && t[i].key != key {
		i = (i + 1) & (tableSize - 1)
	}
	return i
}

// of returns what is known of a word.
func (t *wordTable) of(key uint64) *tableWord { return &t[t.at(key)] }

func (t *wordTable) add(word string, s set) {
	place := &t[t.at(pack(word))]
	place.key = pack(word)
	place.set |= s
	place.points = points(wordPoints[:], place.set)
}

// pack makes a number of a word, a different one for each up to maxWord bytes.
func pack[T string | []byte](word T) (key uint64) {
	for i := range len(word) {
		key |= uint64(word[i]) << (8 * i)
	}
	return key
}

// maxLetter bounds the letters that can be told to belong to few languages:
// those are Latin ones, up to the Vietnamese.
const maxLetter = 0x1f00

var (
	wordSets   wordTable
	letterSets [maxLetter]set
)

func init() {
	for line := range strings.Lines(wordsText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		code, letters := strings.CutSuffix(fields[0], "*")
		s := setOf(code)
		for _, word := range fields[1:] {
			if !letters {
				wordSets.add(word, s)
				continue
			}
			for _, r := range word {
				letterSets[r] |= s
			}
		}
	}
}

// setOf returns the set of one language, which it enters into codes if it is new.
func setOf(code string) set {
	for i, c := range codes {
		if c == code {
			return 1 << i
		}
	}
	codes = append(codes, code)
	return 1 << (len(codes) - 1)
}
