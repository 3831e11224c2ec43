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

// isParticle reports whether a word goes with a verb before it, as in top up.
func (t *tongue) isParticle(word string) bool {
	switch word {
	case "up", "off", "out", "down":
		return t == tongues["en"]
	}
	return false
}

// clauseWords stand where another clause begins or a question is asked: the words
// before and behind them are no phrase.
var clauseWords = setOf(`i you we they he she it am be been do does did if that which what when where why how because so but then
ich du er wir ihr wenn dass weil ob aber tu il elle nous vous ils si que qui quand mais yo usted ellos cuando pero
io lei noi voi se che quando ma ik jij hij wij als dat omdat maar eu você ele ela nós mas`)

// numerals are no names of subjects.
var numerals = setOf(`zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand
null eins zwei drei vier fünf sechs sieben acht neun zehn hundert tausend un deux trois quatre cinq sept huit neuf dix cent mille
uno dos tres cuatro cinco seis siete ocho nueve diez cien mil due tre quattro cinque sei sette otto nove dieci cento
een twee drie vijf zes zeven acht negen tien honderd duizend um dois três quatro sete oito dez cem`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
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
