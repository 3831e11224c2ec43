package topics

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
)

// How much of a conversation tells what it is about: what is asked is said early.
const (
	enoughWords    = 20 // that name a subject
	enoughMessages = 8  // with such a word
	earlyMessages  = 2  // of which labels are made
	gramLength     = 4  // characters, in languages whose words are not known
	nameLength     = 2  // words of a name, behind its introduction
	mostApart      = 2  // words between two that belong together
)

// Request is what the user of one conversation asks, taken apart. Its memory is
// the reader's until it is cloned.
type Request struct {
	terms []string // by which requests are compared, each begun by its kind
	words []said   // in their order, for labels
	names []string // stems that stood where people say their name
}

// said is a word of a request that names a subject.
type said struct {
	stem, word string
	between    string // the words that hold it and the one before together
	first      bool   // it does not follow the word before
	proper     bool   // it was written like a name
	early      bool   // it stands in one of the first messages
}

// Kinds of terms, which begin them.
const (
	wordTerm     = 'w'
	functionTerm = 'f'
	pairTerm     = 'p'
)

// Clone returns a copy that stays when the reader goes on.
func (q *Request) Clone() *Request {
	return &Request{terms: slices.Clone(q.terms), words: slices.Clone(q.words), names: slices.Clone(q.names)}
}

// Empty reports whether the request names no subject.
func (q *Request) Empty() bool { return len(q.words) == 0 }

// Reader reads the requests of one conversation after another. It reuses its
// memory and serves one goroutine.
type Reader struct {
	main     string          // the language of texts that tell none
	accepted map[string]bool // further languages; nil: all
	caches   map[*tongue]*stems
	env      *snowballstem.Env

	request  Request
	tongue   *tongue
	cache    *stems
	messages int
	between  string // words since the last one that names a subject
	apart    int    // how many these are
}

// stems remembers words that were met; the terms are kept as they are in requests.
type stems struct {
	of     map[string]stemmed
	pairs  map[[2]string]string // terms of neighbours
	spoken map[[2]string]string // words and a space between them
}

// stemmed is a word as it is compared.
type stemmed struct {
	role role
	stem string
	term string
	form string // as labels show it
}

// mostRemembered bounds the words and pairs that a reader remembers.
const mostRemembered = 200_000

// NewReader returns a reader of texts in these languages, by ISO 639-1 code,
// the first of which is that of texts in any other; none stands for English.
func NewReader(languages ...string) *Reader {
	r := &Reader{main: "en", caches: map[*tongue]*stems{}, env: snowballstem.NewEnv("")}
	if len(languages) > 0 {
		r.main, r.accepted = languages[0], map[string]bool{}
		for _, l := range languages {
			r.accepted[l] = true
		}
	}
	return r
}

// Begin starts the next conversation.
func (r *Reader) Begin(language string) {
	r.request.terms, r.request.words, r.request.names = r.request.terms[:0], r.request.words[:0], r.request.names[:0]
	if language == "" || r.accepted != nil && !r.accepted[language] {
		language = r.main
	}
	r.messages, r.tongue = 0, tongues[language]
	r.between, r.apart = "", 0
	r.cache = r.caches[r.tongue]
	if r.cache == nil {
		r.cache = &stems{map[string]stemmed{}, map[[2]string]string{}, map[[2]string]string{}}
		r.caches[r.tongue] = r.cache
	}
}

// Add reads the user's next message and reports whether more are wanted.
func (r *Reader) Add(message string) (more bool) {
	before := len(r.request.words)
	var last, previous string // the word before, as a term and as it was said
	skip := 0
	eachWord(message, func(w spoken) {
		if w.first && !isTitle(previous) {
			skip, last = 0, ""
			r.between, r.apart = "", 0
		}
		s := r.lookUp(w.word)
		if skip > 0 {
			skip--
			r.request.names = append(r.request.names, s.stem)
			last, previous = "", w.word
			return
		}
		skip = r.nameAfter(previous, w.word)
		previous = w.word
		if s.role == talk {
			last = ""
			return
		}
		r.take(s, w, last)
		last = s.term
	})
	if len(r.request.words) > before {
		r.messages++
	}
	return len(r.request.words) < enoughWords && r.messages < enoughMessages
}

