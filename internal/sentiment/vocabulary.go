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
	traits  []trait // by number: those of the entries
	slots   []slot  // of a hash table
	runs    []run
	cues    []node
	emoji   map[rune][]int32 // the words that describe it
}

// entry is what is known of a word.
type entry struct {
	text    string
	valence float64
	boost   float64
	traits  trait
	cue     int32 // where the phrases begin that begin with this word, 0 for none
}

// slot is a place of the hash table. Most words are told by it alone.
type slot struct {
	key    key
	traits trait
	id     uint16 // the number of the word, 0 if the place is free
	size   uint16 // of the word, in bytes
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

// finish copies what the rules ask of a word to where it is found.
func (v *vocabulary) finish() {
	for i := range v.entries {
		if e := &v.entries[i]; e.cue != 0 {
			e.traits |= opens
			for _, next := range v.cues[e.cue].edges {
				v.entries[next.word].traits |= goesOn
			}
		}
	}
	for i := range v.slots {
		s := &v.slots[i]
		s.traits = v.entries[s.id].traits
	}
	for i := range v.entries {
		v.traits = append(v.traits, v.entries[i].traits)
	}
}

// add returns the entry of a word, a new one if need be. It is valid until the next add.
func (v *vocabulary) add(word string) *entry {
	if id := v.id(word); id != 0 {
		return &v.entries[id]
	}
	k := keyOf(word)
	at := k.slot()
	for v.slots[at].id != 0 {
		at = (at + 1) % slots
	}
	v.slots[at] = slot{key: k, id: uint16(len(v.entries)), size: uint16(len(word))}
	v.entries = append(v.entries, entry{text: word})
	return &v.entries[len(v.entries)-1]
}

// id returns the number of a word in lower case, 0 if it is unknown.
func (v *vocabulary) id(word string) int32 {
	id, _ := find(v, keyOf(word), word)
	return id
}

// find returns the number and the traits of a word with its key, 0 if it is
// unknown. Capitals of ASCII count as small letters.
func find[T string | []byte](v *vocabulary, k key, word T) (int32, trait) {
	for at := k.slot(); ; at = (at + 1) % slots {
		s := &v.slots[at]
		if s.id == 0 {
			return 0, 0
		}
		if s.key == k && int(s.size) == len(word) && (len(word) <= wholeKey || equalFold(v.entries[s.id].text, word)) {
			return int32(s.id), s.traits
		}
	}
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

// slot is where a word is looked for first.
func (k key) slot() uint { return uint(k * 0x9E3779B97F4A7C15 >> (64 - slotBits)) }

func keyOf[T string | []byte](word T) (k key) {
	for i := range len(word) {
		k = k.add(word[i])
	}
	return k
}
