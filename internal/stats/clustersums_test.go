package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The degrees of freedom are those of the kurtosis of the residuals, plainly computed.
func TestClusterSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s ClusterSums
		var p PairSums
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int64 {
			x := rapid.Int64Range(1, 2000).Draw(t, "x")
			return [2]int64{rapid.Int64Range(0, x).Draw(t, "y"), x}
		}), 2, 40).Draw(t, "pairs")
		for _, k := range pairs {
			s.Add(k[0], k[1])
			p.Add(k[0], k[1])
		}
		e, plain := s.Ratio(), p.Ratio()
		if e.N != plain.N || e.Value != plain.Value || e.SE != plain.SE {
			t.Fatalf("%+v, of pairs %+v", e, plain)
		}
		var squares, fourth float64
		for _, k := range pairs {
			d := float64(k[0]) - e.Value*float64(k[1])
			squares += d * d
			fourth += d * d * d * d
		}
		if e.SE == 0 || squares < 1e-6 {
			return
		}
		n := float64(len(pairs))
		want := 2 * (n - 1) / math.Max(2, n*fourth/squares/squares-1)
		if math.Abs(e.DF-want) > 1e-6*want || e.DF < 2*(1-1e-9) && len(pairs) > 2 {
			t.Fatalf("%v degrees of freedom of %d clusters, want %v", e.DF, len(pairs), want)
		}
	})
}

// Of clusters that are alike there are as many degrees of freedom as of single
// values, of few large ones next to none.
func TestDegreesOfClusters(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var alike, unequal ClusterSums
	for range 2000 {
		alike.Add(int64(1000+200*r.NormFloat64()), 2000)
		unequal.Add(r.Int64N(2), 1)
	}
	unequal.Add(500, 500)
	if e := alike.Ratio(); e.DF < 1700 || e.DF > 1999 {
		t.Errorf("%v degrees of freedom of 2000 clusters that are alike", e.DF)
	}
	if e := unequal.Ratio(); e.DF < 2 || e.DF > 3 {
		t.Errorf("%v degrees of freedom where one cluster is all", e.DF)
	}
	// R: qt(0.975, 2) = 4.302652729749462.
	lo, hi, ok := Estimate{N: 100, Value: 5, SE: 1, DF: 2}.Interval(0.05)
	near(t, "half an interval of 2 degrees of freedom", (hi-lo)/2, 4.302652729749462)
	if !ok {
		t.Error("no interval")
	}
	d, _ := Welch(Estimate{N: 100, SE: 1, DF: 2}, Estimate{N: 100, Value: 1, SE: 1, DF: 2}, 0.05)
	near(t, "degrees of freedom of both", d.DF, 4)
	if e := (Estimate{N: 3, SE: 4, DF: 2}).Scaled(2); e.DF != 2 || e.SE != 2 {
		t.Errorf("scaled: %+v", e)
	}
}
