package store

import (
	"context"
	"math"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// pendingRow is a piece of a conversation that waits to be merged.
type pendingRow struct {
	conversation, importID   int64
	firstMessage, firstEvent int64
	messages, events         int
	whole                    bool
	updatedAt                chat.Time
}

func (w *Writer) flushPending() error {
	err := w.st.pending.insert(len(w.pending), math.MaxInt64, func(r *sqlite.Record, i int) (id int64) {
		p := &w.pending[i]
		r.Int(p.conversation)
		r.Int(p.importID)
		r.Int(p.firstMessage)
		r.Int(int64(p.messages))
		r.Int(p.firstEvent)
		r.Int(int64(p.events))
		bindFlag(r, p.whole)
		bindTime(r, p.updatedAt)
		return anyID
	})
	w.pending = w.pending[:0]
	return err
}

// Score concludes the facts of a conversation.
type Score func(*chat.Conversation) (*chat.Facts, chat.Marks)

// Rescore concludes the facts of all conversations anew. It goes on where a run
// that was interrupted has stopped.
func (w *Writer) Rescore(ctx context.Context, newScore func() Score, progress func(done, total int64)) error {
	err := w.begin()
	if err == nil { // which also mends them
		err = w.s.conn.Run("DELETE FROM fact_blocks")
		w.scored = true
	}
	if err == nil {
		err = w.s.conn.Run(`INSERT INTO pending(conversation, import, first_message, message_count, first_event, event_count, whole)
			SELECT c.id, 0, 0, 0, 0, 0, 0 FROM conversations c LEFT JOIN conversation_facts f ON f.conversation = c.id
			WHERE f.rules IS NOT ? AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.conversation = c.id)`, w.rules)
	}
	if err == nil {
		err = w.settle(ctx, newScore, progress)
	}
	return describe(w.s.path, err)
}

// settleBatch is how many conversations Settle holds in memory, settleCommit how
// many one transaction takes: pieces may lie anywhere in the file, and each
// transaction writes the pages of all of them.
const (
	settleBatch  = 2000
	settleCommit = 10 * settleBatch
)

// Settle merges the pieces that imports have added to conversations, and scores
// those anew, by a score for each goroutine. progress is told how many of how many
// are done.
func (w *Writer) Settle(ctx context.Context, newScore func() Score, progress func(done, total int64)) error {
	err := w.settle(ctx, newScore, progress)
	return describe(w.s.path, err)
}

func (w *Writer) settle(ctx context.Context, newScore func() Score, progress func(done, total int64)) error {
	if w.bulk != nil && !w.unsettled {
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if err := w.endBulk(); err != nil {
		return err
	}
	if err := w.adoptOrphans(); err != nil {
		return err
	}
	if err := w.flush(); err != nil {
		return err
	}
	w.blocks.clear()
	total, err := w.s.conn.Int("SELECT count(DISTINCT conversation) FROM pending")
	if err != nil || total == 0 {
		return err
	}
	settlers, err := w.newSettlers(total, newScore)
	if err != nil {
		return err
	}
	defer closeSettlers(settlers)
	for done := int64(0); ; {
		keys, err := w.firstPending(settleBatch)
		if err != nil || len(keys) == 0 {
			return err
		}
		if err := w.settleAll(settlers, keys); err != nil {
			return err
		}
		if err := w.s.conn.Run("DELETE FROM pending WHERE conversation <= ?", keys[len(keys)-1]); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
		done += int64(len(keys))
		progress(done, total)
		if done < total && done%settleCommit != 0 && ctx.Err() == nil {
			continue
		}
		if err := w.commit(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.begin(); err != nil {
			return err
		}
	}
}

// firstPending returns the keys of the first n conversations that have pending pieces.
func (w *Writer) firstPending(n int) (keys []int64, err error) {
	err = w.s.each("SELECT DISTINCT conversation FROM pending ORDER BY conversation LIMIT ?", func(s *sqlite.Stmt) error {
		keys = append(keys, s.Int(0))
		return nil
	}, n)
	return keys, err
}

// store puts a conversation that was merged and scored in the place of its pieces.
func (w *Writer) store(c *settled) error {
	if c.err != nil || c.st == nil {
		return c.err
	}
	key := c.merged.Key
	w.leaveOut(c.leftOut, c.merged.ID)
	grown := w.count(c.st, &c.merged, c.leftOut)
	if err := w.replaceRows(c.st, &c.merged); err != nil {
		return err
	}
	if err := w.seal(c); err != nil {
		return err
	}
	if !slices.Equal(c.merged.Messages, c.st.base.Messages) { // the user may ask for something else now
		if err := w.s.conn.Run("DELETE FROM conversation_topics WHERE conversation = ?", key); err != nil {
			return err
		}
	}
	changed, err := w.replaceFacts(&c.merged, c.facts, c.marks)
	if err != nil {
		return err
	}
	switch {
	case w.brought.brought(key, w.importID): // counted when it came
	case grown || changed:
		w.Counts.Changed++
	default:
		w.Counts.Unchanged++
	}
	return nil
}

// count books what the pieces have brought: what merging kept is new, the rest was there.
func (w *Writer) count(st *stored, merged *chat.Conversation, leftOut int) (grown bool) {
	messages, events := 0, 0
	for i := 1; i < len(st.pieces); i++ {
		messages += len(st.messages[i].Messages)
		events += len(st.events[i].Events)
	}
	newMessages := max(0, len(merged.Messages)-len(st.base.Messages))
	newEvents := max(0, len(merged.Events)-len(st.base.Events))
	w.Counts.Messages += newMessages
	w.Counts.DuplicateMessages += max(0, messages-newMessages-leftOut)
	w.Counts.Events += newEvents
	w.Counts.DuplicateEvents += max(0, events-newEvents)
	return newMessages+newEvents > 0
}

// replaceRows puts the merged messages and events in the place of their pieces.
func (w *Writer) replaceRows(st *stored, merged *chat.Conversation) error {
	if len(st.pieces) == 1 {
		return nil
	}
	keepMessages := slices.Equal(merged.Messages, st.base.Messages)
	keepEvents := slices.Equal(merged.Events, st.base.Events)
	for i, p := range st.pieces {
		if i > 0 || !keepMessages {
			if err := w.deleteRange("messages", p.firstMessage, p.messages); err != nil {
				return err
			}
		}
		if i > 0 || !keepEvents {
			if err := w.deleteRange("events", p.firstEvent, p.events); err != nil {
				return err
			}
		}
	}
	first := st.pieces[0]
	whole, toldAt := st.whole, chat.NoTime
	for _, p := range st.messages {
		whole, toldAt = whole || p.Whole, max(toldAt, p.UpdatedAt)
	}
	if !keepMessages {
		first.firstMessage, first.messages = w.nextMessage, int64(len(merged.Messages))
		w.queueMessages(merged.Key, merged.Messages)
	}
	if !keepEvents {
		first.firstEvent, first.events = w.nextEvent, int64(len(merged.Events))
		w.queueEvents(merged.Key, merged.Events)
	}
	wholeFlag := 0
	if whole && onlyTold(merged.Messages, st) {
		wholeFlag = 1
	}
	return w.s.conn.Run("UPDATE conversations SET whole = ?, first_message = ?, message_count = ?, first_event = ?, event_count = ?, told_at = ? WHERE id = ?",
		wholeFlag, first.firstMessage, first.messages, first.firstEvent, first.events, timeOrNull(toldAt), merged.Key)
}

// onlyTold reports whether no piece held loose rows, so that the merged
// transcript can be compared as a whole with later records.
func onlyTold(merged []chat.Message, st *stored) bool {
	for _, p := range st.messages {
		if !p.Whole && len(p.Messages) > 0 {
			return false
		}
	}
	return len(merged) > 0
}

func (w *Writer) deleteRange(table string, first, n int64) error {
	if n == 0 {
		return nil
	}
	return w.s.conn.Run("DELETE FROM "+table+" WHERE id >= ? AND id < ?", first, first+n)
}

// replaceFacts stores the facts of a conversation in the place of older ones.
func (w *Writer) replaceFacts(c *chat.Conversation, f *chat.Facts, marks chat.Marks) (changed bool, err error) {
	key := c.Key
	old, ok, err := w.s.factsOf(key)
	if err != nil {
		return false, err
	}
	if err := w.s.dropBlock(key); err != nil {
		return false, err
	}
	if ok {
		if err := w.s.conn.Run("DELETE FROM conversation_facts WHERE conversation = ?", key); err != nil {
			return false, err
		}
	}
	w.queueFacts(key, c.Properties, c.Language, f, marks)
	return !ok || !sameVerdict(&old, f), nil
}

// sameVerdict compares what an import reports as a change of a conversation.
func sameVerdict(a, b *chat.Facts) bool {
	return a.Outcome == b.Outcome && a.UserMessages == b.UserMessages && a.AssistantMessages == b.AssistantMessages && a.Converted == b.Converted &&
		a.FeedbackCount == b.FeedbackCount && a.RatingSum == b.RatingSum && a.Events == b.Events && a.EndedAt == b.EndedAt
}
