package abtest

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mustTest(t testing.TB, name string, variants, weights []string) *Test {
	t.Helper()
	test, err := NewTest(name, variants, weights)
	if err != nil {
		t.Fatal(err)
	}
	return test
}

func TestParseWeights(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []int64
	}{
		{"1", []int64{1}},
		{"50,50", []int64{1, 1}},
		{"0.5,.5", []int64{1, 1}},
		{"90,10", []int64{9, 1}},
		{"0.9,0.1", []int64{9, 1}},
		{"33.3,33.3,33.4", []int64{333, 333, 334}},
		{"0,1", []int64{0, 1}},
		{"0,0.25,0", []int64{0, 1, 0}},
		{"5.,2.50", []int64{2, 1}},
		{" 1 , 2", []int64{1, 2}},
		{"007,14", []int64{1, 2}},
		{"0.1,0.2,0.7", []int64{1, 2, 7}},
		{"9223372036854775806,1", []int64{math.MaxInt64 - 1, 1}},
		{"0.000000000000000001,0.000000000000000001", []int64{1, 1}},
	} {
		got, err := ParseWeights(strings.Split(c.in, ","))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, %v; want %v", c.in, got, err, c.want)
		}
	}
}

func TestParseWeightsRefuses(t *testing.T) {
	for _, c := range []struct{ in, problem string }{
		{"1,-1", "weight 2: \"-1\" is negative"},
		{"-0,1", "negative"},
		{"NaN,1", "not a plain decimal"},
		{"Inf,1", "not a plain decimal"},
		{"1e3,1", "not a plain decimal"},
		{"1/2,1", "not a plain decimal"},
		{"0x10,1", "not a plain decimal"},
		{"1_000,1", "not a plain decimal"},
		{"+1,1", "not a plain decimal"},
		{"1.2.3,1", "not a plain decimal"},
		{"--1,1", "not a plain decimal"},
		{".,1", "not a plain decimal"},
		{",1", "weight 1: \"\" is not a plain decimal"},
		{"50%,50%", "not a plain decimal"},
		{"٣,1", "not a plain decimal"},
		{"0,0.0", "all zero"},
		{"9223372036854775807,1", "more than 2^63-1"},
		{"1,0.00000000000000000001", "more than 2^63-1"},
		{strings.Repeat("9", 5000) + ",1", "too long"},
	} {
		got, err := ParseWeights(strings.Split(c.in, ","))
		if err == nil || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%.40q: got %v, error %v; want an error with %q", c.in, got, err, c.problem)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("%.40q: the error repeats the input", c.in)
		}
	}
}

func TestNewTestRefuses(t *testing.T) {
	for _, c := range []struct {
		variants, weights []string
		problem           string
	}{
		{nil, nil, "no variants"},
		{[]string{"A", ""}, nil, "variant 2 has an empty name"},
		{[]string{"A", " "}, nil, "variant 2 has an empty name"},
		{[]string{"A", "B", "A"}, nil, "\"A\" is named twice"},
		{[]string{"A", "B"}, []string{"1"}, "1 weights for 2 variants"},
		{[]string{"A", "B"}, []string{"1", "1", "1"}, "3 weights for 2 variants"},
		{[]string{"A", "B"}, []string{"1", "x"}, "weight 2"},
		{[]string{"A", "B"}, []string{"0", "0"}, "all zero"},
	} {
		_, err := NewTest("greeting", c.variants, c.weights)
		if err == nil || !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), "greeting") {
			t.Errorf("%q %q: error %v, want one with %q and the test's name", c.variants, c.weights, err, c.problem)
		}
	}
}

func TestTestIsImmutable(t *testing.T) {
	variants, weights := []string{"A", "B"}, []string{"2", "1"}
	test := mustTest(t, "x", variants, weights)
	variants[0] = "changed"
	test.Variants()[0] = "changed"
	test.Weights()[0] = 7
	if got := test.Variants(); !slices.Equal(got, []string{"A", "B"}) {
		t.Errorf("variants are %q", got)
	}
	if got := test.Weights(); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("weights are %v", got)
	}
	if got := test.Name(); got != "x" {
		t.Errorf("the name is %q", got)
	}
}

