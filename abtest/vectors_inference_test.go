package abtest

import (
	"fmt"
	"math"
	"strconv"

	"chatcops/internal/stats"
)

// pair is the input of the groups that compare two rates.
type pair struct {
	XA, NA, XB, NB     int64
	Alpha, Crit, NStar float64
}

func (p pair) groups() (a, b Group) { return Group{p.XA, p.NA}, Group{p.XB, p.NB} }

// meanPair is the input of the groups that compare two means.
type meanPair struct {
	NA, NB                 int64
	MeanA, MeanB, SDA, SDB float64
	SEA, SEB               float64
	Alpha, Crit, NStar     float64
}

func (p meanPair) estimates() (a, b stats.Estimate) {
	a = stats.Estimate{N: p.NA, Value: p.MeanA, SE: p.SDA / math.Sqrt(float64(p.NA))}
	b = stats.Estimate{N: p.NB, Value: p.MeanB, SE: p.SDB / math.Sqrt(float64(p.NB))}
	return a, b
}

func runSampleRatio(in struct {
	Observed []int64
	Weights  []float64
}) (map[string]any, error) {
	weights := make([]string, len(in.Weights))
	for i, w := range in.Weights {
		weights[i] = strconv.FormatFloat(w, 'f', -1, 64)
	}
	whole, err := ParseWeights(weights)
	if err != nil {
		return nil, err
	}
	arms := make([]Arm, len(whole))
	for i, w := range whole {
		arms[i] = Arm{Weight: w, Sessions: in.Observed[i]}
	}
	r := CheckSampleRatio(arms)
	return map[string]any{"chi2": r.ChiSquared, "df": r.DF, "p": r.P, "flag": r.Mismatch}, nil
}

func runNewcombe(in pair) (map[string]any, error) {
	a, b := in.groups()
	lo, hi := stats.Newcombe(in.XA, in.NA, in.XB, in.NB, in.Alpha)
	return map[string]any{"diff": b.rate() - a.rate(), "lo": lo, "hi": hi}, nil
}

func runScoreDifference(in pair) (map[string]any, error) {
	a, b := in.groups()
	i := ScoreDifference(a, b, in.Crit)
	return map[string]any{"diff": b.rate() - a.rate(), "lo": i.Low, "hi": i.High}, nil
}

func runScoreRatio(in pair) (map[string]any, error) {
	a, b := in.groups()
	ratio := math.NaN()
	if in.XA > 0 {
		ratio = b.rate() / a.rate()
	}
	i := ScoreRatio(a, b, in.Crit)
	return map[string]any{"ratio": ratio, "lo": i.Low, "hi": i.High}, nil
}

func runTwoProportionZ(in pair) (map[string]any, error) {
	a, b := in.groups()
	z, p := stats.TwoProportionZ(in.XA, in.NA, in.XB, in.NB)
	zUnpooled, pUnpooled := math.NaN(), math.NaN()
	if se := unpooledSE(a.rate(), float64(in.NA), b.rate(), float64(in.NB)); se > 0 {
		zUnpooled = (b.rate() - a.rate()) / se
		pUnpooled = stats.NormalP(zUnpooled)
	}
	return map[string]any{"z_pooled": z, "p_pooled": p, "z_unpooled": zUnpooled, "p_unpooled": pUnpooled}, nil
}

func runFisher(in pair) (map[string]any, error) {
	return map[string]any{"p": stats.Fisher(in.XA, in.NA, in.XB, in.NB)}, nil
}

func runHomogeneity(in struct{ X, N []int64 }) (map[string]any, error) {
	h := CompareAll(groupsOf(in.X, in.N))
	return map[string]any{"chi2": h.ChiSquared, "df": h.DF, "p": h.P, "g": h.G, "p_g": h.PG}, nil
}

func groupsOf(x, n []int64) []Group {
	groups := make([]Group, len(x))
	for i := range groups {
		groups[i] = Group{x[i], n[i]}
	}
	return groups
}

