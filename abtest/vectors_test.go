package abtest

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// vectorCase is one reference case: what goes in, what must come out, and how
// close numbers must be.
type vectorCase struct {
	ID     string
	In     json.RawMessage
	Expect map[string]any
	Tol    struct{ Abs, Rel float64 }
}

// vectorGroup runs one group of reference cases.
type vectorGroup struct {
	run func(in json.RawMessage) (map[string]any, error)
	// slack widens the absolute tolerance of an output, where the vectors'
	// note does.
	slack map[string]float64
}

// vectorGroups names what runs each group of reference vectors.
var vectorGroups = map[string]vectorGroup{
	"assignment":             {run: vector(runAssignment)},
	"assignment_weighted":    {run: vector(runAssignmentWeighted)},
	"events":                 {run: vector(runEvents)},
	"srm_chi2":               {run: vector(runSampleRatio)},
	"wilson":                 {run: vector(runWilson)},
	"newcombe_diff":          {run: vector(runNewcombe)},
	"score_diff_ci":          {run: vector(runScoreDifference)},
	"score_ratio_ci":         {run: vector(runScoreRatio)},
	"two_prop_z":             {run: vector(runTwoProportionZ)},
	"fisher":                 {run: vector(runFisher)},
	"omnibus_2xk":            {run: vector(runHomogeneity)},
	"welch":                  {run: vector(runWelch)},
	"fieller_relative":       {run: vector(runFieller)},
	"ratio_delta":            {run: vector(runRatio)},
	"seq_default_conversion": {run: vector(runSequentialConversions)},
	"seq_default_mean":       {run: vector(runSequentialMeans)},
	"gst_bounds":             {run: vector(runGroupSequential)},
	"beta_best":              {run: vector(runBestVariant)},
	"holm":                   {run: vector(runHolm)},
	"size_prop_fixed":        {run: vector(runSizeConversions)},
	"size_mean_fixed":        {run: vector(runSizeMeans)},
	"size_prop_sequential":   {run: vector(runSizeSequential)},
	"power_prop_fixed":       {run: vector(runPowerConversions)},
	"verdict":                {run: vector(runVerdict), slack: map[string]float64{"more_sessions": 1}},
}

// TestVectors checks every case of a file of reference vectors, each as a test
// of its own. The file is CHATCOPS_VECTORS, else ../vectors/abtest.json beside
// CHATCOPS_EVAL_DIR. A group of the file that nothing here implements fails by
// its name.
func TestVectors(t *testing.T) {
	file := struct {
		Groups map[string]struct{ Cases []vectorCase }
	}{}
	if err := json.Unmarshal(readVectors(t), &file); err != nil {
		t.Fatalf("reference vectors: %v", err)
	}
	if len(file.Groups) == 0 {
		t.Fatal("the file of reference vectors has no groups")
	}
	for name, group := range file.Groups {
		t.Run(name, func(t *testing.T) {
			g, ok := vectorGroups[name]
			if !ok {
				t.Fatalf("group %q has no implementation", name)
			}
			if len(group.Cases) == 0 {
				t.Fatalf("group %q has no cases", name)
			}
			for _, c := range group.Cases {
				t.Run(c.ID, func(t *testing.T) { g.check(t, c) })
			}
		})
	}
}

func readVectors(t *testing.T) []byte {
	t.Helper()
	path := os.Getenv("CHATCOPS_VECTORS")
	if path == "" {
		dir := os.Getenv("CHATCOPS_EVAL_DIR")
		if dir == "" {
			t.Skip("set CHATCOPS_VECTORS, or CHATCOPS_EVAL_DIR, to check the reference vectors")
		}
		path = filepath.Join(dir, "..", "vectors", "abtest.json")
		if _, err := os.Stat(path); err != nil {
			t.Skipf("no reference vectors: %v", err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (g vectorGroup) check(t *testing.T, c vectorCase) {
	got, err := g.run(c.In)
	if err != nil {
		t.Fatalf("in %s: %v", c.In, err)
	}
	for key, want := range c.Expect {
		value, ok := got[key]
		if !ok {
			t.Errorf("%s: nothing computes it", key)
			continue
		}
		if problem := differs(value, want, max(c.Tol.Abs, g.slack[key]), c.Tol.Rel); problem != "" {
			t.Errorf("%s: %s\nin %.300s", key, problem, c.In)
		}
	}
}

// differs compares a computed value with the expected one, which came from
// JSON: null is NaN, "inf" is +Inf. It returns "" or what is wrong.
func differs(got, want any, abs, rel float64) string {
	switch want := want.(type) {
	case map[string]any:
		return mapDiffers(got, want, abs, rel)
	case []any:
		return listDiffers(got, want, abs, rel)
	case nil:
		if f, ok := got.(float64); !ok || !math.IsNaN(f) {
			return fmt.Sprintf("got %v, want null", got)
		}
	case float64:
		f, ok := number(got)
		if !ok || !(math.Abs(f-want) <= max(abs, rel*math.Abs(want))) {
			return fmt.Sprintf("got %v, want %v", got, want)
		}
	case string:
		if f, ok := got.(float64); ok && math.IsInf(f, 1) {
			got = "inf"
		}
		if got != want {
			return fmt.Sprintf("got %v, want %q", got, want)
		}
	default:
		if got != want {
			return fmt.Sprintf("got %v, want %v", got, want)
		}
	}
	return ""
}

func mapDiffers(got any, want map[string]any, abs, rel float64) string {
	values, ok := got.(map[string]any)
	if !ok || len(values) != len(want) {
		return fmt.Sprintf("got %v, want %v", got, want)
	}
	for key, w := range want {
		if problem := differs(values[key], w, abs, rel); problem != "" {
			return key + ": " + problem
		}
	}
	return ""
}

func listDiffers(got any, want []any, abs, rel float64) string {
	values, ok := got.([]any)
	if !ok || len(values) != len(want) {
		return fmt.Sprintf("got %v, want %v", got, want)
	}
	for i, w := range want {
		if problem := differs(values[i], w, abs, rel); problem != "" {
			return fmt.Sprintf("[%d]: %s", i, problem)
		}
	}
	return ""
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	}
	return 0, false
}

// list makes a list that differs can compare.
func list[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// vector adapts a function of typed input to a vectorGroup's run.
func vector[In any](f func(In) (map[string]any, error)) func(json.RawMessage) (map[string]any, error) {
	return func(raw json.RawMessage) (map[string]any, error) {
		var in In
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, err
		}
		return f(in)
	}
}
