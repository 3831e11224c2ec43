package sentiment

import "chatcops/internal/lexis"

// Numbers tells by the numbers of a vocabulary which words are known here.
type Numbers []known

// Enter enters the words that are known here into a vocabulary.
func Enter(v *lexis.Vocabulary) Numbers {
	words := compiled()
	var n Numbers
	for i := range words.slots {
		if id := words.slots[i].id; id != 0 {
			number := int(v.Number(words.entries[id].text))
			n = append(n, make(Numbers, max(0, number+1-len(n)))...)
			n[number] = words.known[id]
		}
	}
	return n
}

// of returns what is known of a word with some number of the vocabulary.
func (n Numbers) of(number uint32) *known {
	if number < uint32(len(n)) {
		return &n[number]
	}
	return &unknown
}

var unknown known
