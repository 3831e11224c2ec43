package store

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"chatcops/internal/chat"
)

// blockSize is how many keys one block spans: that of number b those from
// b·blockSize + 1 on.
const blockSize = 128

// blockOf returns the number of the block that spans a key.
func blockOf(key int64) int64 { return (key - 1) / blockSize }

// The columns of a block, in the order in which they are stored.
const (
	inKey = iota // from the first key of the block
	inFlags
	inOutcome
	inUser
	inStarted
	inLasted // the end from the start
	inFirstResponse
	inInput
	inOutput
	inReplies                                 // how many of the times behind the columns
	inCounts                                  // of packedCounts
	inMoods      = inCounts + packedCountsLen // of packedMoods
	blockColumns = inMoods + packedMoodsLen
)

// How many numbers packedCounts and packedMoods return.
const packedCountsLen, packedMoodsLen = 14, 3

// block holds the packed facts of up to blockSize conversations, column by
// column, which a scan reads ten times as fast as one row after another. Its
// room is used again.
type block struct {
	rows    int
	columns [blockColumns][blockSize]int64
	replies []int64 // the times of all conversations, one after another
	padded  []byte
}

func (b *block) clear() { b.rows, b.replies = 0, b.replies[:0] }

// add appends the facts of a conversation; at is its place among the keys of the
// block, user the key of its user.
func (b *block) add(at int64, f *chat.Facts, user int64) {
	i, c := b.rows, &b.columns
	b.rows++
	c[inKey][i], c[inFlags][i], c[inOutcome][i], c[inUser][i] = at, int64(packedFlags(f)), int64(f.Outcome), user
	c[inStarted][i], c[inLasted][i] = int64(startOf(f)), 0
	if f.EndedAt.Known() {
		c[inLasted][i] = int64(f.EndedAt - startOf(f))
	}
	c[inFirstResponse][i], c[inInput][i], c[inOutput][i] = f.FirstResponse, f.InputTokens, f.OutputTokens
	c[inReplies][i] = int64(len(f.Responses))
	b.replies = append(b.replies, f.Responses...)
	for k, n := range packedCounts(f) {
		c[inCounts+k][i] = int64(*n)
	}
	for k, n := range packedMoods(f) {
		c[inMoods+k][i] = 0
		if f.Sentiment.Known {
			c[inMoods+k][i] = int64(*n)
		}
	}
}

// append writes the block: the number of rows, the columns, the times of replies.
func (b *block) append(dst []byte) []byte {
	dst = append(dst, byte(b.rows))
	for i := range b.columns {
		dst = appendColumn(dst, b.columns[i][:b.rows], 0)
	}
	return appendColumn(dst, b.replies, 1) // so that the bytes bound how many a reader makes room for
}

// appendColumn writes numbers as their distance from the least of them, in as
// many bytes as the greatest distance needs, but no fewer than narrowest: that
// width, the least, the distances.
func appendColumn(dst []byte, column []int64, narrowest int) []byte {
	if len(column) == 0 {
		return dst
	}
	least, most := column[0], column[0]
	for _, v := range column {
		least, most = min(least, v), max(most, v)
	}
	width := max(narrowest, (bits.Len64(uint64(most)-uint64(least))+7)/8)
	dst = append(dst, byte(width))
	dst = binary.AppendVarint(dst, least)
	at := len(dst)
	dst = slices.Grow(dst, width*len(column)+8)[:at+width*len(column)+8]
	for _, v := range column {
		binary.LittleEndian.PutUint64(dst[at:], uint64(v)-uint64(least)) // the next one overwrites what is too much
		at += width
	}
	return dst[:at]
}

// read reads a block that was written by append.
func (b *block) read(stored []byte) error {
	b.clear()
	b.padded = append(append(b.padded[:0], stored...), 0, 0, 0, 0, 0, 0, 0, 0) // so that eight bytes can be read anywhere
	if len(stored) == 0 || stored[0] > blockSize || stored[0] == 0 {
		return errPacked
	}
	b.rows = int(stored[0])
	at := 1
	for i := range b.columns {
		if at = b.readColumn(at, b.columns[i][:b.rows]); at < 0 {
			return errPacked
		}
	}
	var replies int64
	for i, n := range b.columns[inReplies][:b.rows] {
		if n < 0 || n > int64(len(stored)) || b.columns[inKey][i]&^(blockSize-1) != 0 {
			return errPacked
		}
		replies += n
	}
	if replies == 0 && at == len(stored) {
		return nil
	}
	if replies == 0 || replies > int64(len(stored)) || b.padded[at] == 0 {
		return errPacked
	}
	b.replies = slices.Grow(b.replies, int(replies))[:replies]
	if b.readColumn(at, b.replies) != len(stored) {
		return errPacked
	}
	return nil
}

// readColumn fills a column from the padded bytes at a place and returns where it
// ends, -1 if that lies behind the end.
func (b *block) readColumn(at int, column []int64) int {
	size := len(b.padded) - 8
	if at >= size || b.padded[at] > 8 {
		return -1
	}
	width := int(b.padded[at])
	least, n := binary.Varint(b.padded[at+1 : size])
	if at += 1 + n; n <= 0 || at+width*len(column) > size {
		return -1
	}
	if width == 0 {
		for i := range column {
			column[i] = least
		}
		return at
	}
	mask := ^uint64(0) >> (64 - 8*width)
	for i := range column {
		column[i] = least + int64(binary.LittleEndian.Uint64(b.padded[at:])&mask)
		at += width
	}
	return at
}

// row fills in the numbers of a row, whose replies begin at a place in the
// block, and returns where they end.
func (b *block) row(i, replies int, f *chat.Facts) int {
	c := &b.columns
	flags := c[inFlags][i]
	f.Outcome, f.UserKey = chat.Outcome(c[inOutcome][i]), uint64(c[inUser][i])
	f.StartedAt, f.EndedAt = chat.NoTime, chat.NoTime
	if flags&packedStarted != 0 {
		f.StartedAt = chat.Time(c[inStarted][i])
	}
	if flags&packedEnded != 0 {
		f.EndedAt = chat.Time(c[inStarted][i] + c[inLasted][i])
	}
	setFlags(f, byte(flags))
	for k, n := range packedCounts(f) {
		*n = int32(c[inCounts+k][i])
	}
	for k, n := range packedMoods(f) {
		*n = int32(c[inMoods+k][i])
	}
	f.FirstResponse, f.InputTokens, f.OutputTokens = c[inFirstResponse][i], c[inInput][i], c[inOutput][i]
	end := replies + int(c[inReplies][i])
	f.Responses = b.replies[replies:end:end]
	f.ResponseSum, f.ResponseCount = 0, int32(len(f.Responses))
	for _, r := range f.Responses {
		f.ResponseSum += r
	}
	f.Evidence = chat.Evidence{} // the scan before may have settled it
	return end
}
