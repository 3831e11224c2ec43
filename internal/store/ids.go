package store

import "github.com/cespare/xxhash/v2"

// idCache maps conversation ids to the keys of their rows, so that an import
// asks the database only for ids that it has not met. It holds no text: an
// entry is 16 bytes, found by 96 bits of hash. It stops growing at its limit.
type idCache struct {
	slots []idSlot // length is a power of two
	used  int
	limit int
}

type idSlot struct {
	hash  uint64
	check uint32
	key   uint32 // 0: free
}

// idCacheLimit bounds the cache to 64 MiB; beyond it the index answers.
const idCacheLimit = 3 << 20

func newIDCache(limit int) *idCache { return &idCache{slots: make([]idSlot, 1<<10), limit: limit} }

// hashID hashes an id within its source.
func hashID(source, id string) (hash uint64, check uint32) {
	var d xxhash.Digest
	d.Reset()
	_, _ = d.WriteString(source)
	_, _ = d.Write([]byte{0})
	_, _ = d.WriteString(id)
	hash = d.Sum64()
	_, _ = d.Write([]byte{1})
	return hash, uint32(d.Sum64())
}

func (c *idCache) get(hash uint64, check uint32) (key int64, ok bool) {
	mask := uint64(len(c.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &c.slots[i]
		if s.key == 0 {
			return 0, false
		}
		if s.hash == hash && s.check == check {
			return int64(s.key), true
		}
	}
}

// full reports whether the cache has reached its limit, so that a miss says nothing.
func (c *idCache) full() bool { return c.used >= c.limit }

func (c *idCache) put(hash uint64, check uint32, key int64) {
	if c.full() || key <= 0 || key > 1<<32-1 {
		return
	}
	if 4*c.used >= 3*len(c.slots) {
		old := c.slots
		c.slots = make([]idSlot, 2*len(old))
		for _, s := range old {
			if s.key != 0 {
				c.insert(s)
			}
		}
	}
	c.insert(idSlot{hash, check, uint32(key)})
	c.used++
}

func (c *idCache) insert(s idSlot) {
	mask := uint64(len(c.slots) - 1)
	i := s.hash & mask
	for c.slots[i].key != 0 {
		i = (i + 1) & mask
	}
	c.slots[i] = s
}

// clear forgets everything, after another process has changed the file.
func (c *idCache) clear() {
	clear(c.slots)
	c.used = 0
}

// userKey is the hash by which distinct users are counted, 0 for no user.
func userKey(id string) int64 {
	if id == "" {
		return 0
	}
	if k := int64(xxhash.Sum64String(id)); k != 0 {
		return k
	}
	return 1
}