// referenceAssign is the definition in big integers.
func referenceAssign(name, session string, weights []int64) int {
	sum := sha256.Sum256([]byte(name + ":" + session))
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	r := new(big.Int).SetBytes(sum[:])
	r.Mod(r, total)
	upTo := new(big.Int)
	for i, w := range weights {
		if upTo.Add(upTo, big.NewInt(w)); r.Cmp(upTo) < 0 {
			return i
		}
	}
	return -1
}

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("v", i)
	}
	return out
}

func TestAssignIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.OneOf(rapid.Int64Range(0, 10), rapid.Int64Range(0, math.MaxInt64/8))
		whole := rapid.SliceOfN(weight, 1, 8).Draw(t, "weights")
		whole[rapid.IntRange(0, len(whole)-1).Draw(t, "positive")]++
		texts := make([]string, len(whole))
		for i, w := range whole {
			texts[i] = fmt.Sprint(w)
		}
		name, session := rapid.String().Draw(t, "name"), rapid.String().Draw(t, "session")
		test, err := NewTest(name, names(len(whole)), texts)
		if err != nil {
			t.Fatal(err)
		}
		got, variant := test.Assign(session)
		if want := referenceAssign(name, session, test.Weights()); got != want {
			t.Fatalf("index %d, want %d", got, want)
		}
		if variant != fmt.Sprint("v", got) {
			t.Fatalf("variant %q at index %d", variant, got)
		}
		if whole[got] == 0 {
			t.Fatalf("assigned to variant %d of weight 0", got)
		}
	})
}

func TestEqualWeightsAreNoWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "variants")
		weight := fmt.Sprint(rapid.IntRange(1, 1000).Draw(t, "weight")) + rapid.SampledFrom([]string{"", ".5", ".125"}).Draw(t, "fraction")
		session := rapid.String().Draw(t, "session")
		plain, err := NewTest("t", names(n), nil)
		if err != nil {
			t.Fatal(err)
		}
		weighted, err := NewTest("t", names(n), slices.Repeat([]string{weight}, n))
		if err != nil {
			t.Fatal(err)
		}
		a, _ := plain.Assign(session)
		b, _ := weighted.Assign(session)
		if a != b {
			t.Fatalf("index %d without weights, %d with equal ones", a, b)
		}
	})
}

func TestAssignAllocatesNothing(t *testing.T) {
	test := mustTest(t, "greeting", []string{"A", "B"}, []string{"9", "1"})
	session := strings.Repeat("s", 400)
	if n := testing.AllocsPerRun(100, func() { test.Assign(session) }); n != 0 {
		t.Errorf("%v allocations for each assignment", n)
	}
}

func FuzzParseWeights(f *testing.F) {
	for _, s := range []string{"1,1", "0.2,0.3,0.5", "-1,1", "NaN", "1e9,1", "..,", "9223372036854775807", "0,0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, joined string) {
		texts := strings.Split(joined, ",")
		whole, err := ParseWeights(texts)
		if err != nil {
			return
		}
		divisor := new(big.Int)
		var first *big.Rat // exact weight over whole number, of the first that is not 0
		for i, w := range whole {
			divisor.GCD(nil, nil, divisor, big.NewInt(w))
			exact, ok := new(big.Rat).SetString(strings.TrimSpace(texts[i]))
			if !ok || (exact.Sign() == 0) != (w == 0) {
				t.Fatalf("%q became %d", texts[i], w)
			}
			if w == 0 {
				continue
			}
			ratio := exact.Quo(exact, new(big.Rat).SetInt64(w))
			if first == nil {
				first = ratio
			}
			if ratio.Cmp(first) != 0 {
				t.Fatalf("%q became %v: other ratios", texts, whole)
			}
		}
		if divisor.Cmp(big.NewInt(1)) != 0 {
			t.Fatalf("%q became %v: not the smallest", texts, whole)
		}
	})
}

func BenchmarkAssign(b *testing.B) {
	test := mustTest(b, "greeting", []string{"A", "B"}, []string{"9", "1"})
	b.ReportAllocs()
	for b.Loop() {
		test.Assign("0190b5a2-7c1e-7000-8000-000000000000")
	}
}
