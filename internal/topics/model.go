package topics

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
)

// None is the topic of a conversation that fits none.
const None = -1

// leastLike is how alike a request and a topic must be, from 0 to about 1.5.
const leastLike = 0.12

// mostTerms bounds the terms by which a topic is told.
const mostTerms = 400

// Topic is a group of conversations whose users ask the like.
type Topic struct {
	ID    int      `json:"id"`
	Label string   `json:"label"` // unique among the topics
	Terms []string `json:"terms"` // that tell it best, the best first
	Size  int      `json:"size"`  // texts of which it was made
	words vector
}

// Model holds topics and tells to which of them a request belongs. It is safe
// for concurrent use by several Assigners.
type Model struct {
	Languages []string // see NewReader
	Topics    []Topic
	words     *vocabulary
	having    [][]link // topics that have a term, by its number
}

// Assigner tells the topics of requests. It reuses its memory and serves one goroutine.
type Assigner struct {
	model   *Model
	weigher weigher
	like    []float32
}

// NewAssigner returns an Assigner of the topics of a model.
func (m *Model) NewAssigner() *Assigner {
	return &Assigner{model: m, weigher: weigher{v: m.words}, like: make([]float32, len(m.Topics))}
}

// Assign returns the ID of the topic to which a request belongs, None if it fits
// none, and how alike the two are.
func (a *Assigner) Assign(q *Request) (id int, like float32) {
	i, like := a.best(q)
	if i < 0 || like < leastLike {
		return None, like
	}
	return a.model.Topics[i].ID, like
}

// best returns the place of the topic most like a request, -1 if none is at all.
func (a *Assigner) best(q *Request) (place int, like float32) {
	if q.Empty() {
		return -1, 0
	}
	x := a.weigher.vector(q)
	clear(a.like)
	for e, id := range x.terms {
		for _, l := range a.model.having[id] {
			a.like[l.to] += x.weights[e] * l.like
		}
	}
	place = -1
	for i, l := range a.like {
		if l > like {
			place, like = i, l
		}
	}
	return place, like * a.weigher.known
}

// newModel makes a topic of each group, told by the words of its members.
func newModel(v *vocabulary, texts []vector, group []int32, groups int) *Model {
	m := &Model{words: v}
	sums := make([]float64, len(v.terms))
	var met []int32
	members := make([][]int32, groups)
	for i, g := range group {
		if g >= 0 {
			members[g] = append(members[g], int32(i))
		}
	}
	for _, list := range members {
		met = met[:0]
		for _, i := range list {
			for e, id := range texts[i].terms {
				if sums[id] == 0 {
					met = append(met, id)
				}
				sums[id] += float64(texts[i].weights[e])
			}
		}
		m.Topics = append(m.Topics, Topic{ID: len(m.Topics), words: v.centre(met, sums)})
		for _, id := range met {
			sums[id] = 0
		}
	}
	m.index()
	return m
}

// centre makes a vector of the sums of the terms that were met.
func (v *vocabulary) centre(met []int32, sums []float64) vector {
	var words, pairs float64
	for _, id := range met {
		if v.terms[id][0] == pairTerm {
			pairs += sums[id] * sums[id]
		} else {
			words += sums[id] * sums[id]
		}
	}
	met = slices.Clone(met)
	slices.SortFunc(met, func(a, b int32) int {
		if sums[a] != sums[b] {
			return compareFloats(float32(sums[b]), float32(sums[a]))
		}
		return int(a - b)
	})
	met = met[:min(len(met), mostTerms)]
	slices.Sort(met)
	x := vector{terms: met, weights: make([]float32, len(met))}
	for i, id := range met {
		x.weights[i] = float32(sums[id])
	}
	v.scale(x, words, pairs)
	return x
}

// index prepares the lookup of topics by their terms.
func (m *Model) index() {
	m.having = make([][]link, len(m.words.terms))
	for i := range m.Topics {
		t := &m.Topics[i]
		for e, id := range t.words.terms {
			m.having[id] = append(m.having[id], link{int32(i), t.words.weights[e]})
		}
	}
}

// stored is a model as it is kept: the vocabulary by its terms, the words of a
// topic by the numbers of the terms.
type stored struct {
	Languages []string      `json:"languages"`
	Terms     []string      `json:"terms"`
	Weights   []float32     `json:"weights"`
	Topics    []storedTopic `json:"topics"`
}

type storedTopic struct {
	Topic
	Words   []int32   `json:"words"`
	Weights []float32 `json:"weights"`
}

// MarshalBinary returns the model as UnmarshalBinary reads it. It holds no terms
// but those that topics are told by or that many texts share.
func (m *Model) MarshalBinary() ([]byte, error) {
	s := stored{Languages: m.Languages, Terms: m.words.terms, Weights: m.words.weight}
	for _, t := range m.Topics {
		s.Topics = append(s.Topics, storedTopic{t, t.words.terms, t.words.weights})
	}
	return json.Marshal(s)
}

// UnmarshalBinary reads a model. It is an error when the bytes are damaged.
func (m *Model) UnmarshalBinary(data []byte) error {
	var s stored
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	damaged := errors.New("the topics are damaged")
	if len(s.Terms) != len(s.Weights) || len(s.Languages) == 0 {
		return damaged
	}
	v := &vocabulary{ids: make(map[string]int32, len(s.Terms)), terms: s.Terms, weight: s.Weights}
	for i, t := range s.Terms {
		if len(t) < 2 {
			return damaged
		}
		v.ids[t] = int32(i)
	}
	*m = Model{Languages: s.Languages, words: v}
	for _, t := range s.Topics {
		if len(t.Words) != len(t.Weights) || t.ID < 0 {
			return damaged
		}
		for _, id := range t.Words {
			if int(id) >= len(s.Terms) || id < 0 {
				return damaged
			}
		}
		t.words = vector{t.Words, t.storedWeights()}
		m.Topics = append(m.Topics, t.Topic)
	}
	m.index()
	return nil
}

func (t *storedTopic) storedWeights() []float32 {
	for i, w := range t.Weights {
		if math.IsNaN(float64(w)) || math.IsInf(float64(w), 0) {
			t.Weights[i] = 0
		}
	}
	return t.Weights
}
