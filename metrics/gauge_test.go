package metrics

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// What a gauge reads of single conversations adds up to what a collector finds.
func TestGaugesAddUpToTheMetric(t *testing.T) {
	for i := range Registry {
		m := &Registry[i]
		gauge, err := NewGauge(m.Name)
		if err != nil {
			continue // TestGaugeRefuses knows which
		}
		t.Run(m.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				facts := rapid.SliceOfN(conversations(), 0, 20).Draw(t, "conversations")
				gauge.Priced(costOfTokens)
				c, err := NewCollector(Query{Metrics: []string{m.Name}, CostOf: costOfTokens})
				if err != nil {
					t.Fatal(err)
				}
				var n int64
				var y, x float64
				for i := range facts {
					c.Add(&facts[i])
					if b, of, ok := gauge.Read(&facts[i]); ok {
						n, y, x = n+1, y+float64(b), x+float64(of)
					}
				}
				r, err := c.Result()
				if err != nil {
					t.Fatal(err)
				}
				v := r.Values[0]
				want := y / gauge.Unit()
				if fold := m.Statistics[0].Fold; fold != Count && fold != Sum {
					want /= x
				}
				if v.Value == nil && n > 0 && !math.IsNaN(want) && !math.IsInf(want, 0) || v.Value != nil && math.Abs(*v.Value-want) > 1e-9*math.Max(1, math.Abs(want)) {
					t.Fatalf("the gauge comes to %v of %d, the metric to %+v", want, n, v)
				}
			})
		})
	}
}

func TestGaugeRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"conversations": "1 in every conversation", "users": "counts users", "new_users": "counts users", "returning_users": "counts users",
		"duration.p90": "use duration", "quality_score.p10": "use quality_score", "nosuch": "unknown metric", "score:": "names no score", "score:a.p10": "use score:a",
	} {
		if _, err := NewGauge(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	for i := range Registry {
		m := &Registry[i]
		_, err := NewGauge(m.Name)
		countsUsers := m.Statistics[0].Fold == Distinct || m.Statistics[0].Fold == DistinctNew || m.Statistics[0].Fold == DistinctReturning || m.Statistics[0].Fold == UserShare
		if (err != nil) != (countsUsers || m.Name == "conversations") {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

func TestGaugeOfAScore(t *testing.T) {
	g, err := NewGauge("score:tone")
	if err != nil {
		t.Fatal(err)
	}
	f := &chat.Facts{Key: 7}
	if _, _, ok := g.Read(f); ok {
		t.Error("a score out of nothing")
	}
	g.Scored(func(name string, f *chat.Facts) (float64, bool) { return 2.5, name == "tone" && f.Key == 7 })
	if y, x, ok := g.Read(f); !ok || x != 1 || float64(y)/g.Unit() != 2.5 {
		t.Errorf("%d of %d", y, x)
	}
}

func TestSegments(t *testing.T) {
	if _, err := NewSegments("colour", period.Span{}); err == nil {
		t.Error("an unknown dimension")
	}
	s, err := NewSegments("channel", period.Span{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"web", "app", "web"} {
		if got := s.Of(&chat.Facts{Channel: want}); got == nil || *got != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
	if s.Of(&chat.Facts{}) != nil {
		t.Error("a segment of nothing")
	}
}
