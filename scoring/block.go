package scoring

// block hands out the memory of short lists that live on. It takes that of many
// at once, which costs less than a piece for each.
type block[T any] struct{ free []T }

// blockSize is how many elements are taken at once; longer lists have memory of their own.
const blockSize = 64

// room returns an empty list with room for n elements, nil for none.
func (b *block[T]) room(n int) []T {
	switch {
	case n == 0:
		return nil
	case n > blockSize/4:
		return make([]T, 0, n)
	case n > len(b.free):
		b.free = make([]T, blockSize)
	}
	list := b.free[:0:n]
	b.free = b.free[n:]
	return list
}

// own is a copy of a list whose memory is used again; nil for an empty one.
func (b *block[T]) own(list []T) []T { return append(b.room(len(list)), list...) }
