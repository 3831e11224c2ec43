package topics

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"chatcops/internal/safe"
)

const (
	labelTerms   = 8    // key terms of a topic
	leastShare   = 0.05 // of a topic's conversations that must have a key term
	phraseShare  = 0.1  // of those that must have a pair of words that labels it
	phraseScore  = 0.25 // of the score of the best term that such a pair must have
	furtherShare = 0.5  // of those with a word that must go on with the next for the label to do so
	secondShare  = 0.15 // of those that must have the second word of a label of two that do not stand together
	secondScore  = 0.25 // of the score of the first word that the second must have
	longestLabel = 5    // words of a pair that goes on
	fewestTells  = 2    // conversations that must have a key term
	nameCommon   = 0.2  // share of its occurrences as a name from which a word is one
	properCommon = 0.5  // share of the texts that write it like one from which a word is a name
)

// usage is how a stem is used within a topic or in all texts.
type usage struct {
	texts  int            // that have it
	forms  map[string]int // as it was said
	proper int            // texts that write it like a name
}

// labeller counts words and pairs of neighbouring words.
type labeller struct {
	all    map[string]*usage
	topics []map[string]*usage
	names  map[string]int
	total  int
	sizes  []int
}

// label names the topics by words of their texts. Words that people give as their
// names and whatever looks like personal data do not appear.
func (m *Model) label(texts []*Request, copies []int) {
	l := &labeller{all: map[string]*usage{}, topics: make([]map[string]*usage, len(m.Topics)), names: map[string]int{}, sizes: make([]int, len(m.Topics))}
	for i := range l.topics {
		l.topics[i] = map[string]*usage{}
	}
	a := m.NewAssigner()
	for i, q := range texts {
		id, _ := a.Assign(q)
		l.count(q, id, copies[i])
	}
	taken := map[string]bool{}
	for i := range m.Topics {
		t := &m.Topics[i]
		terms := l.terms(i)
		t.Terms = make([]string, len(terms))
		for j, c := range terms {
			t.Terms[j] = c.form()
		}
		t.Label = l.unique(i, terms, taken)
		taken[t.Label] = true
	}
}

// count books the words of a text that occurs n times.
func (l *labeller) count(q *Request, topic, n int) {
	l.total += n
	for _, name := range q.names {
		l.names[name] += n
	}
	if topic != None {
		l.sizes[topic] += n
	}
	seen := map[string]bool{}
	note := func(key, form string) {
		book(l.all, key, form, n, !seen[key])
		if topic != None {
			book(l.topics[topic], key, form, n, !seen[key])
		}
		seen[key] = true
	}
	for i, w := range q.words {
		if !w.early {
			break
		}
		fresh := !seen[w.stem]
		note(w.stem, w.word)
		if fresh && w.proper {
			l.all[w.stem].proper += n
		}
		if i > 0 && !w.first && w.stem != q.words[i-1].stem {
			note(q.words[i-1].stem+" "+w.stem, phrase(q.words[i-1].word, w.between, w.word))
		}
	}
}

func book(to map[string]*usage, key, form string, n int, fresh bool) {
	u := to[key]
	if u == nil {
		u = &usage{forms: map[string]int{}}
		to[key] = u
	}
	u.forms[form] += n
	if fresh {
		u.texts += n
	}
}

// candidate is a word or pair that may tell a topic.
type candidate struct {
	key   string
	score float64
	*usage
}

// candidates ranks the words and pairs of a topic: how common they are in it,
// times how much more than elsewhere.
func (l *labeller) candidates(topic int) []candidate {
	var list []candidate
	size := l.sizes[topic]
	for key, u := range l.topics[topic] {
		if u.texts < max(fewestTells, int(math.Ceil(leastShare*float64(size)))) || l.isName(key) {
			continue
		}
		inside, overall := float64(u.texts)/float64(size), float64(l.all[key].texts)/float64(l.total)
		if inside <= overall && len(l.topics) > 1 {
			continue
		}
		score := inside * (math.Log(inside/overall) + 0.1)
		list = append(list, candidate{key, score, u})
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.key, b.key)) })
	return list
}

// isName reports whether a word or a word of a pair is the name of somebody or
// something, as far as that can be told.
func (l *labeller) isName(key string) bool {
	for w := range strings.SplitSeq(key, " ") {
		n, u := l.names[w], l.all[w]
		if n > 0 && float64(n) >= nameCommon*float64(n+u.count()) {
			return true
		}
		if u != nil && float64(u.proper) >= properCommon*float64(u.texts) || isTitle(w) || givenNames[w] {
			return true
		}
	}
	return false
}

