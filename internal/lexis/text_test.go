package lexis

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// tokensOf returns the words of a text, those that begin a sentence behind a
// dot, those that begin a part of one behind a comma.
func tokensOf(text string) []string {
	var t Text
	v := NewVocabulary()
	v.Close()
	t.Read(text, v)
	var all []string
	for i := range t.Words {
		w := string(t.Of(&t.Words[i]))
		switch {
		case t.Words[i].Sentence:
			w = "." + w
		case t.Words[i].Part:
			w = "," + w
		}
		all = append(all, w)
	}
	return all
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {" ?! ", ""}, {"A", ".a"}, {"Hello THERE", ".hello there"},
		{"one, two (three) 4:5; six", ".one ,two ,three ,4 ,5 .six"}, {"well-known thing - yes", ".well known thing ,yes"},
		{"'quoted' don't don’t 'tis rock''n' o'", ".quoted don't don't tis rock n o"},
		{"seventeenletters8 incomprehensibilities, eightlet", ".seventeenletters8 incomprehensibilities ,eightlet"},
		{"@[`{Z/9:", ".z 9"}, {"Größe ÉTÉ。Ok…so", ".größe été .ok .so"}, {"a\xffb\nc", ".a b .c"},
	} {
		if got := tokensOf(c.text); !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%q: %q instead of %q", c.text, got, c.want)
		}
	}
}

// TestFoldedWords checks that what is not ASCII in a folded text is part of a word.
func TestFoldedWords(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if got, want := lower(r), lookUpLower(r); got != want {
			t.Fatalf("%U becomes %U instead of %U", r, got, want)
		}
		b, _, narrow := foldRunes(nil, string(r))
		for _, c := range string(b) {
			if c >= 0x80 && !IsWordRune(c) {
				t.Fatalf("%U becomes %U", r, c)
			}
			if narrow && utf8.RuneLen(c) > 2 {
				t.Fatalf("%U becomes %U, which is not narrow", r, c)
			}
		}
	}
}

// TestVocabulary looks up words of all lengths, those that are known and those that are not.
func TestVocabulary(t *testing.T) {
	v := NewVocabulary()
	numbers := map[string]uint32{}
	for _, letter := range []string{"a", "b", "é"} {
		for n := 1; n < 300; n += 2 {
			numbers[strings.Repeat(letter, n)] = v.Number(strings.Repeat(letter, n))
		}
	}
	v.Close()
	for w, want := range numbers {
		for _, unlike := range []string{"", "a", "ab"} {
			word := w + unlike
			expected := numbers[word]
			if unlike == "" && (expected != want || expected == Unknown) {
				t.Errorf("%q has the number %d", w, want)
			}
			text := append([]byte("x "+word), padding[:]...)
			if got := v.lookup(keyOf(text, 2, 2+len(word)), text, 2, 2+len(word)); got != expected {
				t.Errorf("%q: %d instead of %d", word, got, expected)
			}
		}
	}
}
