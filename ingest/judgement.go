package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chatcops/internal/chat"
)

// verdicts are the words of thumbs.
var verdicts = map[string]int{
	"positive": 5, "negative": 1, "up": 5, "down": 1, "thumbs_up": 5, "thumbs_down": 1, "thumbsup": 5, "thumbsdown": 1, "thumbs-up": 5, "thumbs-down": 1,
	"like": 5, "dislike": 1, "liked": 5, "disliked": 1, "good": 5, "bad": 1, "helpful": 5, "not_helpful": 1, "yes": 5, "no": 1, "true": 5, "false": 1,
	"👍": 5, "👎": 1,
}

func isVerdict(word string) bool { return word == "positive" || word == "negative" }

// parseRating reads a rating of 1 to 5 or a thumb.
func parseRating(s string) (rating int, thumb bool, err error) {
	s = strings.TrimSpace(s)
	if r, ok := verdicts[strings.ToLower(s)]; ok {
		return r, true, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int(f)) || f < 1 || f > 5 {
		return 0, false, fmt.Errorf("rating %q is neither 1 to 5 nor positive or negative", clip(s))
	}
	return int(f), false, nil
}

// judgement is the feedback that a row gives.
func (r *row) judgement() (chat.Feedback, error) {
	rating, thumb, err := parseRating(r.rating)
	return chat.Feedback{Rating: rating, Thumb: thumb, Reasons: r.reasons, Comment: r.comment, Time: r.time, UserID: r.user}, err
}

// addFeedbackRow adds a record that is nothing but feedback.
func (d *decoded) addFeedbackRow(r *row, line int) error {
	if r.rating == "" && isVerdict(r.typ) {
		r.rating = r.typ
	}
	f, err := r.judgement()
	if err != nil {
		return err
	}
	f.ID, f.MessageID = r.id, r.messageID
	if f.MessageID == "" && r.conversation == "" {
		return errors.New("feedback that names neither a conversation nor a message")
	}
	fill(&r.user, r.propertiesUser)
	f.UserID = r.user
	rec := newRecord(r.conversation, line)
	rec.UserID, rec.Channel, rec.Bot, rec.Language, rec.UserProperties = r.user, r.channel, r.bot, r.language, r.userProperties
	rec.Feedback = d.feedback.one(f)
	d.push(&rec, 0)
	return nil
}
