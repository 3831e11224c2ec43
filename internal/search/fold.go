package search

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// folded is text as it is compared: in lower case, letters without their marks.
type folded struct {
	text []byte
	// starts holds for each byte of text where the character that it is of
	// starts in the original; one more marks the end. Only fill makes it.
	starts []int
}

// latin are the letters that stand for another one with a mark; scripts whose
// marks make another letter, such as Cyrillic й, keep theirs.
var latin = func() map[rune]string {
	m := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ĳ': "ij", 'ς': "σ"}
	for base, letters := range map[string]string{
		"a": "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ", "b": "ḃḅ", "c": "çćĉċčḉ", "d": "ďđḋḍḑ", "e": "èéêëēĕėęěȅȇẹẻẽếềểễệ", "f": "ḟ", "g": "ĝğġģǧǵḡ",
		"h": "ĥħȟḣḥ", "i": "ìíîïĩīĭįıǐȉȋịỉ", "j": "ĵǰ", "k": "ķǩḱḳ", "l": "ĺļľŀłḷḹ", "m": "ḿṁṃ", "n": "ñńņňŉǹṅṇ", "o": "òóôõöøōŏőơǒǫǿȍȏȫȭȯȱọỏốồổỗộớờởỡợ",
		"p": "ṕṗ", "r": "ŕŗřȑȓṙṛ", "s": "śŝşšșṡṣſ", "t": "ţťŧțṫṭẗ", "u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự", "w": "ŵẁẃẅẇẉẘ", "y": "ýÿŷȳẏỳỵỷỹẙ", "z": "źżžẑẓ",
		"α": "άἀἁἄὰᾶ", "ε": "έἐἑὲ", "η": "ήἠἡῆὴ", "ι": "ίϊΐἰὶῖ", "ο": "όὀὁὸ", "υ": "ύϋΰὐὺῦ", "ω": "ώὠὡῶὼ",
	} {
		for _, r := range letters {
			m[r] = base
		}
	}
	return m
}()

// lowerASCII folds the characters of one byte.
var lowerASCII = func() (to [utf8.RuneSelf]byte) {
	for c := range to {
		to[c] = byte(unicode.ToLower(rune(c)))
	}
	return to
}()

// set folds text without noting where its characters come from.
func (f *folded) set(text []byte) {
	if cap(f.text) < len(text) {
		f.text = make([]byte, 0, 2*len(text))
	}
	b := f.text[:len(text)]
	i := 0
	for ; i+8 <= len(text); i += 8 {
		eight := binary.LittleEndian.Uint64(text[i:])
		if eight&(ones<<7) != 0 {
			break
		}
		// A byte reaches 128 by the first sum from A on, by the second behind Z;
		// that bit, moved, is the one in which a letter's cases differ.
		capital := (eight + ones*(128-'A')) &^ (eight + ones*(127-'Z')) & (ones << 7)
		binary.LittleEndian.PutUint64(b[i:], eight|capital>>2)
	}
	f.text = appendAll(b[:i], text[i:])
}

const ones = 0x0101010101010101

// appendAll folds text of any script.
func appendAll(b, text []byte) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			b = append(b, lowerASCII[c])
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		b = appendFolded(b, r)
		i += n
	}
	return b
}

// fill folds text and notes where its characters come from.
func (f *folded) fill(text string) {
	f.text, f.starts = f.text[:0], f.starts[:0]
	for i, r := range text {
		f.text = appendFolded(f.text, r)
		for len(f.starts) < len(f.text) {
			f.starts = append(f.starts, i)
		}
	}
	f.starts = append(f.starts, len(text))
}

func appendFolded(b []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(b, lowerASCII[r])
	}
	r = unicode.ToLower(r)
	if base, ok := latin[r]; ok {
		return append(b, base...)
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return b
	}
	return utf8.AppendRune(b, r)
}

// kind tells how a character takes part in words.
type kind uint8

const (
	between kind = iota // stands between words
	inWord
	alone // is a word of its own: scripts that put no spaces between words
)

func kindOf(r rune) kind {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return inWord
		}
		return between
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return alone
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		return inWord
	}
	return between
}