func (u *usage) count() int {
	if u == nil {
		return 0
	}
	return u.texts
}

// form is the commonest way in which it was said.
func (u *usage) form() string {
	best := ""
	for _, f := range slices.Sorted(maps.Keys(u.forms)) {
		if best == "" || u.forms[f] > u.forms[best] {
			best = f
		}
	}
	return best
}

// phrase is two words as they were said, with what holds them together.
func phrase(a, between, b string) string {
	if between == "" {
		return a + " " + b
	}
	return a + " " + between + " " + b
}

// terms returns the words that tell a topic best, and pairs where they tell more
// than their words do; first the pair that labels it, if there is one.
func (l *labeller) terms(topic int) []candidate {
	var terms []candidate
	redactor := safe.NewRedactor(nil)
	covered := map[string]bool{}
	list := l.candidates(topic)
	if i := l.labelling(topic, list); i > 0 {
		list = append([]candidate{list[i]}, slices.Delete(slices.Clone(list), i, i+1)...)
	}
	for _, c := range list {
		form := c.form()
		if len(terms) == labelTerms {
			break
		}
		if covered[c.key] || redactor.Redact(form) != form || hasNumeral(form) {
			continue
		}
		a, b, pair := strings.Cut(c.key, " ")
		if pair && (covered[a] || covered[b]) {
			continue
		}
		if pair {
			covered[a], covered[b] = true, true
		}
		covered[c.key] = true
		terms = append(terms, c)
	}
	return terms
}

func hasNumeral(form string) bool {
	return slices.ContainsFunc(strings.Fields(form), func(w string) bool { return numerals[w] })
}

// labelling returns the place of the pair that labels a topic, -1 if none does:
// one with the best word of the topic before others.
func (l *labeller) labelling(topic int, list []candidate) int {
	best, found := "", -1
	for i, c := range list {
		a, b, pair := strings.Cut(c.key, " ")
		switch {
		case !pair:
			if best == "" {
				best = c.key
			}
		case float64(c.texts) < phraseShare*float64(l.sizes[topic]) || c.score < phraseScore*list[0].score:
		case i == 0 || a == best || b == best:
			return i
		case found < 0:
			found = i
		}
	}
	if found >= 0 && list[found].score < 2*phraseScore*list[0].score {
		return -1
	}
	return found
}

// unique makes a label of the first terms, of as many as tell it from the others.
// Words that do not stand together have a comma between them.
func (l *labeller) unique(topic int, terms []candidate, taken map[string]bool) string {
	label, enough := "", false
	for i, t := range terms {
		if enough && !taken[label] {
			break
		}
		if i == 0 {
			label, enough = l.further(topic, t), strings.Contains(t.key, " ")
			continue
		}
		if !taken[label] && (float64(t.texts) < secondShare*float64(l.sizes[topic]) || t.score < secondScore*terms[0].score) {
			continue
		}
		label, enough = label+", "+t.form(), true
	}
	if label == "" {
		label = "topic"
	}
	for base, n := label, 2; taken[label] || label == Other; n++ {
		label = fmt.Sprintf("%s %d", base, n)
	}
	return label
}

// further is the form of a pair with the word that mostly goes on from it:
// activate my new, card.
func (l *labeller) further(topic int, c candidate) string {
	form := c.form()
	_, last, pair := strings.Cut(c.key, " ")
	if !pair || len(strings.Fields(form)) >= longestLabel {
		return form
	}
	best, most := "", int(math.Ceil(furtherShare*float64(l.topics[topic][last].texts)))
	for _, key := range slices.Sorted(maps.Keys(l.topics[topic])) {
		next, ok := strings.CutPrefix(key, last+" ")
		if !ok || strings.Contains(c.key, next) || l.topics[topic][key].texts < most || l.isName(key) {
			continue
		}
		best, most = key, l.topics[topic][key].texts+1
	}
	if best == "" {
		return form
	}
	_, rest, _ := strings.Cut(l.topics[topic][best].form(), form[strings.LastIndex(form, " ")+1:]+" ")
	if whole := form + " " + rest; rest != "" && !strings.Contains(rest, " ") && !hasNumeral(rest) && safe.NewRedactor(nil).Redact(whole) == whole {
		return whole
	}
	return form
}

// Other is the label of what fits no topic.
const Other = "other"
