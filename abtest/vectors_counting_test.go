package abtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

func runAssignment(in struct {
	Test, Session string
	Variants      []string
}) (map[string]any, error) {
	test, err := NewTest(in.Test, in.Variants, nil)
	if err != nil {
		return nil, err
	}
	index, variant := test.Assign(in.Session)
	sum := sha256.Sum256([]byte(in.Test + ":" + in.Session))
	return map[string]any{"index": index, "variant": variant, "sha256": hex.EncodeToString(sum[:])}, nil
}

func runAssignmentWeighted(in struct {
	Test, Session  string
	SessionPattern string `json:"session_pattern"`
	Weights        []string
}) (map[string]any, error) {
	variants := make([]string, len(in.Weights))
	for i := range variants {
		variants[i] = fmt.Sprint("v", i)
	}
	test, err := NewTest(in.Test, variants, in.Weights)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"int_weights": list(test.Weights())}
	if in.SessionPattern == "" {
		out["index"], _ = test.Assign(in.Session)
		return out, nil
	}
	var low, high int
	before, rest, _ := strings.Cut(in.SessionPattern, "{")
	span, after, _ := strings.Cut(rest, "}")
	if _, err := fmt.Sscanf(span, "%d..%d", &low, &high); err != nil {
		return nil, fmt.Errorf("session_pattern %q: %w", in.SessionPattern, err)
	}
	counts := make([]int64, len(variants))
	for i := low; i <= high; i++ {
		index, _ := test.Assign(fmt.Sprint(before, i, after))
		counts[index]++
	}
	out["counts"] = list(counts)
	return out, nil
}

func runEvents(in struct {
	Test              string
	Variants, Weights []string
	Events            []struct {
		Type, Session, Variant string
		TS                     int64
	}
}) (map[string]any, error) {
	test, err := NewTest(in.Test, in.Variants, in.Weights)
	if err != nil {
		return nil, err
	}
	counter := NewCounter(test)
	for _, e := range in.Events {
		switch e.Type {
		case "exposure":
			counter.Expose(Exposure{Session: Session{ID: e.Session}, Variant: e.Variant, Time: chat.Time(e.TS)})
		case "conversion":
			counter.Convert(Conversion{Session: Session{ID: e.Session}, Time: chat.Time(e.TS)})
		default:
			return nil, fmt.Errorf("event of unknown type %q", e.Type)
		}
	}
	counts := counter.Counts()
	variants := map[string]any{}
	for _, v := range counts.Variants {
		variants[v.Name] = map[string]any{"sessions": v.Sessions, "conversions": v.Conversions}
	}
	return map[string]any{
		"variants":                    variants,
		"crossovers":                  counts.Checks.Crossovers,
		"hash_mismatches":             counts.Checks.HashMismatches,
		"unknown_variant_exposures":   counts.Checks.UnknownVariants,
		"conversions_before_exposure": counts.Checks.ConversionsBeforeExposure,
		"conversions_unexposed":       counts.Checks.ConversionsUnexposed,
	}, nil
}

func runWilson(in struct {
	X, N  int64
	Alpha float64
}) (map[string]any, error) {
	rate := math.NaN()
	if in.N > 0 {
		rate = float64(in.X) / float64(in.N)
	}
	lo, hi := stats.Wilson(in.X, in.N, in.Alpha)
	return map[string]any{"rate": rate, "lo": lo, "hi": hi}, nil
}
