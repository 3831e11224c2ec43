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
	phraseShare  = 0.2  // of those that must have a pair of words that labels it
	fewestTells  = 2    // conversations that must have a key term
	nameCommon   = 0.2  // share of its occurrences as a name from which a word is one
	properCommon = 0.5  // share of the texts that write it like one from which a word is a name
	longestLabel = 3    // words
)

// usage is how a stem is used within a topic or in all texts.
type usage struct {
	texts  int            // that have it
	forms  map[string]int // as it was said
	place  float64        // sum of its places in the texts
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
		t.Terms = l.terms(i)
		t.Label = l.unique(i, t.Terms, taken)
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
	note := func(key, form string, place int) {
		book(l.all, key, form, place, n, !seen[key])
		if topic != None {
			book(l.topics[topic], key, form, place, n, !seen[key])
		}
		seen[key] = true
	}
	for i, w := range q.words {
		if !w.early {
			break
		}
		fresh := !seen[w.stem]
		note(w.stem, w.word, i)
		if fresh && w.proper {
			l.all[w.stem].proper += n
		}
		if i > 0 && !w.first && w.stem != q.words[i-1].stem {
			note(q.words[i-1].stem+" "+w.stem, q.words[i-1].word+" "+w.word, i)
		}
	}
}

func book(to map[string]*usage, key, form string, place, n int, fresh bool) {
	u := to[key]
	if u == nil {
		u = &usage{forms: map[string]int{}}
		to[key] = u
	}
	u.forms[form] += n
	if fresh {
		u.texts += n
		u.place += float64(place * n)
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

// terms returns the words that tell a topic best, and pairs where they tell more
// than their words do.
func (l *labeller) terms(topic int) []string {
	var terms []string
	redactor := safe.NewRedactor(nil)
	covered := map[string]bool{}
	list := l.candidates(topic)
	if i := slices.IndexFunc(list, func(c candidate) bool {
		return strings.Contains(c.key, " ") && float64(c.texts) >= phraseShare*float64(l.sizes[topic])
	}); i >= 0 && (list[i].score >= 0.4*list[0].score) {
		list = append([]candidate{list[i]}, slices.Delete(slices.Clone(list), i, i+1)...)
	}
	for _, c := range list {
		form := c.form()
		if len(terms) == labelTerms {
			break
		}
		if covered[c.key] || redactor.Redact(form) != form {
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
		terms = append(terms, form)
	}
	return terms
}

// unique makes a label of the first terms, of as many as tell it from the others.
func (l *labeller) unique(topic int, terms []string, taken map[string]bool) string {
	label := ""
	for i, t := range terms {
		words := strings.Fields(label)
		if len(words) >= 2 && !taken[label] || len(words) >= longestLabel+2 {
			break
		}
		if i > 0 && len(words)+len(strings.Fields(t)) > longestLabel && !taken[label] {
			continue
		}
		if label == "" {
			label = t
		} else {
			label = l.joined(topic, label, t)
		}
	}
	if label == "" {
		label = "topic"
	}
	for base, n := label, 2; taken[label] || label == Other; n++ {
		label = fmt.Sprintf("%s %d", base, n)
	}
	return label
}

// joined puts a further term before or behind a label, as people say them.
func (l *labeller) joined(topic int, label, term string) string {
	var before, after float64
	for key, u := range l.topics[topic] {
		if strings.Contains(key, " ") {
			continue
		}
		if u.forms[term] > 0 && u.form() == term {
			before = u.place / float64(u.texts)
		}
		if first, _, _ := strings.Cut(label, " "); u.forms[first] > 0 && u.form() == first {
			after = u.place / float64(u.texts)
		}
	}
	if before < after {
		return term + " " + label
	}
	return label + " " + term
}

// Other is the label of what fits no topic.
const Other = "other"
