package scoring

import (
	"encoding/binary"
	"math/bits"
)

// vocabulary numbers the whole words of the phrases of one language, so that a
// word of a text is looked up once and then compared by its number.
type vocabulary struct {
	entries []entry // by number; unknown words have the first
	numbers map[string]uint32
	table   []uint32 // numbers by hash, a power of two of them; a number that finds its place taken has the next
	shift   uint8    // of a hash to a place of the table
}

// entry is a word of the vocabulary.
type entry struct {
	key  uint64 // tells words of one length up to keyLength apart
	text string
}

// keyLength is how many bytes of a word a key holds.
const keyLength = 8

// unknown is the number of all words that are not in the vocabulary.
const unknown = 0

func newVocabulary() *vocabulary {
	return &vocabulary{entries: make([]entry, 1), numbers: map[string]uint32{}}
}

// number returns the number of a word of a phrase, a new one if need be.
func (v *vocabulary) number(word string) uint32 {
	n, ok := v.numbers[word]
	if !ok {
		n = uint32(len(v.entries))
		v.numbers[word] = n
		padded := append([]byte(word), make([]byte, keyLength)...)
		v.entries = append(v.entries, entry{key: keyOf(padded, 0, len(word)), text: word})
	}
	return n
}

// close makes the table, after which only lookups may come.
func (v *vocabulary) close() {
	size := bits.Len(uint(2 * len(v.entries))) // at most half of the table is taken
	v.table = make([]uint32, 1<<size)
	v.shift = uint8(64 - size)
	for n := 1; n < len(v.entries); n++ {
		at := v.place(v.entries[n].key)
		for v.table[at] != unknown {
			at = (at + 1) & (len(v.table) - 1)
		}
		v.table[at] = uint32(n)
	}
	v.numbers = nil
}

// lookup returns the number of the word from start to end of a text that has
// keyLength bytes behind the word.
func (v *vocabulary) lookup(text []byte, start, end int) uint32 {
	key := keyOf(text, start, end)
	for at := v.place(key); ; at = (at + 1) & (len(v.table) - 1) {
		n := v.table[at]
		if n == unknown {
			return unknown
		}
		e := &v.entries[n]
		if e.key == key && len(e.text) == end-start && (end-start <= keyLength || e.text == string(text[start:end])) {
			return n
		}
	}
}

// place is where in the table the search for a key begins (Fibonacci hashing, Knuth 6.4).
func (v *vocabulary) place(key uint64) int {
	return int(key * 0x9e3779b97f4a7c15 >> v.shift)
}

// keyOf is the key of the word from start to end: the word itself if it is
// short, a mixture of its first and last bytes if not.
func keyOf(text []byte, start, end int) uint64 {
	first := binary.LittleEndian.Uint64(text[start:])
	if n := end - start; n <= keyLength {
		return first & (^uint64(0) >> ((keyLength - n) * 8 & 63))
	}
	return first ^ bits.RotateLeft64(binary.LittleEndian.Uint64(text[end-keyLength:]), 29)
}
