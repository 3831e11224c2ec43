package merge

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// Feedback returns each piece of feedback once, in canonical order. Of one that
// is told twice under its id, the later version stands.
func Feedback(fs []chat.Feedback) []chat.Feedback {
	if len(fs) < 2 {
		return fs
	}
	fs = slices.Clone(fs)
	slices.SortFunc(fs, compareFeedback)
	slices.Reverse(fs) // so that the version that stands comes first
	ids := map[string]bool{}
	fs = slices.DeleteFunc(slices.Compact(fs), func(f chat.Feedback) bool {
		twice := f.ID != "" && ids[f.ID]
		ids[f.ID] = true
		return twice
	})
	slices.Reverse(fs)
	return fs
}

// compareFeedback orders by age first; the store's statement for feedback that
// is there already compares likewise.
func compareFeedback(a, b chat.Feedback) int {
	thumb := func(f chat.Feedback) int {
		if f.Thumb {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Rating, b.Rating), cmp.Compare(thumb(a), thumb(b)), cmp.Compare(a.Reasons, b.Reasons),
		cmp.Compare(a.Comment, b.Comment), cmp.Compare(a.MessageID, b.MessageID), cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.ID, b.ID))
}
