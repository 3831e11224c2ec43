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
	slots   []slot  // of a hash table, a power of two
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

// slot is a place of the hash table: the hash of a word and its number, 0 if free.
type slot struct {
	hash uint32
	id   int32
}

// compiled is the vocabulary with the cues of service talk.
var compiled = sync.OnceValue(func() *vocabulary { return compile(serviceCues) })

// compile reads the lexicons. That they are sound is tested; nothing of a user is in them.
func compile(cues string) *vocabulary {
	v := &vocabulary{entries: make([]entry, 1, 9000), slots: make([]slot, 1<<15), cues: make([]node, 1), emoji: map[rune][]int32{}}
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
	return v
}

// add returns the entry of a word, a new one if need be. It is valid until the next add.
func (v *vocabulary) add(word string) *entry {
	if id := v.id(word); id != 0 {
		return &v.entries[id]
	}
	hash := hashOf(word)
	at := hash & uint32(len(v.slots)-1)
	for v.slots[at].id != 0 {
		at = (at + 1) & uint32(len(v.slots)-1)
	}
	v.slots[at] = slot{hash, int32(len(v.entries))}
	v.entries = append(v.entries, entry{text: word})
	return &v.entries[len(v.entries)-1]
}

// id returns the number of a word in lower case, 0 if it is unknown.
func (v *vocabulary) id(word string) int32 {
	return find(v, hashOf(word), word)
}

// find returns the number of a word whose hash is known. Capitals of ASCII count
// as small letters.
func find[T string | []byte](v *vocabulary, hash uint32, word T) int32 {
	mask := uint32(len(v.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		s := v.slots[at]
		if s.id == 0 || s.hash == hash && equalFold(v.entries[s.id].text, word) {
			return s.id
		}
	}
}

// equalFold reports whether word is lower, whatever the case of its ASCII letters.
func equalFold[T string | []byte](lower string, word T) bool {
	if len(lower) != len(word) {
		return false
	}
	for i := range len(word) {
		if small[word[i]] != lower[i] {
			return false
		}
	}
	return true
}

// hashOf is FNV-1a of a word in lower case, mixed so that its low bits can be used.
func hashOf[T string | []byte](word T) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(small[word[i]])) * 16777619
	}
	return h ^ h>>15
}
