package sentiment

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// labelled is one message with its label.
type labelled struct {
	text, label, part string
	half              uint32 // 0 or 1, by its id
}

// readLabelled reads the labelled messages of a data set, which is no part of
// the project.
func readLabelled(t *testing.T, set, label string) []labelled {
	t.Helper()
	dir := os.Getenv("CHATCOPS_EVAL_DIR")
	if dir == "" {
		t.Skip("CHATCOPS_EVAL_DIR is not set: the labelled data is not here")
	}
	open := func(name string) io.Reader {
		f, err := os.Open(filepath.Join(dir, set+".dev."+name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	rows, err := csv.NewReader(open("labels.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	for _, row := range rows[1:] {
		if row[1] == label {
			labels[row[0]] = row[2]
		}
	}
	var found []labelled
	s := bufio.NewScanner(open("jsonl"))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var c struct {
			ID         string
			Messages   []struct{ Content string }
			Properties struct{ Set string }
		}
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if l, ok := labels[c.ID]; ok {
			h := fnv.New32a()
			io.WriteString(h, c.ID)
			found = append(found, labelled{c.Messages[0].Content, l, c.Properties.Set, h.Sum32() >> 7 & 1})
		}
	}
	if s.Err() != nil || len(found) < 1000 {
		t.Fatalf("%d labelled messages in %s: %v", len(found), set, s.Err())
	}
	return found
}

// TestEvalPearson holds the scores to the human ratings that VADER was published
// with: no more than 0.02 below the reference implementation.
func TestEvalPearson(t *testing.T) {
	goals := map[string]float64{"tweets": 0.8545, "amazon": 0.5709, "movie": 0.4111, "nyt": 0.4781}
	a := New()
	scores, ratings := map[string][]float64{}, map[string][]float64{}
	for _, m := range readLabelled(t, "vader", "sentiment_mean") {
		rating, err := strconv.ParseFloat(m.label, 64)
		if err != nil {
			t.Fatal(err)
		}
		scores[m.part] = append(scores[m.part], float64(a.Compound(m.text)))
		ratings[m.part] = append(ratings[m.part], rating)
	}
	for part, goal := range goals {
		r := pearson(scores[part], ratings[part])
		t.Logf("%s: Pearson %.4f of %d, goal %.4f", part, r, len(scores[part]), goal)
		if !(r >= goal) {
			t.Errorf("%s: Pearson %.4f, want at least %.4f", part, r, goal)
		}
	}
}

func pearson(x, y []float64) float64 {
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		sxx, syy, sxy = sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	return (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
}

// TestEvalServiceTalk holds the three classes of what customers wrote to
// airlines to goals, over all and over two halves drawn by id.
func TestEvalServiceTalk(t *testing.T) {
	messages := readLabelled(t, "airline_tweets", "sentiment")
	a := New()
	for name, in := range map[string]func(labelled) bool{
		"all":         func(labelled) bool { return true },
		"first half":  func(m labelled) bool { return m.half == 0 },
		"second half": func(m labelled) bool { return m.half == 1 },
	} {
		t.Run(name, func(t *testing.T) {
			counts := map[[2]string]float64{}
			for _, m := range messages {
				if in(m) {
					counts[[2]string{m.label, sentimentClass(a.Compound(m.text))}]++
				}
			}
			macro := 0.0
			for _, class := range []string{"negative", "neutral", "positive"} {
				f := f1(counts, class)
				t.Logf("%s: F1 %.4f", class, f)
				macro += f / 3
				if class == "negative" && f < 0.77 {
					t.Errorf("F1 of the negative ones is %.4f, want at least 0.77", f)
				}
			}
			t.Logf("macro-F1 %.4f", macro)
			if !(macro >= 0.57) {
				t.Errorf("macro-F1 %.4f, want at least 0.57", macro)
			}
		})
	}
}

// sentimentClass cuts a compound score at ±0.05.
func sentimentClass(compound int32) string {
	switch {
	case compound >= 500:
		return "positive"
	case compound <= -500:
		return "negative"
	}
	return "neutral"
}

func f1(counts map[[2]string]float64, class string) float64 {
	var hit, labelled, guessed float64
	for k, n := range counts {
		if k[0] == class {
			labelled += n
		}
		if k[1] == class {
			guessed += n
		}
		if k[0] == class && k[1] == class {
			hit += n
		}
	}
	return 2 * hit / (labelled + guessed)
}
