package sentiment

import "chatcops/internal/lexis"

// Numbers tells by the numbers of a vocabulary which words are known here.
type Numbers []uint16

// Enter enters the words that are known here into a vocabulary.
func Enter(v *lexis.Vocabulary) Numbers {
	known := compiled()
	var n Numbers
	for i := range known.slots {
		if id := known.slots[i].id; id != 0 {
			number := int(v.Number(known.entries[id].text))
			n = append(n, make(Numbers, max(0, number+1-len(n)))...)
			n[number] = id
		}
	}
	return n
}

// of returns the number here of a word with some number of the vocabulary, 0 if
// it is unknown.
func (n Numbers) of(number uint32) int32 {
	if number < uint32(len(n)) {
		return int32(n[number])
	}
	return 0
}
