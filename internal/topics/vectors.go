package topics

import (
	"math"
	"slices"
)

// Weights of the kinds of terms in a comparison.
const (
	functionWeight = 0.5 // of a function word, against one that names a subject
	pairWeight     = 0.5 // of all pairs of words, against all words
	fewestTexts    = 2   // that a term must be in to be compared, unless one is said very often
)

// vector is a request as numbers: the terms in ascending order and their weights.
// Its words together have length 1, its pairs the root of pairWeight.
type vector struct {
	terms   []int32
	weights []float32
}

// vocabulary numbers the terms of a collection of requests and weighs them.
type vocabulary struct {
	ids    map[string]int32
	terms  []string
	weight []float32 // rarer terms tell more
}

// newVocabulary returns the terms that at least two of the texts have, or one that
// was said so often that it makes a topic alone. How rare a term is, the texts
// tell, however often they were said.
func newVocabulary(texts []*Request, copies []int) *vocabulary {
	all := 0
	for _, n := range copies {
		all += n
	}
	often := fewestMembers(all)
	counts, said := map[string]int32{}, map[string]int{}
	var order []string // of first appearance, so that the numbers do not depend on chance
	seen := map[string]int{}
	for i, q := range texts {
		for _, t := range q.terms {
			if last, ok := seen[t]; ok && last == i {
				continue
			}
			seen[t] = i
			said[t] += copies[i]
			if counts[t]++; counts[t] == 1 {
				order = append(order, t)
			}
		}
	}
	v := &vocabulary{ids: map[string]int32{}}
	n := float64(len(texts))
	weigh := func(count int32) float32 { return float32(math.Log((n + 1) / (float64(count) + 0.5))) }
	for _, t := range order {
		if counts[t] < fewestTexts && said[t] < often {
			continue
		}
		v.ids[t] = int32(len(v.terms))
		v.terms = append(v.terms, t)
		w := weigh(counts[t])
		if t[0] == functionTerm {
			w *= functionWeight
		}
		v.weight = append(v.weight, w)
	}
	return v
}

// weigher makes vectors of requests. It reuses its memory and serves one goroutine.
type weigher struct {
	v     *vocabulary
	ids   []int32
	out   vector
	known float32 // root of the share of the words that the vocabulary knows
}

// vector returns the request as numbers, until the next call.
func (w *weigher) vector(q *Request) vector {
	w.ids = w.ids[:0]
	var all, known float64
	for _, t := range q.terms {
		id, ok := w.v.ids[t]
		if ok {
			w.ids = append(w.ids, id)
		}
		if t[0] == wordTerm {
			all++
			if ok {
				known++
			}
		}
	}
	w.known = 0
	if all > 0 {
		w.known = float32(math.Sqrt(known / all))
	}
	slices.Sort(w.ids)
	w.out.terms, w.out.weights = w.out.terms[:0], w.out.weights[:0]
	var words, pairs float64
	for i := 0; i < len(w.ids); {
		id, n := w.ids[i], 0
		for ; i < len(w.ids) && w.ids[i] == id; i++ {
			n++
		}
		x := float32(1+math.Log(float64(n))) * w.v.weight[id]
		w.out.terms, w.out.weights = append(w.out.terms, id), append(w.out.weights, x)
		if w.v.terms[id][0] == pairTerm {
			pairs += float64(x) * float64(x)
		} else {
			words += float64(x) * float64(x)
		}
	}
	w.v.scale(w.out, words, pairs)
	return w.out
}

// scale divides the weights of words and of pairs by their lengths, whose squares
// are given.
func (v *vocabulary) scale(x vector, words, pairs float64) {
	byWords, byPairs := reciprocal(words), reciprocal(pairs)*math.Sqrt(pairWeight)
	for i, id := range x.terms {
		if v.terms[id][0] == pairTerm {
			x.weights[i] *= float32(byPairs)
		} else {
			x.weights[i] *= float32(byWords)
		}
	}
}

// reciprocal is 1 over the root of a square, 0 for nothing.
func reciprocal(square float64) float64 {
	if square <= 0 {
		return 0
	}
	return 1 / math.Sqrt(square)
}

func (x vector) clone() vector { return vector{slices.Clone(x.terms), slices.Clone(x.weights)} }
