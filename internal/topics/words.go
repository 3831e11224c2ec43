package topics

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	MaxRead = 2048 // bytes that are read of one message
	maxWord = 40   // bytes of the longest word; what is longer is an id
)

// spoken is a word of a text.
type spoken struct {
	word   string // in lower case
	first  bool   // it begins a phrase
	proper bool   // it is written like a name: with a capital, within a phrase
}

// eachWord calls yield for each word of a text. Addresses, numbers, ids and
// placeholders are no words.
func eachWord(text string, yield func(spoken)) {
	if len(text) > MaxRead {
		text = text[:MaxRead]
	}
	text = strings.ToValidUTF8(text, " ")
	first := true
	for chunk := range strings.FieldsSeq(text) {
		if isAddress(chunk) || strings.ContainsFunc(chunk, unicode.IsDigit) {
			first = true
			continue
		}
		for part := range strings.FieldsFuncSeq(chunk, notInWord) {
			word := wordOf(part)
			if word == "" {
				first = true
				continue
			}
			yield(spoken{word, first, !first && isCapitalised(part)})
			first = false
		}
		if strings.IndexByte(".!?;:,", chunk[len(chunk)-1]) >= 0 {
			first = true
		}
	}
}

// isAddress tells what names a place or a person in a network, and the
// placeholders of what was redacted.
func isAddress(chunk string) bool {
	return strings.Contains(chunk, "@") || strings.Contains(chunk, "://") || strings.HasPrefix(chunk, "www.") ||
		strings.HasPrefix(chunk, "[") && strings.Contains(chunk, "]") || strings.Contains(chunk, "_")
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
}

// isCapitalised tells words such as Alexis from such as PIN and card.
func isCapitalised(part string) bool {
	first, n := utf8.DecodeRuneInString(part)
	next, _ := utf8.DecodeRuneInString(part[n:])
	return unicode.IsUpper(first) && unicode.IsLower(next)
}

// wordOf is a word in lower case with plain apostrophes, "" for what is none.
func wordOf(part string) string {
	word := strings.Trim(strings.ReplaceAll(strings.ToLower(part), "’", "'"), "'")
	if len(word) > maxWord {
		return ""
	}
	return word
}

// unspaced tells the scripts that are written without spaces between words.
func unspaced(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n > 1 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// grams calls yield for each run of n characters of a word, or for all of it if
// it has no more.
func grams(word string, n int, yield func(gram string)) {
	if utf8.RuneCountInString(word) <= n {
		yield(word)
		return
	}
	var starts [maxWord + 1]int
	count := 0
	for i := range word {
		starts[count] = i
		count++
	}
	starts[count] = len(word)
	for i := 0; i+n <= count; i++ {
		yield(word[starts[i]:starts[i+n]])
	}
}
