package sentiment

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"chatcops/internal/lexis"
)

// take adds the first words of a text as long as they are plain: nothing stands
// between them but a space, behind one mark perhaps. It returns how many it took
// and where the next one would begin.
func (a *Analyzer) take(text string, words []lexis.Word, n Numbers) (taken, next int) {
	first, follow, seen, every := len(a.units), a.follow, a.seen, a.every
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
		if a.beyond < start {
			a.beyond = beyondASCII(text, start)
		}
		// most are small letters between spaces
		if uint(end) >= uint(len(text)) || text[end] != ' ' || text[start]-'a' >= 26 || w.Apostrophe || a.beyond < end {
			var here trait
			if here, behind = stand(text, w, a.beyond >= end); behind == 0 {
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
		seen, every = seen|traits, every&traits
		taken, next = taken+1, behind
	}
	a.units, a.follow, a.seen, a.every = a.units[:first+taken], follow, seen, every
	return taken, next
}

// stand returns the traits of how a word stands in a text, and where the next
// would begin, 0 if the word is not plain.
func stand(text string, w *lexis.Word, ascii bool) (here trait, next int) {
	end := int(w.End)
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
	case !ascii:
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

// beyondASCII returns where the first character beyond ASCII stands from i on,
// the length of the text if there is none.
func beyondASCII(text string, i int) int {
	for i < len(text) && text[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// straighten returns a text with plain apostrophes in its words, each byte of
// which stands where it does in lower case; ok is false if there is none.
func (a *Analyzer) straighten(text string) (straight string, ok bool) {
	b := a.folded[:0]
	for i, n := 0, 0; ; i += n {
		high := beyondASCII(text, i)
		b = append(b, text[i:high]...)
		if i = high; i == len(text) {
			break
		}
		var r rune
		r, n = utf8.DecodeRuneInString(text[i:])
		switch {
		case fold(r) == '\'':
			const inWord = capital | letter | digit
			if (i == 0 || classes[text[i-1]]&inWord == 0) && (i+n == len(text) || classes[text[i+n]]&inWord == 0) {
				return "", false // what is all punctuation is not read alike
			}
			b = append(b, '\'')
		case utf8.RuneLen(unicode.ToLower(r)) != n:
			return "", false
		default:
			b = append(b, text[i:i+n]...)
		}
	}
	a.folded = b
	return string(b), true
}
