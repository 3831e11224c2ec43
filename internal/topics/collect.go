package topics

import (
	"cmp"
	"maps"
	"slices"
)

// MostMessages is up to how many of a user's first messages are worth keeping
// for Collect.
const MostMessages = 12

// Text is what the user of one conversation says: the first messages, and the
// language of the conversation, "" if it is not known.
type Text struct {
	Language string
	Messages []string
}

// languageShare is the share of the texts from which a language counts as one of
// theirs: of a few words the language is often told wrongly.
const languageShare = 0.02

// Collect reads requests and tells their languages, the commonest first. A
// language that few texts have is taken for the commonest.
func Collect(texts []Text) ([]*Request, []string) {
	counts, known := map[string]int{}, 0
	for _, t := range texts {
		if t.Language != "" {
			counts[t.Language]++
			known++
		}
	}
	languages := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	languages = slices.DeleteFunc(languages, func(l string) bool { return float64(counts[l]) < languageShare*float64(known) })
	if len(languages) == 0 {
		languages = []string{"en"}
	}
	r := NewReader(languages...)
	requests := make([]*Request, len(texts))
	for i, t := range texts {
		r.Begin(t.Language)
		for _, m := range t.Messages {
			if !r.Add(m) {
				break
			}
		}
		requests[i] = r.Request().Clone()
	}
	return requests, languages
}
