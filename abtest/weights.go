package abtest

import (
	"fmt"
	"math/big"
	"strings"
)

// maxWeightLength bounds the digits of one weight, and with them the work that
// a hostile weight can cause.
const maxWeightLength = 60

// ParseWeights turns decimal weights ("50", "0.333") into the smallest whole
// numbers with exactly the same ratios, so that 50/50, 0.5/0.5 and 1/1 assign
// alike. Spaces around a weight are ignored. It refuses, naming the weight,
// what is negative or no plain decimal, weights that are all zero, and weights
// whose whole numbers add up to more than 2^63-1.
func ParseWeights(weights []string) ([]int64, error) {
	exact := make([]*big.Rat, len(weights))
	denominators := big.NewInt(1) // their least common multiple
	for i, text := range weights {
		w, err := parseWeight(text)
		if err != nil {
			return nil, fmt.Errorf("weight %d: %w", i+1, err)
		}
		exact[i] = w
		common := new(big.Int).GCD(nil, nil, denominators, w.Denom())
		denominators.Mul(denominators, new(big.Int).Quo(w.Denom(), common))
	}
	whole := make([]*big.Int, len(exact))
	divisor := new(big.Int) // their greatest common divisor
	for i, w := range exact {
		whole[i] = new(big.Int).Quo(denominators, w.Denom())
		whole[i].Mul(whole[i], w.Num())
		divisor.GCD(nil, nil, divisor, whole[i])
	}
	if divisor.Sign() == 0 {
		return nil, fmt.Errorf("the weights are all zero: at least one variant needs a weight above 0")
	}
	return toInt64s(whole, divisor)
}

// toInt64s divides each number by divisor and checks that the sum fits.
func toInt64s(whole []*big.Int, divisor *big.Int) ([]int64, error) {
	sum := new(big.Int)
	out := make([]int64, len(whole))
	for i, w := range whole {
		w.Quo(w, divisor)
		sum.Add(sum, w)
		if !sum.IsInt64() {
			return nil, fmt.Errorf("the ratio of the weights is too fine: as whole numbers they add up to more than 2^63-1; use fewer digits")
		}
		out[i] = w.Int64()
	}
	return out, nil
}

// parseWeight reads one non-negative plain decimal.
func parseWeight(text string) (*big.Rat, error) {
	s := strings.TrimSpace(text)
	if len(s) > maxWeightLength {
		return nil, fmt.Errorf("%.20q... is too long: use at most %d digits", s, maxWeightLength)
	}
	if strings.HasPrefix(s, "-") && isPlainDecimal(s[1:]) {
		return nil, fmt.Errorf("%q is negative: a weight is 0 or more", text)
	}
	if isPlainDecimal(s) {
		if w, ok := new(big.Rat).SetString(s); ok {
			return w, nil
		}
	}
	return nil, fmt.Errorf("%q is not a plain decimal number such as 50 or 0.5", text)
}

// isPlainDecimal accepts digits with at most one point. It is stricter than
// big.Rat, which reads fractions, hexadecimal and unbounded exponents.
func isPlainDecimal(s string) bool {
	digits, points := 0, 0
	for _, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		default:
			return false
		}
	}
	return digits > 0 && points <= 1
}
