package sentiment

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// The lexicons of VADER; lexicon/LICENSE-vader.txt tells whose they are.
var (
	//go:embed lexicon/vader.txt
	vaderWords string
	//go:embed lexicon/emoji.txt
	vaderEmoji string
	//go:embed lexicon/service.txt
	serviceCues string
)

// vocabulary is every word that a rule or a lexicon knows. It is compiled once
// and only read afterwards.
type vocabulary struct {
	entries []entry // by number; 0 stands for all unknown words
	known   []known // by number
	slots   []slot  // of a hash table
	lengths lengths // of the words
	runs    []run
	cues    []node
	steps   []step
	emoji   map[rune][]int32 // the words that describe it
}

// entry is what is known of a word.
type entry struct {
	text    string
	valence float64
	boost   float64
	traits  trait
	cue     int32 // where the phrases begin that begin with this word, 0 for none
	key     key
}

// known is what the rules ask of a word, 0 of an unknown one.
type known struct {
	follow wordSet // what has it before it in phrases
	word   int32
	traits trait
}

// wordSet is a set of words by the last bits of their numbers: it may have a
// word that was not put in, but has each that was.
type wordSet uint64

func (s wordSet) has(word int32) bool { return s>>(word&63)&1 != 0 }

// slot is a place of the hash table. Most words that are not there are told by it alone.
type slot struct {
	tag uint16 // of the key
	id  uint16 // the number of the word, 0 if the place is free
}

// slots is the size of the hash table, about twice the number of words.
const (
	slotBits = 14
	slots    = 1 << slotBits
)

// compiled is the vocabulary with the cues of service talk.
var compiled = sync.OnceValue(func() *vocabulary { return compile(serviceCues) })

// compile reads the lexicons. That they are sound is tested; nothing of a user is in them.
func compile(cues string) *vocabulary {
	v := &vocabulary{entries: make([]entry, 1, 9000), slots: make([]slot, slots), cues: make([]node, 1), emoji: map[rune][]int32{}}
	for line := range strings.Lines(vaderWords) {
		word, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		valence, err := strconv.ParseFloat(number, 64)
		if err != nil {
			panic(fmt.Sprintf("lexicon/vader.txt: %q: %v", line, err))
		}
		e := v.add(word)
		e.valence, e.traits = valence, e.traits|inLexicon
	}
	v.addRules()
	if err := v.addCues(cues); err != nil {
		panic("lexicon/service.txt: " + err.Error())
	}
	for line := range strings.Lines(vaderEmoji) {
		emoji, description, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		r, _ := utf8.DecodeRuneInString(emoji)
		for word := range strings.FieldsSeq(description) {
			word = strings.ToLower(strings.Trim(word, asciiPunctuation))
			v.emoji[r] = append(v.emoji[r], v.id(word))
		}
	}
	v.finish()
	return v
}

// finish copies what the rules ask of each word to one place.
func (v *vocabulary) finish() {
	v.known = make([]known, len(v.entries))
	for i := range v.entries {
		e := &v.entries[i]
		k := known{word: int32(i), traits: e.traits}
		if e.cue != 0 {
			for _, next := range v.cues[e.cue].edges {
				k.follow |= 1 << (next.word & 63)
			}
		}
		v.known[i] = k
	}
	v.addSteps()
}

// add returns the entry of a word, a new one if need be. It is valid until the next add.
func (v *vocabulary) add(word string) *entry {
	if id := v.id(word); id != 0 {
		return &v.entries[id]
	}
	k := keyOf(word)
	at, tag := k.slot()
	for v.slots[at].id != 0 {
		at = (at + 1) % slots
	}
	v.slots[at] = slot{tag, uint16(len(v.entries))}
	v.lengths.add(word)
	v.entries = append(v.entries, entry{text: word, key: k})
	return &v.entries[len(v.entries)-1]
}

// id returns the number of a word in lower case, 0 if it is unknown.
func (v *vocabulary) id(word string) int32 {
	return find(v, keyOf(word), word)
}

// find returns the number of a word with its key, 0 if it is unknown. Capitals
// of ASCII count as small letters.
func find[T string | []byte](v *vocabulary, k key, word T) int32 {
	if len(word) == 0 || !v.lengths.have(word[0], word[len(word)-1], len(word)) {
		return 0
	}
	for at, tag := k.slot(); ; at = (at + 1) % slots {
		s := v.slots[at]
		if s.id == 0 {
			return 0
		}
		if s.tag != tag {
			continue
		}
		if e := &v.entries[s.id]; e.key == k && len(e.text) == len(word) && (len(word) <= wholeKey || equalFold(e.text, word)) {
			return int32(s.id)
		}
	}
}

// lengths tells by the first and last byte of a word, in lower case, which lengths
// the words have that begin and end with these. Most names and numbers fail.
type lengths struct{ first, last [256]uint64 }

func lengthBit(n int) uint64 { return 1 << min(n, 63) }

func (l *lengths) add(word string) {
	l.first[word[0]] |= lengthBit(len(word))
	l.last[word[len(word)-1]] |= lengthBit(len(word))
}

func (l *lengths) have(first, last byte, n int) bool {
	return l.first[small[first]]&l.last[small[last]]&lengthBit(n) != 0
}

// equalFold reports whether word is lower, whatever the case of its ASCII
// letters. They have the same length.
func equalFold[T string | []byte](lower string, word T) bool {
	for i := range len(word) {
		if small[word[i]] != lower[i] {
			return false
		}
	}
	return true
}

// key stands for a word in lower case. Words of the same length up to wholeKey
// are the same if their keys are; the key holds their bytes.
type key uint64

const wholeKey = 8

// add returns the key of a word with one byte more.
func (k key) add(c byte) key { return k<<8 ^ k>>56 ^ key(small[c]) }

// slot is where a word is looked for first, and the tag of its key.
func (k key) slot() (at uint, tag uint16) {
	k *= 0x9E3779B97F4A7C15
	return uint(k >> (64 - slotBits)), uint16(k >> 32)
}

func keyOf[T string | []byte](word T) (k key) {
	for i := range len(word) {
		k = k.add(word[i])
	}
	return k
}
