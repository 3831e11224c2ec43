package stats

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// vectorCase is one case of the reference vectors: numbers by name, some null.
type vectorCase struct {
	ID  string
	In  json.RawMessage
	Tol struct{ Abs, Rel float64 }
	// Expect holds numbers, and nulls where the quantity is undefined.
	Expect map[string]json.RawMessage
}

// vectors returns the cases of a group, and skips the test without the file.
func vectors(t *testing.T, group string) []vectorCase {
	t.Helper()
	path := os.Getenv("CHATCOPS_VECTORS")
	if dir := os.Getenv("CHATCOPS_EVAL_DIR"); path == "" && dir != "" {
		path = filepath.Join(dir, "..", "vectors", "abtest.json")
	}
	if path == "" {
		t.Skip("reference vectors: set CHATCOPS_VECTORS to their file, or CHATCOPS_EVAL_DIR")
	}
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("reference vectors: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Groups map[string]struct{ Cases []vectorCase }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	cases := file.Groups[group].Cases
	if len(cases) == 0 {
		t.Fatalf("%s: no cases in group %s", path, group)
	}
	return cases
}

// read decodes the input of a case.
func (c vectorCase) read(t *testing.T, in any) {
	t.Helper()
	if err := json.Unmarshal(c.In, in); err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
}

// null reports whether the case expects no number of that name.
func (c vectorCase) null(name string) bool { return string(c.Expect[name]) == "null" }

// check compares a result with the expected number of that name.
func (c vectorCase) check(t *testing.T, name string, got float64) {
	t.Helper()
	var want float64
	if err := json.Unmarshal(c.Expect[name], &want); err != nil || c.null(name) {
		t.Errorf("%s: %s = %g, expected %s", c.ID, name, got, c.Expect[name])
		return
	}
	if !(math.Abs(got-want) <= c.Tol.Abs+c.Tol.Rel*math.Abs(want)) {
		t.Errorf("%s: %s = %.17g, expected %.17g, in %s", c.ID, name, got, want, c.In)
	}
}

func TestVectorsWilson(t *testing.T) {
	for _, c := range vectors(t, "wilson") {
		var in struct {
			X, N  int64
			Alpha float64
		}
		c.read(t, &in)
		lo, hi := Wilson(in.X, in.N, in.Alpha)
		c.check(t, "lo", lo)
		c.check(t, "hi", hi)
		if in.X == 0 && lo != 0 || in.X == in.N && hi != 1 {
			t.Errorf("%s: %d of %d gives %g to %g, not an exact end", c.ID, in.X, in.N, lo, hi)
		}
	}
}

func TestVectorsNewcombe(t *testing.T) {
	for _, c := range vectors(t, "newcombe_diff") {
		var in struct {
			XA, NA, XB, NB int64
			Alpha          float64
		}
		c.read(t, &in)
		lo, hi := Newcombe(in.XA, in.NA, in.XB, in.NB, in.Alpha)
		c.check(t, "lo", lo)
		c.check(t, "hi", hi)
	}
}

func TestVectorsTwoProportions(t *testing.T) {
	for _, c := range vectors(t, "two_prop_z") {
		var in struct{ XA, NA, XB, NB int64 }
		c.read(t, &in)
		z, p := TwoProportionZ(in.XA, in.NA, in.XB, in.NB)
		c.check(t, "z_pooled", z)
		c.check(t, "p_pooled", p)
	}
}

func TestVectorsFisher(t *testing.T) {
	for _, c := range vectors(t, "fisher") {
		var in struct{ XA, NA, XB, NB int64 }
		c.read(t, &in)
		c.check(t, "p", Fisher(in.XA, in.NA, in.XB, in.NB))
	}
}

func TestVectorsWelch(t *testing.T) {
	for _, c := range vectors(t, "welch") {
		var in struct {
			NA, NB                        int64
			MeanA, SdA, MeanB, SdB, Alpha float64
		}
		c.read(t, &in)
		a := Estimate{N: in.NA, Value: in.MeanA, SE: in.SdA / math.Sqrt(float64(in.NA))}
		b := Estimate{N: in.NB, Value: in.MeanB, SE: in.SdB / math.Sqrt(float64(in.NB))}
		d, ok := Welch(a, b, in.Alpha)
		if ok == c.null("lo") {
			t.Errorf("%s: ok = %v, expected lo %s", c.ID, ok, c.Expect["lo"])
		}
		c.check(t, "p", d.P)
		if !ok {
			continue
		}
		c.check(t, "diff", d.Value)
		c.check(t, "t", d.T)
		c.check(t, "df", d.DF)
		c.check(t, "lo", d.Low)
		c.check(t, "hi", d.High)
	}
}

func TestVectorsRatio(t *testing.T) {
	type sums struct{ N, SumM, SumsqM, SumD, SumsqD, SumMD int64 }
	estimate := func(s sums) Estimate {
		whole := func(v int64) (t Total) { t.Add(v); return t }
		p := PairSums{N: s.N, Y: whole(s.SumM), X: whole(s.SumD),
			YY: whole(s.SumsqM), XX: whole(s.SumsqD), XY: whole(s.SumMD)}
		return p.Ratio()
	}
	for _, c := range vectors(t, "ratio_delta") {
		var in struct {
			A, B       map[string]float64
			Difference string
		}
		c.read(t, &in)
		read := func(m map[string]float64) sums {
			return sums{int64(m["n"]), int64(m["sumM"]), int64(m["sumsqM"]), int64(m["sumD"]), int64(m["sumsqD"]), int64(m["sumMD"])}
		}
		a, b := estimate(read(in.A)), estimate(read(in.B))
		c.check(t, "ratioA", a.Value)
		c.check(t, "seA", a.SE)
		c.check(t, "ratioB", b.Value)
		c.check(t, "seB", b.SE)
		if in.Difference == "absolute" {
			d, _ := Welch(a, b, 0.05)
			c.check(t, "effect", d.Value)
			c.check(t, "df", d.DF)
			c.check(t, "p", d.P)
		}
	}
}
