package topics

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

const (
	mostNeighbours = 10  // of a text
	fewNeighbours  = 4   // where there are few texts
	latentWeight   = 0.8 // of likeness in the latent space, against likeness of words
)

// link is a neighbour of a text and how alike the two are.
type link struct {
	to   int32
	like float32
}

// neighbours returns for each text those most like it, the most alike first. Of
// equally alike ones those that stand first are taken.
func neighbours(texts []vector, terms int, place [][]float32, step func()) [][]link {
	n := len(texts)
	of := make([][]link, n)
	count := neighbourCount(n)
	having := postings(texts, terms)
	flat := slices.Concat(place...)
	var wg sync.WaitGroup
	var mu sync.Mutex
	parts := runtime.GOMAXPROCS(0)
	for part := range parts {
		wg.Go(func() {
			like := make([]float32, n)
			for i := part; i < n; i += parts {
				clear(like)
				for e, id := range texts[i].terms {
					for _, p := range having[id] {
						like[p.to] += texts[i].weights[e] * p.like
					}
				}
				if size := len(flat) / n; size > 0 {
					blas32.Gemv(blas.NoTrans, latentWeight, blas32.General{Rows: n, Cols: size, Stride: size, Data: flat},
						blas32.Vector{N: size, Inc: 1, Data: place[i]}, 1, blas32.Vector{N: n, Inc: 1, Data: like})
				}
				like[i] = 0
				of[i] = nearest(like, count)
				if i%100 == 0 {
					mu.Lock()
					step()
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return of
}

// postings lists for each term the texts that have it.
func postings(texts []vector, terms int) [][]link {
	having := make([][]link, terms)
	for i, t := range texts {
		for e, id := range t.terms {
			having[id] = append(having[id], link{int32(i), t.weights[e]})
		}
	}
	return having
}

// neighbourCount is how many neighbours each of n texts has: of few texts, fewer
// than 10 are about the same.
func neighbourCount(n int) int {
	return min(max(fewNeighbours, int(math.Sqrt(float64(n))/1.5)), mostNeighbours)
}

// nearest returns those that are most alike, at most so many.
func nearest(like []float32, count int) []link {
	var top [mostNeighbours]link
	n := 0
	for j, x := range like {
		if x <= 0 || n == count && x <= top[n-1].like {
			continue
		}
		if n < count {
			n++
		}
		at := n - 1
		for ; at > 0 && x > top[at-1].like; at-- {
			top[at] = top[at-1]
		}
		top[at] = link{int32(j), x}
	}
	return slices.Clone(top[:n])
}

// newGraph joins texts with their neighbours, in both directions.
func newGraph(of [][]link) *graph {
	n := len(of)
	both := make([][]link, n)
	for i, links := range of {
		for _, l := range links {
			both[i] = append(both[i], l)
			both[l.to] = append(both[l.to], link{int32(i), l.like})
		}
	}
	g := &graph{start: make([]int32, 1, n+1), size: make([]float64, n)}
	for i, links := range both {
		slices.SortFunc(links, func(a, b link) int {
			if a.to != b.to {
				return int(a.to - b.to)
			}
			return compareFloats(b.like, a.like)
		})
		for j, l := range links {
			if j > 0 && links[j-1].to == l.to {
				continue
			}
			g.to, g.weight = append(g.to, l.to), append(g.weight, l.like)
			g.size[i] += float64(l.like)
		}
		g.total += g.size[i]
		g.start = append(g.start, int32(len(g.to)))
	}
	return g
}

func compareFloats(a, b float32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
