package abtest

import (
	"fmt"
	"math"

	"chatcops/internal/stats"
)

func runSizeConversions(in struct{ PA, Lift, Alpha, Power, Ratio float64 }) (map[string]any, error) {
	n := SizeConversions(in.PA, in.PA*(1+in.Lift), in.Alpha, in.Power, in.Ratio)
	return map[string]any{"nA": n, "nA_ceil": math.Ceil(n), "nB_ceil": math.Ceil(n * in.Ratio)}, nil
}

func runPowerConversions(in struct{ PA, PB, NA, Ratio, Alpha float64 }) (map[string]any, error) {
	return map[string]any{"power": PowerConversions(in.PA, in.PB, in.NA, in.Ratio, in.Alpha)}, nil
}

func runSizeMeans(in struct{ D, Alpha, Power, Ratio float64 }) (map[string]any, error) {
	n := SizeMeans(in.D, in.Alpha, in.Power, in.Ratio)
	crit := -stats.NormalQuantile(in.Alpha / 2)
	return map[string]any{
		"n_z": n,
		"n_t": SizeMeansExact(in.D, in.Alpha, in.Power, in.Ratio),
		// The closed form with the far tail counted.
		"n_z_statsmodels": bisect(0, 2*n, func(nA float64) bool {
			return rejection(crit, in.D*math.Sqrt(nA*in.Ratio/(1+in.Ratio))) < in.Power
		}),
	}, nil
}

func runSizeSequential(in struct{ PA, MDE, WA, WB, NStar, Alpha, Power float64 }) (map[string]any, error) {
	n, ok := SizeSequentialConversions(in.PA, Plan{
		MDE: in.MDE, WeightA: in.WA, WeightB: in.WB, PairTotal: in.NStar, Alpha: in.Alpha, Power: in.Power,
	})
	if !ok {
		return map[string]any{"N": math.NaN()}, nil
	}
	return map[string]any{"N": n}, nil
}

func runVerdict(in struct {
	Metric   string
	Variants []struct {
		Name     string
		N, X     int64
		Mean, SD float64
	}
	Weights        []int64
	Crossovers     int64
	HashMismatches int64 `json:"hash_mismatches"`
	LowerIsBetter  bool  `json:"lower_is_better"`
	MDE            float64
}) (map[string]any, error) {
	e := Experiment{
		Crossovers: in.Crossovers, HashMismatches: in.HashMismatches,
		MDE: in.MDE, PairTotal: DefaultPairTotal,
	}
	if in.MDE == 0 {
		e.MDE = DefaultMDE
	}
	if in.LowerIsBetter {
		e.Better = Lower
	}
	switch in.Metric {
	case "mean":
		e.Means = true
	case "conversion":
	default:
		return nil, fmt.Errorf("metric of unknown kind %q", in.Metric)
	}
	for i, v := range in.Variants {
		e.Arms = append(e.Arms, Arm{
			Name: v.Name, Weight: in.Weights[i], Sessions: v.N, Conversions: v.X,
			Value: stats.Estimate{N: v.N, Value: v.Mean, SE: v.SD / math.Sqrt(float64(v.N))},
		})
	}
	return verdictMap(Judge(e)), nil
}

func verdictMap(v Verdict) map[string]any {
	status, p, adjusted, more := map[string]any{}, map[string]any{}, map[string]any{}, map[string]any{}
	for _, t := range v.Treatments {
		status[t.Name], p[t.Name], adjusted[t.Name] = string(t.Status), t.P, t.AdjustedP
		more[t.Name] = math.NaN()
		if t.MoreSessions != nil {
			more[t.Name] = *t.MoreSessions
		}
	}
	out := map[string]any{
		"code": string(v.Code), "winner": v.Winner, "srm_p": v.SampleRatio.P, "status": status,
		"p": p, "p_holm": adjusted, "more_sessions": more, "early_warning": list(v.EarlyWarning),
	}
	if v.Winner == "" {
		out["winner"] = math.NaN()
	}
	return out
}
