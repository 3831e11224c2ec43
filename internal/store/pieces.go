package store

import (
	"context"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/sqlite"
)

// FeedbackPiece is one piece of feedback with its conversation.
type FeedbackPiece struct {
	Conversation int64
	Rating       int      // 1 to 5, 0 if there is none
	Labels       []string // of the reasons
	Comment      string
	Time         chat.Time
}

// FeedbackPieces calls yield for the feedback on the conversations of only (nil:
// on all that are known), in the order of their keys and times.
func (s *Store) FeedbackPieces(ctx context.Context, only *Keys, yield func(FeedbackPiece) error) error {
	n := 0
	err := s.each("SELECT conversation, rating, reasons, comment, timestamp FROM feedback WHERE conversation IS NOT NULL ORDER BY conversation, timestamp, identity", func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !only.Has(q.Int(0)) {
			return nil
		}
		p := FeedbackPiece{Conversation: q.Int(0), Rating: int(q.Int(1)), Comment: q.Text(3), Time: readTime(q, 4)}
		err := eachOf(q.Text(2), func(v jsondoc.Value) {
			if label := labelOf(v); label != "" {
				p.Labels = append(p.Labels, label)
			}
		})
		if err != nil {
			return err
		}
		return yield(p)
	})
	return describe(s.path, err)
}

// labelOf is the label of a reason: that of {label,details}, or the reason itself
// where it is a mere text.
func labelOf(v jsondoc.Value) string {
	if v.Kind() == jsondoc.Object {
		return v.Get("label").Scalar()
	}
	return v.Scalar()
}