func runWelch(in meanPair) (map[string]any, error) {
	a, b := in.estimates()
	w, ok := stats.Welch(a, b, in.Alpha)
	if !ok {
		n := math.NaN()
		return map[string]any{"diff": w.Value, "t": n, "df": n, "p": w.P, "lo": n, "hi": n}, nil
	}
	return map[string]any{"diff": w.Value, "t": w.T, "df": w.DF, "p": w.P, "lo": w.Low, "hi": w.High}, nil
}

func runFieller(in meanPair) (map[string]any, error) {
	a := stats.Estimate{Value: in.MeanA, SE: in.SEA}
	b := stats.Estimate{Value: in.MeanB, SE: in.SEB}
	c := undecided()
	c.Crit, c.Difference = in.Crit, in.MeanB-in.MeanA
	c.setMeanLift(a, b)
	return map[string]any{"lift": c.Lift, "lo": c.LiftLow, "hi": c.LiftHigh}, nil
}

func runRatio(in struct {
	A, B struct {
		N                                 int64
		SumM, SumSqM, SumD, SumSqD, SumMD float64
	}
	Difference string
}) (map[string]any, error) {
	a := RatioSums{in.A.N, in.A.SumM, in.A.SumSqM, in.A.SumD, in.A.SumSqD, in.A.SumMD}.Estimate()
	b := RatioSums{in.B.N, in.B.SumM, in.B.SumSqM, in.B.SumD, in.B.SumSqD, in.B.SumMD}.Estimate()
	out := map[string]any{"ratioA": a.Value, "seA": a.SE, "ratioB": b.Value, "seB": b.SE}
	switch in.Difference {
	case "relative":
		t, _ := CompareLiftOnce(a, b)
		out["effect"], out["se"], out["df"], out["p"] = t.Lift, t.SE, t.DF, t.P
	case "absolute":
		w, _ := stats.Welch(a, b, level)
		out["effect"], out["se"], out["df"], out["p"] = w.Value, w.Value/w.T, w.DF, w.P
	default:
		return nil, fmt.Errorf("difference %q is neither relative nor absolute", in.Difference)
	}
	return out, nil
}

func runSequentialConversions(in pair) (map[string]any, error) {
	a, b := in.groups()
	return comparisonMap(CompareConversions(a, b, in.NStar, in.Alpha)), nil
}

func runSequentialMeans(in meanPair) (map[string]any, error) {
	a, b := in.estimates()
	return comparisonMap(CompareMeans(a, b, in.NStar, in.Alpha)), nil
}

func comparisonMap(c Comparison) map[string]any {
	return map[string]any{
		"z": c.Z, "p": c.P, "ln_p": c.LnP, "crit": c.Crit, "diff": c.Difference, "lo": c.Low, "hi": c.High,
		"lift": c.Lift, "lift_lo": c.LiftLow, "lift_hi": c.LiftHigh,
	}
}

func runGroupSequential(in struct {
	T             []float64
	Alpha         float64
	SpendingPower float64 `json:"spending_power"`
}) (map[string]any, error) {
	bounds, err := GroupSequentialBounds(in.T, in.Alpha, in.SpendingPower)
	return map[string]any{"bounds": list(bounds)}, err
}

func runBestVariant(in struct {
	X, N  []int64
	Prior [2]float64
}) (map[string]any, error) {
	if in.Prior != [2]float64{1, 1} {
		return nil, fmt.Errorf("prior %v: only the uniform prior is implemented", in.Prior)
	}
	var best, loss []any
	for _, p := range BestVariant(groupsOf(in.X, in.N)) {
		best, loss = append(best, p.Best), append(loss, p.Loss)
	}
	return map[string]any{"p_best": best, "loss": loss}, nil
}

func runHolm(in struct{ P []float64 }) (map[string]any, error) {
	return map[string]any{"adjusted": list(Holm(in.P))}, nil
}
