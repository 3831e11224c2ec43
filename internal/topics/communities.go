package topics

// graph is an undirected weighted graph: the neighbours of node i stand at
// start[i] to start[i+1].
type graph struct {
	start  []int32
	to     []int32
	weight []float32
	size   []float64 // of nodes: their weighted degree
	total  float64   // of all sizes
}

func (g *graph) nodes() int { return len(g.start) - 1 }

// partition groups the nodes of a graph by modularity at a resolution: the higher,
// the smaller the groups. It is the Leiden method (Traag, Waltman, van Eck 2019).
func (g *graph) partition(resolution float64) []int32 {
	n := g.nodes()
	node, group := make([]int32, n), make([]int32, n) // of the first graph: its node in the current one; of that: its group
	for i := range n {
		node[i], group[i] = int32(i), int32(i)
	}
	for range mostRounds {
		moved := g.move(group, resolution)
		parts := g.refine(group, resolution)
		k := renumber(parts)
		if !moved && k == g.nodes() {
			break
		}
		next := make([]int32, k) // the group of each part
		for i, p := range parts {
			next[p] = group[i]
		}
		renumber(next)
		for i := range node {
			node[i] = parts[node[i]]
		}
		done := k == g.nodes()
		g, group = g.aggregate(parts, k), next
		if done {
			break
		}
	}
	of := make([]int32, n)
	for i := range of {
		of[i] = group[node[i]]
	}
	renumber(of)
	return of
}

// mostRounds bounds how often the graph is made smaller.
const mostRounds = 30

// renumber makes numbers dense in the order of their appearance.
func renumber(of []int32) int {
	var max int32
	for _, x := range of {
		if x > max {
			max = x
		}
	}
	to := make([]int32, max+1)
	n := int32(0)
	for i, x := range of {
		if to[x] == 0 {
			n++
			to[x] = n
		}
		of[i] = to[x] - 1
	}
	return int(n)
}

// move moves nodes between groups as long as that improves the modularity.
func (g *graph) move(group []int32, resolution float64) (moved bool) {
	n := g.nodes()
	sum := make([]float64, n) // of the sizes in each group
	for i, c := range group {
		sum[c] += g.size[i]
	}
	queue := make([]int32, n)
	queued := make([]bool, n)
	for i := range queue {
		queue[i], queued[i] = int32(i), true
	}
	// a fixed shuffle: the order of nodes must not matter more than it has to
	shuffle(queue)
	to := make([]float64, n)
	var seen []int32
	steps := 0
	for head := 0; head < len(queue); head++ {
		i := queue[head]
		queued[i] = false
		if steps++; steps > 50*n {
			break
		}
		own := group[i]
		seen = seen[:0]
		for e := g.start[i]; e < g.start[i+1]; e++ {
			if j := g.to[e]; j != i {
				c := group[j]
				if to[c] == 0 {
					seen = append(seen, c)
				}
				to[c] += float64(g.weight[e])
			}
		}
		sum[own] -= g.size[i]
		f := resolution * g.size[i] / g.total
		best, gain := own, to[own]-f*sum[own]
		for _, c := range seen {
			if x := to[c] - f*sum[c]; x > gain+1e-12 {
				best, gain = c, x
			}
		}
		sum[best] += g.size[i]
		for _, c := range seen {
			to[c] = 0
		}
		if best != own {
			group[i] = best
			moved = true
			for e := g.start[i]; e < g.start[i+1]; e++ {
				if j := g.to[e]; !queued[j] && group[j] != best {
					queued[j] = true
					queue = append(queue, j)
				}
			}
		}
		if head > 1<<16 && head*2 > len(queue) {
			queue = append(queue[:0], queue[head+1:]...)
			head = -1
		}
	}
	return moved
}

// refine splits each group into parts that hang together well.
func (g *graph) refine(group []int32, resolution float64) []int32 {
	n := g.nodes()
	part := make([]int32, n)
	sum := make([]float64, n)
	inside := make([]float64, n) // weight from a part to the rest of its group
	groupSum := make([]float64, n)
	alone := make([]bool, n)
	for i := range part {
		part[i] = int32(i)
		sum[i] = g.size[i]
		alone[i] = true
		groupSum[group[i]] += g.size[i]
		for e := g.start[i]; e < g.start[i+1]; e++ {
			if j := g.to[e]; int(j) != i && group[j] == group[i] {
				inside[i] += float64(g.weight[e])
			}
		}
	}
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	shuffle(order)
	to := make([]float64, n)
	var seen []int32
	for _, i := range order {
		gs := groupSum[group[i]]
		if !alone[i] || inside[i] < resolution*g.size[i]*(gs-g.size[i])/g.total {
			continue
		}
		seen = seen[:0]
		for e := g.start[i]; e < g.start[i+1]; e++ {
			if j := g.to[e]; j != i && group[j] == group[i] {
				c := part[j]
				if to[c] == 0 {
					seen = append(seen, c)
				}
				to[c] += float64(g.weight[e])
			}
		}
		best, gain := i, 0.0
		f := resolution * g.size[i] / g.total
		for _, c := range seen {
			if c == i || inside[c] < resolution*sum[c]*(gs-sum[c])/g.total {
				continue
			}
			if x := to[c] - f*sum[c]; x > gain+1e-12 {
				best, gain = c, x
			}
		}
		if best != i {
			alone[best] = false
			inside[best] += inside[i] - 2*to[best]
			sum[best] += sum[i]
			sum[i] = 0
			part[i] = best
		}
		for _, c := range seen {
			to[c] = 0
		}
	}
	return part
}

// aggregate makes the graph whose nodes are the k groups.
func (g *graph) aggregate(group []int32, k int) *graph {
	n := g.nodes()
	members := make([][]int32, k)
	for i := range n {
		members[group[i]] = append(members[group[i]], int32(i))
	}
	a := &graph{start: make([]int32, 1, k+1), size: make([]float64, k), total: g.total}
	to := make([]float64, k)
	var seen []int32
	for c, ms := range members {
		seen = seen[:0]
		for _, i := range ms {
			a.size[c] += g.size[i]
			for e := g.start[i]; e < g.start[i+1]; e++ {
				d := group[g.to[e]]
				if int(d) == c {
					continue
				}
				if to[d] == 0 {
					seen = append(seen, d)
				}
				to[d] += float64(g.weight[e])
			}
		}
		for _, d := range seen {
			a.to = append(a.to, d)
			a.weight = append(a.weight, float32(to[d]))
			to[d] = 0
		}
		a.start = append(a.start, int32(len(a.to)))
	}
	return a
}

// shuffle puts a list into an order that is always the same.
func shuffle(list []int32) {
	x := uint64(0x9E3779B97F4A7C15)
	for i := len(list) - 1; i > 0; i-- {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		j := x % uint64(i+1)
		list[i], list[j] = list[j], list[i]
	}
}
