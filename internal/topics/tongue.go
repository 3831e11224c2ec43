package topics

import (
	_ "embed"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

//go:embed stopwords.txt
var stopwordsText string

// tongue is what is known of the words of one language.
type tongue struct {
	role map[string]role
	stem func(*snowballstem.Env) bool
	// introductions are the two words after which people say their name.
	introductions []string
}

// role is what a word does in a request.
type role uint8

const (
	content  role = iota // names a subject
	function             // holds a sentence together
	talk                 // is said in every service chat
)

// tongues are the languages whose words are known, by ISO 639-1 code.
var tongues = func() map[string]*tongue {
	all := map[string]*tongue{
		"en": {stem: english.Stem, introductions: []string{"name is", "name's", "names is", "i'm called"}},
		"de": {stem: german.Stem, introductions: []string{"name ist", "ich heiße", "ich heisse"}},
		"fr": {stem: french.Stem, introductions: []string{"je m'appelle", "nom est"}},
		"es": {stem: spanish.Stem, introductions: []string{"me llamo", "nombre es"}},
		"it": {stem: italian.Stem, introductions: []string{"mi chiamo", "nome è"}},
		"nl": {stem: dutch.Stem, introductions: []string{"ik heet", "naam is"}},
		"pt": {stem: portuguese.Stem, introductions: []string{"me chamo", "nome é"}},
	}
	for line := range strings.Lines(stopwordsText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		code, isTalk := strings.CutSuffix(fields[0], "*")
		t, is := all[code], function
		if isTalk {
			is = talk
		}
		if t.role == nil {
			t.role = map[string]role{}
		}
		for _, w := range fields[1:] {
			t.role[w] = is
		}
	}
	return all
}()