// take adds a word to the request and the pair that it makes with the one before.
func (r *Reader) take(s stemmed, w spoken, last string) {
	q, word := &r.request, w.word
	switch {
	case s.role == function:
		q.terms = append(q.terms, s.term)
		r.hold(s, last)
	case unspaced(word):
		grams(word, 2, func(gram string) {
			q.terms = append(q.terms, string(wordTerm)+gram)
			q.words = append(q.words, said{stem: gram, word: gram, first: true, early: r.messages < earlyMessages})
		})
		return
	case r.tongue == nil:
		grams(word, gramLength, func(gram string) { q.terms = append(q.terms, string(wordTerm)+gram) })
	default:
		q.terms = append(q.terms, s.term)
	}
	if s.role == content {
		proper := w.proper && r.tongue != tongues["de"] // where every noun has a capital
		q.words = append(q.words, said{s.stem, s.form, r.between, w.first || last == "" || r.apart > mostApart, proper, r.messages < earlyMessages})
		r.between, r.apart = "", 0
	}
	if last != "" {
		q.terms = append(q.terms, r.pair(last, s.term))
	}
}

// hold books a word that holds others together. A particle is said with the verb
// before it: top up.
func (r *Reader) hold(s stemmed, last string) {
	q := &r.request
	if n := len(q.words); n > 0 && r.apart == 0 && last == string(wordTerm)+q.words[n-1].stem && r.tongue.isParticle(s.form) {
		q.words[n-1].word = r.together(q.words[n-1].word, s.form)
		return
	}
	if r.tongue.role[s.form] != function || clauseWords[s.form] { // an initial, or a letter by mistake
		r.apart = mostApart
	}
	if r.apart++; r.apart <= mostApart {
		r.between = r.together(r.between, s.form)
	}
}

// together is two words with a space between them.
func (r *Reader) together(a, b string) string {
	if a == "" {
		return b
	}
	key := [2]string{a, b}
	text, ok := r.cache.spoken[key]
	if !ok {
		if len(r.cache.spoken) >= mostRemembered {
			clear(r.cache.spoken)
		}
		text = a + " " + b
		r.cache.spoken[key] = text
	}
	return text
}

func (r *Reader) pair(a, b string) string {
	key := [2]string{a, b}
	p, ok := r.cache.pairs[key]
	if !ok {
		if len(r.cache.pairs) >= mostRemembered {
			clear(r.cache.pairs)
		}
		p = string(pairTerm) + a[1:] + " " + b[1:]
		r.cache.pairs[key] = p
	}
	return p
}

// nameAfter returns how many words of a name follow the words before and word.
func (r *Reader) nameAfter(before, word string) int {
	if isTitle(word) {
		return 1
	}
	if r.tongue == nil {
		return 0
	}
	for _, i := range r.tongue.introductions {
		if i == word || len(i) == len(before)+1+len(word) && strings.HasPrefix(i, before) && strings.HasSuffix(i, word) {
			return nameLength
		}
	}
	return 0
}

// isTitle reports whether a word stands before names.
func isTitle(word string) bool {
	switch word {
	case "mr", "mrs", "ms", "dr", "prof", "herr", "frau", "mme", "mlle", "monsieur", "sr", "sra", "sig", "dott", "mevr", "dhr":
		return true
	}
	return false
}

// lookUp returns what is known of a word.
func (r *Reader) lookUp(word string) stemmed {
	s, ok := r.cache.of[word]
	if !ok {
		if len(r.cache.of) >= mostRemembered {
			clear(r.cache.of)
		}
		word = strings.Clone(word)
		s = r.study(word)
		r.cache.of[word] = s
	}
	return s
}

func (r *Reader) study(word string) stemmed {
	t := r.tongue
	if t == nil {
		return stemmed{content, word, string(wordTerm) + word, word}
	}
	bare := strings.TrimSuffix(word, "'s")
	is := t.role[word]
	if isTitle(word) {
		is = talk
	}
	switch is {
	case talk:
		return stemmed{talk, word, string(functionTerm) + word, word}
	case function:
		return stemmed{function, word, string(functionTerm) + word, word}
	}
	if t.role[bare] == talk {
		return stemmed{talk, bare, string(functionTerm) + bare, bare}
	}
	if _, after, ok := strings.Cut(bare, "'"); ok && len(after) > 1 && t != tongues["en"] {
		bare = after // l'argent, dell'ordine
	}
	if t.role[bare] == function || utf8.RuneCountInString(bare) < 2 {
		return stemmed{function, bare, string(functionTerm) + bare, bare}
	}
	r.env.SetCurrent(bare)
	t.stem(r.env)
	stem := strings.Clone(r.env.Current())
	if stem == "" {
		stem = bare
	}
	return stemmed{content, stem, string(wordTerm) + stem, bare}
}

// Request returns what was read since Begin.
func (r *Reader) Request() *Request { return &r.request }
