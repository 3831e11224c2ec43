package ingest

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"chatcops/internal/chat"
)

// Bounds of a score: of its value, so that sums of squares stay exact, and of its name.
const (
	maxScore     = 1e9
	maxScoreName = 100 // bytes
)

// ofScores reports whether the names are those of scores.
func (n *names) ofScores() bool { return n.aliases["score"] == fieldScore }

// addScore adds a record of a file of scores. It makes no conversation: the
// score waits until there is one of that id.
func (d *decoded) addScore(r *row, line int) error {
	fill(&r.conversation, r.id)
	fill(&r.name, r.scorer)
	fill(&r.score, r.otherScore)
	r.name = strings.TrimSpace(r.name)
	switch {
	case r.conversation == "":
		return errNoConversation
	case r.name == "":
		return errors.New("a score without name (nor metric, key, scorer)")
	case len(r.name) > maxScoreName:
		return fmt.Errorf("the name %q is longer than %d bytes", clip(r.name), maxScoreName)
	case strings.ContainsFunc(r.name, func(c rune) bool { return !unicode.IsPrint(c) }):
		return fmt.Errorf("the name %q holds characters that cannot be printed", clip(r.name))
	}
	value, err := parseScore(r.score)
	if err != nil {
		return err
	}
	rec := newRecord("", line)
	rec.Scores = d.scores.one(chat.Given{Conversation: r.conversation, Score: chat.Score{Name: r.name, Value: value}, Comment: r.comment, Time: r.time})
	d.push(&rec, 0)
	return nil
}

// parseScore reads a number, or true and false as 1 and 0.
func parseScore(s string) (float64, error) {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "":
		return 0, errors.New("no score (nor value, rating, result)")
	case "true":
		return 1, nil
	case "false":
		return 0, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(v) {
		return 0, fmt.Errorf("score %q is neither a number nor true or false", clip(s))
	}
	if math.Abs(v) > maxScore {
		return 0, fmt.Errorf("score %q is out of range: from -1e9 to 1e9", clip(s))
	}
	return v + 0, nil // no negative zero
}
