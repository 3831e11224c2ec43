package store

import (
	"encoding/binary"
	"errors"

	"chatcops/internal/chat"
)

// The numbers of facts are stored twice: in columns of their own for people, and
// packed into one column for us, since a scan of all conversations spends most
// of its time on reading columns.

// Flags of packed facts.
const (
	packedStarted = 1 << iota
	packedEnded
	packedLeft
	packedEscalated
	packedConverted
	packedLead
	packedJudged
	packedWords
)

// appendPacked appends the numbers of facts to b.
func appendPacked(b []byte, f *chat.Facts) []byte {
	b = append(b, packedFlags(f), byte(f.Outcome))
	b = binary.LittleEndian.AppendUint64(b, uint64(userKey(f.UserID)))
	if f.StartedAt.Known() {
		b = binary.LittleEndian.AppendUint64(b, uint64(f.StartedAt))
	}
	if f.EndedAt.Known() {
		b = binary.AppendVarint(b, int64(f.EndedAt-startOf(f)))
	}
	for _, n := range packedCounts(f) {
		b = binary.AppendUvarint(b, uint64(uint32(*n)))
	}
	b = binary.AppendUvarint(b, uint64(f.InputTokens))
	b = binary.AppendUvarint(b, uint64(f.OutputTokens))
	b = binary.AppendVarint(b, f.FirstResponse)
	b = binary.AppendUvarint(b, uint64(len(f.Responses)))
	for _, r := range f.Responses {
		b = binary.AppendUvarint(b, uint64(r))
	}
	if f.Sentiment.Known {
		for _, n := range packedMoods(f) {
			b = binary.AppendVarint(b, int64(*n))
		}
	}
	return b
}

func packedFlags(f *chat.Facts) (flags byte) {
	for i, holds := range [...]bool{f.StartedAt.Known(), f.EndedAt.Known(), f.Left, f.Escalated, f.Converted, f.LeadCaptured, f.Sentiment.Known, f.WordsRead} {
		if holds {
			flags |= 1 << i
		}
	}
	return flags
}

// startOf is what the end is packed against.
func startOf(f *chat.Facts) chat.Time {
	if f.StartedAt.Known() {
		return f.StartedAt
	}
	return 0
}

// packedCounts are the counts of facts in the order in which they are packed.
func packedCounts(f *chat.Facts) [packedCountsLen]*int32 {
	return [...]*int32{&f.Times, &f.UserMessages, &f.AssistantMessages, &f.HumanMessages, &f.ToolCalls, &f.Events, &f.Fallbacks, &f.GoalCount, &f.WaitingCount,
		&f.FeedbackCount, &f.RatingCount, &f.RatingSum, &f.PositiveCount, &f.Quality.Score}
}

func packedMoods(f *chat.Facts) [packedMoodsLen]*int32 {
	return [...]*int32{&f.Sentiment.Mean, &f.Sentiment.Final, &f.Sentiment.Trend}
}

var errPacked = errors.New("the facts of a conversation are damaged; chatcops db rescore makes them anew")

// unpack fills f from packed numbers. The room of f.Responses is used again.
func unpack(b []byte, f *chat.Facts) error {
	u := unpacker{rest: b}
	flags := u.byte()
	f.Outcome = chat.Outcome(u.byte())
	f.UserKey = u.fixed()
	f.StartedAt, f.EndedAt = chat.NoTime, chat.NoTime
	if flags&packedStarted != 0 {
		f.StartedAt = chat.Time(u.fixed())
	}
	if flags&packedEnded != 0 {
		f.EndedAt = startOf(f) + chat.Time(u.signed())
	}
	setFlags(f, flags)
	for _, n := range packedCounts(f) {
		*n = int32(u.count())
	}
	f.InputTokens, f.OutputTokens = int64(u.count()), int64(u.count())
	f.FirstResponse = u.signed()
	f.ResponseSum, f.ResponseCount, f.Responses = 0, 0, f.Responses[:0]
	replies := u.count()
	if replies > uint64(len(u.rest)) {
		return errPacked
	}
	for range replies {
		r := int64(u.count())
		f.Responses = append(f.Responses, r)
		f.ResponseSum += r
		f.ResponseCount++
	}
	for _, n := range packedMoods(f) {
		*n = 0
		if f.Sentiment.Known {
			*n = int32(u.signed())
		}
	}
	if u.short || len(u.rest) > 0 || f.Outcome > chat.Unknown {
		return errPacked
	}
	return nil
}

// setFlags sets what flags say, but for whether there are times.
func setFlags(f *chat.Facts, flags byte) {
	f.Left, f.Escalated, f.Converted = flags&packedLeft != 0, flags&packedEscalated != 0, flags&packedConverted != 0
	f.LeadCaptured, f.Sentiment.Known, f.WordsRead = flags&packedLead != 0, flags&packedJudged != 0, flags&packedWords != 0
}

// unpacker reads packed numbers one after another; short says that it read on
// behind their end.
type unpacker struct {
	rest  []byte
	short bool
}

func (u *unpacker) byte() byte {
	if len(u.rest) == 0 {
		u.short = true
		return 0
	}
	b := u.rest[0]
	u.rest = u.rest[1:]
	return b
}

func (u *unpacker) fixed() uint64 {
	if len(u.rest) < 8 {
		u.short, u.rest = true, nil
		return 0
	}
	v := binary.LittleEndian.Uint64(u.rest)
	u.rest = u.rest[8:]
	return v
}

func (u *unpacker) count() uint64 {
	if len(u.rest) > 0 && u.rest[0] < 0x80 { // nearly always
		v := u.rest[0]
		u.rest = u.rest[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(u.rest)
	if n <= 0 {
		u.short, u.rest = true, nil
		return 0
	}
	u.rest = u.rest[n:]
	return v
}

func (u *unpacker) signed() int64 {
	v := u.count()
	return int64(v>>1) ^ -int64(v&1) // zigzag, as encoding/binary writes it
}
