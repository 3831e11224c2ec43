package sentiment

import (
	"slices"
	"unicode/utf8"

	"chatcops/internal/lexis"
)

// take adds the first words of a text as long as they are plain: nothing stands
// between them but a space, behind one mark perhaps. It returns how many it took
// and where the next one would begin.
func (a *Analyzer) take(read *lexis.Text, words []lexis.Word, n Numbers) (taken, next int) {
	text, first, follow, seen := read.Original, len(a.units), a.follow, trait(0)
	a.units = slices.Grow(a.units, len(words))
	units := a.units[first : first+len(words)]
	next = int(words[0].Start)
	for i := range units {
		w := &words[i]
		start, end := int(w.Start), int(w.End)
		if start != next {
			break
		}
		k := n.of(w.Number)
		traits, behind := k.traits, end+1
		// most are small letters between spaces; all known words are in ASCII
		if uint(end) >= uint(len(text)) || text[end] != ' ' || text[start]-'a' >= 26 || w.Apostrophe || !read.ASCII && k.word == 0 {
			var here trait
			if here, behind = stand(read, w, k.word != 0); behind == 0 {
				break
			}
			traits |= here
		}
		if follow.has(k.word) {
			a.begins = append(a.begins, int32(first+i-1))
		}
		follow = k.follow
		if traits&atEnd != 0 {
			follow = 0
		}
		units[i] = unit{k.word, traits, w.Start, w.End}
		seen |= traits
		taken, next = taken+1, behind
	}
	a.units, a.follow = a.units[:first+taken], follow
	a.seen |= seen
	return taken, next
}

// stand returns the traits of how a word stands in a text, and where the next
// would begin, 0 if the word is not plain.
func stand(read *lexis.Text, w *lexis.Word, known bool) (here trait, next int) {
	text, end := read.Original, int(w.End)
	word := text[w.Start:end]
	if end < len(text) && classes[text[end]] != space {
		c := text[end]
		end++
		if classes[c]&punctuation == 0 || len(word) <= 2 || end < len(text) && classes[text[end]] != space {
			return 0, 0
		}
		if endsSentence(c) {
			here = atEnd
		}
	}
	seen := classes[word[0]]
	switch {
	case !known && !read.ASCII && !isASCII(read.Lower, int(w.Start), int(w.End)):
		for _, r := range word {
			seen |= readCharacter(r).class
		}
	case seen != letter:
		for i := 1; i < len(word) && seen&letter == 0; i++ {
			seen |= classes[word[i]]
		}
	}
	switch {
	case seen&rare != 0:
		return 0, 0
	case seen&(capital|letter) == capital:
		here |= inCapitals
	}
	if w.Apostrophe && len(word) > 2 && hasNot(word) {
		here |= negates
	}
	return here, end + 1
}

// isASCII reports whether the word from start to end of a folded text is in ASCII.
func isASCII(folded []byte, start, end int) bool {
	for _, c := range folded[start:end] {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
