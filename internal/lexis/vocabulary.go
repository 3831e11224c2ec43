package lexis

import (
	"encoding/binary"
	"math/bits"
)

// Vocabulary numbers the whole words of the phrases of one language, so that a
// word of a text is looked up once and then compared by its number.
type Vocabulary struct {
	texts   []string // by number; Unknown words have the first
	numbers map[string]uint32
	table   []place // by hash, a power of two of them; a word that finds its place taken has the next
	shift   uint8   // of a hash to a place of the table
}

// place is a place of the table. It tells words up to keyLength by itself.
type place struct {
	key    uint64
	number uint32 // Unknown if the place is free
	length uint32 // of the word
}

// keyLength is how many bytes of a word a key holds.
const keyLength = 8

// Unknown is the number of all words that are not in the vocabulary.
const Unknown = 0

// NewVocabulary returns an empty one.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{texts: make([]string, 1), numbers: map[string]uint32{}}
}

// Number returns the number of a word of a phrase, a new one if need be.
func (v *Vocabulary) Number(word string) uint32 {
	n, ok := v.numbers[word]
	if !ok {
		n = uint32(len(v.texts))
		v.numbers[word] = n
		v.texts = append(v.texts, word)
	}
	return n
}

// Size is how many numbers there are, that of unknown words among them.
func (v *Vocabulary) Size() int { return len(v.texts) }

// Text returns the word with a number.
func (v *Vocabulary) Text(number uint32) string { return v.texts[number] }

// Close makes the table, after which only lookups may come.
func (v *Vocabulary) Close() {
	size := bits.Len(uint(2 * len(v.texts))) // at most half of the table is taken
	v.table = make([]place, 1<<size)
	v.shift = uint8(64 - size)
	for n, text := range v.texts[1:] {
		key := keyOf(append([]byte(text), padding[:]...), 0, len(text))
		at := v.place(key)
		for v.table[at].number != Unknown {
			at = (at + 1) & (len(v.table) - 1)
		}
		v.table[at] = place{key, uint32(n + 1), uint32(len(text))}
	}
	v.numbers = nil
}

// lookup returns the number of the word from start to end of a text, by its key.
func (v *Vocabulary) lookup(key uint64, text []byte, start, end int) uint32 {
	length := uint32(end - start)
	for at := v.place(key); ; at = (at + 1) & (len(v.table) - 1) {
		p := &v.table[at]
		if p.number == Unknown || p.key == key && p.length == length && (length <= keyLength || v.texts[p.number] == string(text[start:end])) {
			return p.number
		}
	}
}

// golden spreads keys (Fibonacci hashing, Knuth 6.4).
const golden = 0x9e3779b97f4a7c15

// place is where in the table the search for a key begins.
func (v *Vocabulary) place(key uint64) int { return int(key * golden >> v.shift) }

// hashOf is the hash of a word by its key.
func hashOf(key uint64) uint32 { return uint32(key * golden >> 32) }

// keyOf is the key of the word from start to end of a text that has keyLength
// bytes behind it: the word itself if it is short, a mixture of its first and
// last bytes if not.
func keyOf(text []byte, start, end int) uint64 {
	first := binary.LittleEndian.Uint64(text[start:])
	if n := end - start; n <= keyLength {
		return first & (^uint64(0) >> ((keyLength - n) * 8 & 63))
	}
	return first ^ bits.RotateLeft64(binary.LittleEndian.Uint64(text[end-keyLength:]), 29)
}
