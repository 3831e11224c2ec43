package config

import (
	"fmt"
	"strings"
)

// didYouMean ends a message about an unknown word: with the nearest known one,
// or with all of them.
func didYouMean(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known are " + strings.Join(known, ", ")
}

// Nearest returns the known word that an unknown one is probably meant to be: one
// that begins with it, else one that differs in few letters; "" if there is none.
func Nearest(word string, known []string) string {
	for _, k := range known {
		if word != "" && strings.HasPrefix(k, strings.ToLower(word)) {
			return k
		}
	}
	return nearest(word, known)
}

func nearest(word string, known []string) string {
	best, least := "", 1+len(word)/3
	for _, k := range known {
		if d := editDistance(strings.ToLower(word), k); d <= least && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
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
