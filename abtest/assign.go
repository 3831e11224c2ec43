package abtest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// Test is an experiment: its name, its variants (the first is the control) and
// their weights. Make one with NewTest; it is immutable and safe for
// concurrent use.
type Test struct {
	name     string
	variants []string
	weights  []int64 // smallest whole numbers with the configured ratios
	total    uint64  // sum of weights, above 0
}

// NewTest makes a test. Variants need distinct, non-blank names. Weights are
// decimals, one for each variant (see ParseWeights); none at all means equal
// ones. The name only feeds the hash, so any text will do.
func NewTest(name string, variants, weights []string) (*Test, error) {
	if err := checkVariants(variants); err != nil {
		return nil, fmt.Errorf("test %q: %w", name, err)
	}
	if len(weights) == 0 {
		weights = slices.Repeat([]string{"1"}, len(variants))
	}
	if len(weights) != len(variants) {
		return nil, fmt.Errorf("test %q: %d weights for %d variants: give one weight for each variant, or none for equal ones",
			name, len(weights), len(variants))
	}
	whole, err := ParseWeights(weights)
	if err != nil {
		return nil, fmt.Errorf("test %q: %w", name, err)
	}
	t := &Test{name: name, variants: slices.Clone(variants), weights: whole}
	for _, w := range whole {
		t.total += uint64(w)
	}
	return t, nil
}

func checkVariants(variants []string) error {
	if len(variants) == 0 {
		return fmt.Errorf("no variants: name at least one")
	}
	for i, v := range variants {
		if strings.TrimSpace(v) == "" {
			return fmt.Errorf("variant %d has an empty name: give each variant a name", i+1)
		}
		if slices.Contains(variants[:i], v) {
			return fmt.Errorf("variant %q is named twice: names must differ", v)
		}
	}
	return nil
}

// Name returns the name of the test.
func (t *Test) Name() string { return t.name }

// Variants returns the names of the variants, the control first.
func (t *Test) Variants() []string { return slices.Clone(t.variants) }

// Weights returns the weights as the smallest whole numbers with the
// configured ratios, in the order of Variants.
func (t *Test) Weights() []int64 { return slices.Clone(t.weights) }

// Assign returns the variant of a session and its index.
//
// With H the SHA-256 of name + ":" + session read as a big-endian number and
// r = H mod Σw, it is the first variant i with r < w₀+…+wᵢ; for equal weights
// that is H mod the number of variants. The bytes are hashed as they are: no
// trimming, no Unicode normalisation. It allocates nothing for sessions of up
// to some 450 bytes.
func (t *Test) Assign(session string) (index int, variant string) {
	var stack [512]byte
	payload := append(stack[:0], t.name...)
	payload = append(payload, ':')
	payload = append(payload, session...)
	r := remainder(sha256.Sum256(payload), t.total)
	for r >= uint64(t.weights[index]) { // ends in range: r is below the sum
		r -= uint64(t.weights[index])
		index++
	}
	return index, t.variants[index]
}

// remainder returns the big-endian number h mod n, n above 0. It folds in 64
// bits at a time: r·2^64 + word needs the 128-bit division of bits.Rem64.
func remainder(h [sha256.Size]byte, n uint64) uint64 {
	var r uint64
	for i := 0; i < len(h); i += 8 {
		r = bits.Rem64(r, binary.BigEndian.Uint64(h[i:]), n)
	}
	return r
}
