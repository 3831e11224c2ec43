// Package guess says which known word an unknown one was probably meant to be.
package guess

import (
	"fmt"
	"slices"
	"strings"
)

// most is how many words are offered, shortest how much of a word must be there to
// be looked for in others.
const (
	most     = 3
	shortest = 3
)

// Word ends a message about an unknown word: with the nearest known ones, or with
// all of them if none is near.
func Word(word string, known []string) string {
	if near := meant(word, known); near != "" {
		return near
	}
	return "known are " + strings.Join(known, ", ")
}

// Listed is Word where the known ones are too many to be told: list is the command
// that does.
func Listed(word string, known []string, list string) string {
	if near := meant(word, known); near != "" {
		return near + " " + list + " lists them all"
	}
	return list + " lists those there are"
}

func meant(word string, known []string) string {
	var quoted []string
	for _, k := range Near(word, known) {
		quoted = append(quoted, fmt.Sprintf("%q", k))
	}
	if len(quoted) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(quoted, " or ") + "?"
}

// Near returns the known words that are near an unknown one, the nearest first:
// those of which it is the beginning, then those that hold it, else those that
// differ in the fewest letters, if these are few.
func Near(word string, known []string) []string {
	word = strings.ToLower(word)
	var begin, hold, alike []string
	least := (len(word) + 1) / 3
	for _, k := range known {
		switch at := strings.Index(k, word); {
		case len(word) < shortest || at < 0:
		case at == 0:
			begin = append(begin, k)
		default:
			hold = append(hold, k)
		}
		switch d := editDistance(word, k); {
		case d < least || d == least && alike == nil:
			alike, least = []string{k}, d
		case d == least:
			alike = append(alike, k)
		}
	}
	near := slices.Concat(begin, hold)
	if len(near) == 0 || least <= 1 {
		near = slices.Concat(alike, slices.DeleteFunc(near, func(k string) bool { return slices.Contains(alike, k) }))
	}
	return near[:min(len(near), most)]
}

// editDistance counts the insertions, deletions, replacements and swaps of
// neighbours between a and b (optimal string alignment), in bytes.
func editDistance(a, b string) int {
	if len(a) > 2*len(b)+2 { // too far to matter, and a may be huge
		return len(a)
	}
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
