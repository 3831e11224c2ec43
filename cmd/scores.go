package cmd

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// addScores makes a query ready to read scores: those that it asks for, which
// must exist, or all of them where byDefault says that it asks for nothing.
func addScores(ctx context.Context, s *store.Store, q *metrics.Query, byDefault bool) error {
	wanted := q.Scores()
	if len(wanted) == 0 && !byDefault {
		return nil
	}
	all, err := s.Scores(ctx)
	if err != nil {
		return err
	}
	known := slices.Sorted(maps.Keys(all))
	for _, name := range wanted {
		if all[name] == nil {
			return noSuchScore(name, known)
		}
	}
	if byDefault && len(known) > 0 {
		q.Metrics = metrics.Defaults(q.CostOf != nil)
		for _, name := range known[:min(len(known), metrics.MaxScores)] {
			q.Metrics = append(q.Metrics, metrics.ScoreNumbers(name)...)
		}
	}
	q.ScoreOf = func(name string, f *chat.Facts) (float64, bool) {
		scores := all[name]
		if scores == nil {
			return 0, false
		}
		return scores.Of(f.Key)
	}
	return nil
}

func noSuchScore(name string, known []string) error {
	if len(known) == 0 {
		return withHint(usagef("no conversation has a score %q, nor any other", name),
			"name graders in chatcops.yaml and run chatcops db rescore, or import scores: chatcops formats scores")
	}
	quoted := make([]string, len(known))
	for i, k := range known {
		quoted[i] = fmt.Sprintf("%q", k)
	}
	return usagef("no conversation has a score %q; there are %s", name, strings.Join(quoted, ", "))
}

// label shows the name or title of a value; that of a score comes from the data.
func label(v *metrics.Value, text string) report.Cell {
	if metrics.IsScore(v.Name) {
		return report.Text(text)
	}
	return report.Word(text)
}

// withoutScores takes the scores out of a result, for a table of their own.
func withoutScores(r *metrics.Result) (own, scores metrics.Result) {
	own, scores = *r, *r
	own.Values, scores.Values = nil, nil
	for _, v := range r.Values {
		if metrics.IsScore(v.Name) {
			scores.Values = append(scores.Values, v)
		} else {
			own.Values = append(own.Values, v)
		}
	}
	return own, scores
}

// scoreTable shows the scores, none if there are none.
func scoreTable(r *metrics.Result) []report.Table {
	if len(r.Values) == 0 {
		return nil
	}
	t := metricTable(r)
	t.Title, t.Notes = "Scores", nil // the notes stand below the other metrics
	return []report.Table{t}
}
