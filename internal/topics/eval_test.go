package topics

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// labelledSet is a data set of CHATCOPS_EVAL_DIR: what users ask, and what people
// say that it is about.
type labelledSet struct {
	requests []*Request
	texts    []string
	truth    []string
	outside  []*Request // that have no subject among the others
}

func readGzip(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
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

func readSet(t *testing.T, name string) *labelledSet {
	dir := os.Getenv("CHATCOPS_EVAL_DIR")
	rows, err := csv.NewReader(readGzip(t, filepath.Join(dir, name+".dev.labels.csv.gz"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]map[string]string{"topic": {}, "intent": {}}
	for _, r := range rows[1:] {
		if of := labels[r[1]]; of != nil && r[3] == "" {
			of[r[0]] = r[2]
		}
	}
	truth := labels["topic"]
	if len(truth) == 0 {
		truth = labels["intent"]
	}
	s := &labelledSet{}
	reader := NewReader("en")
	d := json.NewDecoder(readGzip(t, filepath.Join(dir, name+".dev.jsonl.gz")))
	for d.More() {
		var c struct {
			ID         string
			Messages   []struct{ Role, Content string }
			Properties struct{ Split string }
		}
		if err := d.Decode(&c); err != nil {
			t.Fatal(err)
		}
		label, ok := truth[c.ID]
		train := c.Properties.Split == "train" || name != "banking77" && name != "clinc150"
		if !ok || !train && label != "oos" {
			continue
		}
		reader.Begin("")
		var all []string
		for _, m := range c.Messages {
			if m.Role != "user" {
				continue
			}
			all = append(all, m.Content)
			if !reader.Add(m.Content) {
				break
			}
		}
		if label == "oos" {
			s.outside = append(s.outside, reader.Request().Clone())
			continue
		}
		s.requests = append(s.requests, reader.Request().Clone())
		s.texts, s.truth = append(s.texts, strings.Join(all, " / ")), append(s.truth, label)
	}
	return s
}

// agreement returns the adjusted Rand index and the normalised mutual information
// of two groupings; a text without a topic is a group of its own.
func agreement(truth []string, found []int) (rand, mutual float64) {
	a, b, both := map[string]int{}, map[int]int{}, map[string]int{}
	alone := math.MinInt
	for i, f := range found {
		if f == None {
			alone++
			f = alone
		}
		a[truth[i]]++
		b[f]++
		both[fmt.Sprint(truth[i], " ", f)]++
	}
	n := float64(len(truth))
	pairsA, entropyA := spread(a, n)
	pairsB, entropyB := spread(b, n)
	pairs, entropy := spread(both, n)
	expected := pairsA * pairsB / (n * (n - 1) / 2)
	return (pairs - expected) / ((pairsA+pairsB)/2 - expected), 2 * (entropyA + entropyB - entropy) / (entropyA + entropyB)
}

func spread[K comparable](counts map[K]int, n float64) (pairs, entropy float64) {
	for _, c := range counts {
		x := float64(c)
		pairs += x * (x - 1) / 2
		entropy -= x / n * math.Log(x/n)
	}
	return pairs, entropy
}

// TestLabelledData holds the method to what the labels of public data say.
func TestLabelledData(t *testing.T) {
	if os.Getenv("CHATCOPS_EVAL_DIR") == "" {
		t.Skip("CHATCOPS_EVAL_DIR names no labelled data")
	}
	for _, c := range []struct {
		name         string
		rand, mutual float64
	}{
		{"banking77", 0.30, 0.6}, {"clinc150", 0.42, 0.7}, {"dstc11", 0.42, 0.7}, {"sgd", 0.72, 0.8}, {"star", 0.72, 0.8}, {"multidogo", 0.5, 0.7}, {"bitext", 0.45, 0.7},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := readSet(t, c.name)
			start := time.Now()
			m := Find(s.requests, nil, nil)
			took := time.Since(start)
			a := m.NewAssigner()
			var found []int
			var likes []float32
			none := 0
			for _, q := range s.requests {
				id, like := a.Assign(q)
				found = append(found, id)
				likes = append(likes, like)
				if id == None {
					none++
				}
			}
			rand, mutual := agreement(s.truth, found)
			slices.Sort(likes)
			q := func(p float64) float32 { return likes[int(p*float64(len(likes)-1))] }
			fmt.Printf("%-10s ARI %.3f NMI %.3f topics %d none %d/%d like 1%%:%.2f 3%%:%.2f 5%%:%.2f 10%%:%.2f 50%%:%.2f %.1fs\n", c.name, rand, mutual, len(m.Topics), none, len(found), q(.01), q(.03), q(.05), q(.1), q(.5), took.Seconds())
			if len(s.outside) > 0 {
				out := 0
				var ol []float32
				for _, q := range s.outside {
					id, like := a.Assign(q)
					ol = append(ol, like)
					if id == None {
						out++
					}
				}
				slices.Sort(ol)
				fmt.Printf("   outside: %d of %d; median %.2f 20%% %.2f\n", out, len(ol), ol[len(ol)/2], ol[len(ol)/5])
			}
			if os.Getenv("SHOW") != "" {
				for i, tp := range m.Topics {
					counts := map[string]int{}
					for j, f := range found {
						if f == i {
							counts[s.truth[j]]++
						}
					}
					best := ""
					for k, n := range counts {
						if n > counts[best] {
							best = k
						}
					}
					fmt.Printf("   %3d %4d %-34q %s %d%% | %s\n", i, tp.Size, tp.Label, best, 100*counts[best]/max(1, tp.Size), strings.Join(tp.Terms, ", "))
				}
			}
			if rand < c.rand || mutual < c.mutual {
				t.Errorf("%s: ARI %.3f, NMI %.3f", c.name, rand, mutual)
			}
		})
	}
}
