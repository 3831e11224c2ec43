package topics

import "math"

const (
	// heard is how many words of one text count towards the evidence: the words of a
	// text hang together, and a longer one must not speak for more than a shorter.
	heard = 3
	// doubt is how many words the prior of a group is worth.
	doubt = 100
)

// evidence weighs how well a grouping explains the words of the texts: the
// marginal likelihood of a Dirichlet-multinomial for each group, whose prior is
// the words of all texts. Groups that explain nothing lower it, so that it tells
// how fine a grouping the data bears.
type evidence struct {
	texts []vector
	share []float64   // of each word among all
	count [][]float64 // of each word of each text
}

func newEvidence(texts []vector, v *vocabulary) *evidence {
	e := &evidence{texts: texts, share: make([]float64, len(v.terms)), count: make([][]float64, len(texts))}
	var all float64
	for i, t := range texts {
		words := 0
		for _, id := range t.terms {
			if v.terms[id][0] == wordTerm {
				words++
			}
		}
		each := min(1, heard/float64(max(words, 1)))
		e.count[i] = make([]float64, len(t.terms))
		for j, id := range t.terms {
			if v.terms[id][0] == wordTerm {
				e.count[i][j] = each
				e.share[id] += each
				all += each
			}
		}
	}
	for i := range e.share {
		e.share[i] /= all
	}
	return e
}

// of returns the logarithm of the evidence for a grouping.
func (e *evidence) of(group []int32) float64 {
	members := membersOf(group)
	counts := make([]float64, len(e.share))
	var met []int32
	var sum float64
	for _, texts := range members {
		met = met[:0]
		var all float64
		for _, i := range texts {
			for j, id := range e.texts[i].terms {
				x := e.count[i][j]
				if x == 0 {
					continue
				}
				if counts[id] == 0 {
					met = append(met, id)
				}
				counts[id] += x
				all += x
			}
		}
		sum += logGamma(doubt) - logGamma(doubt+all)
		for _, id := range met {
			prior := doubt * e.share[id]
			sum += logGamma(prior+counts[id]) - logGamma(prior)
			counts[id] = 0
		}
	}
	return sum
}

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// membersOf lists the texts of each group.
func membersOf(group []int32) [][]int32 {
	var members [][]int32
	for i, g := range group {
		for int(g) >= len(members) {
			members = append(members, nil)
		}
		members[g] = append(members[g], int32(i))
	}
	return members
}

// resolutions are tried, from coarse to fine.
var resolutions = []float64{0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 6, 8, 12}

// partition groups the texts as finely as their words bear out.
func partition(g *graph, e *evidence, step func()) []int32 {
	var best []int32
	most := math.Inf(-1)
	for _, r := range resolutions {
		p := g.partition(r)
		if x := e.of(p); x > most {
			best, most = p, x
		}
		step()
	}
	return best
}
