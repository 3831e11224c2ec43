package metrics

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"

	"chatcops/internal/chat"
)

// neverSeen is the first time of a user of whom no conversation has a time.
const neverSeen = math.MaxInt64

// start is a conversation of a user, or what is known to have been one.
type start struct {
	user  uint64   // the key of the user, scattered
	at    int64    // when it began, chat.NoTime if nothing tells
	cells [2]int32 // the cell of each side that counts it, as its index + 1; 0 for none
}

// scatter spreads the keys of users over all 64 bits, each key to another number
// (Fibonacci hashing: Knuth, TAOCP 3, 6.4).
func scatter(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 }

// userLog notes the starts of users in the order in which they come. To note them
// and put those of a user together in the end is several times as fast as to
// look each user up: of a million a table does not fit into the processor's caches.
type userLog struct {
	parts [userParts]userPart
}

// userParts is how many parts the users are spread over by the first bits of
// their scattered keys, 2 to the power of userBits.
const userParts, userBits = 256, 8

// userPart holds the starts of some users.
type userPart struct {
	full   [][]start // pieces without room
	last   []start
	sorted []start // what gather has put in the order of users and times
}

// Sizes of the pieces of a part: the first, and the largest.
const firstStarts, mostStarts = 4, 512

// add notes a start; the user is scattered.
func (l *userLog) add(s start) {
	p := &l.parts[s.user>>(64-userBits)]
	if len(p.last) == cap(p.last) {
		if len(p.last) > 0 {
			p.full = append(p.full, p.last)
		}
		p.last = make([]start, 0, min(max(firstStarts, 2*cap(p.last)), mostStarts))
	}
	p.last = append(p.last, s)
}

// merge adds the starts of another log, which must not be used any more; places
// say where its cells went.
func (l *userLog) merge(o *userLog, places [2][]int32) {
	moved := false
	for _, list := range places {
		for from, to := range list {
			moved = moved || int32(from) != to
		}
	}
	for i := range o.parts {
		theirs := &o.parts[i]
		pieces := append(theirs.full, theirs.last, theirs.sorted)
		for _, piece := range pieces {
			if len(piece) == 0 {
				continue
			}
			if moved {
				move(piece, places)
			}
			l.parts[i].full = append(l.parts[i].full, piece)
		}
		*theirs = userPart{}
	}
}

func move(piece []start, places [2][]int32) {
	for i := range piece {
		for side, cell := range piece[i].cells {
			if cell != 0 {
				piece[i].cells[side] = places[side][cell-1] + 1
			}
		}
	}
}

// gather puts the starts of each user together, in the order of their times.
func (l *userLog) gather() {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wg.Go(func() {
			var room []start
			for i := worker; i < userParts; i += workers {
				room = l.parts[i].gather(room)
			}
		})
	}
	wg.Wait()
}

func (p *userPart) gather(room []start) []start {
	if len(p.full) == 0 && len(p.last) == 0 {
		return room
	}
	all := slices.Concat(append(p.full, p.last, p.sorted)...)
	if len(room) < len(all) {
		room = make([]start, len(all)+len(all)/8)
	}
	sortStarts(all, room, 64-2*userBits)
	*p = userPart{sorted: all}
	return room
}

// fewStarts is up to how many sorting by insertion is the fastest.
const fewStarts = 48

func (s *start) before(o *start) bool { return s.user < o.user || s.user == o.user && s.at < o.at }

// sortStarts puts starts in the order of users and times: by the byte of the user
// at shift, those that agree in it by the next one. room is as long as the list.
func sortStarts(list, room []start, shift int) {
	if len(list) <= fewStarts {
		for i := 1; i < len(list); i++ {
			s := list[i]
			at := i
			for ; at > 0 && s.before(&list[at-1]); at-- {
				list[at] = list[at-1]
			}
			list[at] = s
		}
		return
	}
	if shift < 0 { // all of one user
		slices.SortFunc(list, func(a, b start) int { return cmp.Compare(a.at, b.at) })
		return
	}
	var ends [256]int
	for i := range list {
		ends[byte(list[i].user>>shift)]++
	}
	at := 0
	for i, n := range ends {
		ends[i], at = at, at+n
	}
	for i := range list {
		to := &ends[byte(list[i].user>>shift)]
		room[*to] = list[i]
		*to++
	}
	copy(list, room)
	from := 0
	for _, end := range ends {
		sortStarts(list[from:end], room, shift-8)
		from = end
	}
}

// each yields the starts of each user in the order of their times, those without
// a time first. They must be gathered.
func (l *userLog) each(yield func(own []start)) {
	for i := range l.parts {
		list := l.parts[i].sorted
		for lo := 0; lo < len(list); {
			hi := lo + 1
			for hi < len(list) && list[hi].user == list[lo].user {
				hi++
			}
			yield(list[lo:hi])
			lo = hi
		}
	}
}

// timed returns those of a user's starts that have a time.
func timed(own []start) []start {
	for len(own) > 0 && own[0].at == int64(chat.NoTime) {
		own = own[1:]
	}
	return own
}

// firstOf returns when a user started first, neverSeen if nothing tells.
func firstOf(own []start) int64 {
	if own = timed(own); len(own) > 0 {
		return own[0].at
	}
	return neverSeen
}

// userCounts are the distinct users of one cell by when they were first seen.
type userCounts struct{ all, new int64 }

// distinct counts for each unit the users of whom a side counts a conversation in
// it. unitOf is as recontacts wants it; isNew tells by when a user was first seen
// whether the user is new in a unit.
func (c *Collector) distinct(side int, unitOf []int32, units int, isNew func(unit int32, first int64) bool) []userCounts {
	counts := make([]userCounts, units)
	last := make([]int, units) // the last user that each unit has counted
	user := 0
	c.users.each(func(own []start) {
		user++
		first := firstOf(own)
		for i := range own {
			cell := own[i].cells[side]
			if cell == 0 || unitOf[cell-1] < 0 {
				continue
			}
			if unit := unitOf[cell-1]; last[unit] != user {
				last[unit] = user
				counts[unit].all++
				counts[unit].new += one(isNew(unit, first))
			}
		}
	})
	return counts
}
