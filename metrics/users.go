package metrics

import (
	"math"
	"math/bits"
)

// neverSeen is the first time of a user of whom no conversation has a time.
const neverSeen = math.MaxInt64

// userTable holds what is known of each user over all the data: a hash table
// with linear probing, since one entry a conversation is too hot for a map.
type userTable struct {
	slots []user
	used  int
}

// user is one entry; key 0 marks a free slot.
type user struct {
	key     uint64
	first   int64 // start of the earliest conversation, neverSeen if none has a time
	in      uint8 // the periods in which the user was seen, a bit for each side
	arrived int32 // the last one noted, as its index + 1; 0 for none
}

// at returns the entry of a user, a new one for a key not seen before. The key
// is not 0. The pointer is good until the next call.
func (t *userTable) at(key uint64) *user {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	for i := t.home(key); ; i = (i + 1) & (len(t.slots) - 1) {
		u := &t.slots[i]
		if u.key == key {
			return u
		}
		if u.key == 0 {
			t.used++
			*u = user{key: key, first: neverSeen}
			return u
		}
	}
}

// home is where the search for a key begins (Fibonacci hashing: Knuth, TAOCP 3, 6.4).
func (t *userTable) home(key uint64) int {
	return int(key * 0x9E3779B97F4A7C15 >> (64 - bits.TrailingZeros(uint(len(t.slots)))))
}

func (t *userTable) grow() {
	old := t.slots
	t.slots = make([]user, max(64, 2*len(old)))
	t.used = 0
	for _, u := range old {
		if u.key != 0 {
			*t.at(u.key) = u
		}
	}
}

// userCounts are the distinct users of one cell by when they were first seen.
type userCounts struct{ all, new int64 }

// count counts the users that were seen in a period that began at lo.
func (t *userTable) count(side uint8, lo int64) (c userCounts) {
	for i := range t.slots {
		if u := &t.slots[i]; u.in&side != 0 {
			c.all++
			c.new += one(u.first >= lo)
		}
	}
	return c
}
