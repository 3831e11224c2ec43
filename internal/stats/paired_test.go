package stats

import (
	"math"
	"testing"
)

func TestMcNemar(t *testing.T) {
	for _, c := range []struct {
		lost, won int64
		p         float64
	}{{0, 0, 1}, {3, 3, 1}, {10, 2, 2 * 79.0 / 4096}, {2, 10, 2 * 79.0 / 4096}, {0, 5, 2.0 / 32}, {5, 6, 1}, {1, 0, 1}, {0, 2000, 0}} {
		if p := McNemar(c.lost, c.won); math.Abs(p-c.p) > 1e-12 {
			t.Errorf("%d and %d: %v, want %v", c.lost, c.won, p, c.p)
		}
	}
}

// The numbers are those of the sleep data of Student (1908), as R's t.test gives them.
func TestPairedT(t *testing.T) {
	d, ok := PairedT([]float64{1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4}, 0.05)
	if !ok || math.Abs(d.Value-1.58) > 1e-12 || math.Abs(d.T-4.062128) > 1e-6 || math.Abs(d.P-0.002832890) > 1e-8 || math.Abs(d.Low-0.7001142) > 1e-6 || math.Abs(d.High-2.4598858) > 1e-6 {
		t.Errorf("%+v", d)
	}
	for _, x := range [][]float64{nil, {1}, {2, 2, 2}} {
		if d, ok := PairedT(x, 0.05); ok || d.P != 1 {
			t.Errorf("%v: %+v", x, d)
		}
	}
}
