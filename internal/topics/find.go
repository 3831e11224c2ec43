package topics

import (
	"math"
	"slices"
	"strings"
)

// Progress tells how far the search for topics is.
type Progress func(done, total int)

// Find groups requests by what is asked and returns the topics, the largest
// first. How many there are is found from the data. The result depends on the
// requests and their order alone. Equal requests are one text that counts as often
// as it occurs.
func Find(requests []*Request, languages []string, progress Progress) *Model {
	texts, copies := distinct(requests)
	v := newVocabulary(texts, copies)
	if progress == nil {
		progress = func(int, int) {}
	}
	steps, done := len(texts)/100+1+2*len(resolutions), 0
	step := func() { done++; progress(min(done, steps), steps) }

	w := weigher{v: v}
	vectors := make([]vector, len(texts))
	for i, q := range texts {
		vectors[i] = w.vector(q).clone()
	}
	place := latent(vectors, len(v.terms))
	for range resolutions {
		step()
	}
	g := newGraph(neighbours(vectors, len(v.terms), place, step))
	group := partition(g, newEvidence(vectors, v), step)
	m := settle(v, texts, vectors, copies, group, fewestMembers(len(requests)))
	m.Languages = slices.Clone(languages)
	if len(m.Languages) == 0 {
		m.Languages = []string{"en"}
	}
	m.label(texts, copies)
	progress(steps, steps)
	return m
}

// fewestMembers is how many of n conversations make a topic.
func fewestMembers(n int) int {
	return min(max(2, int(math.Sqrt(float64(n))/4)), 20)
}

// distinct returns the requests that differ in their terms, of which there are
// some, and how often each occurs.
func distinct(requests []*Request) (texts []*Request, copies []int) {
	at := map[string]int{}
	for _, q := range requests {
		if q.Empty() {
			continue
		}
		key := strings.Join(q.terms, "\x00")
		i, ok := at[key]
		if !ok {
			i = len(texts)
			at[key] = i
			texts, copies = append(texts, q), append(copies, 0)
		}
		copies[i]++
	}
	return texts, copies
}

// settle makes topics of a grouping: each text goes to the topic that it is most
// like, by which later ones are told too, and topics with too few members go.
func settle(v *vocabulary, texts []*Request, vectors []vector, copies []int, group []int32, fewest int) *Model {
	groups := len(membersOf(group))
	for {
		m := newModel(v, vectors, group, groups)
		sizes := m.count(texts, copies)
		kept, to := 0, make([]int32, groups)
		for i, n := range sizes {
			if to[i] = None; n >= fewest {
				to[i] = int32(kept)
				kept++
			}
		}
		if kept == groups {
			m.order(sizes)
			return m
		}
		// What was in small ones may fit another topic.
		for i, g := range group {
			if g >= 0 {
				group[i] = to[g]
			}
		}
		groups = kept
	}
}

// count returns how many conversations each topic gets.
func (m *Model) count(texts []*Request, copies []int) []int {
	sizes := make([]int, len(m.Topics))
	a := m.NewAssigner()
	for i, q := range texts {
		if id, _ := a.Assign(q); id != None {
			sizes[id] += copies[i]
		}
	}
	return sizes
}

// order puts the largest topic first and numbers the topics so.
func (m *Model) order(sizes []int) {
	for i := range m.Topics {
		m.Topics[i].Size = sizes[i]
	}
	slices.SortStableFunc(m.Topics, func(a, b Topic) int { return b.Size - a.Size })
	for i := range m.Topics {
		m.Topics[i].ID = i
	}
	m.index()
}
