package topics

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// labelledSet is a data set of CHATCOPS_EVAL_DIR: what users ask, and what people
// say that it is about.
type labelledSet struct {
	requests []*Request
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
		for _, m := range c.Messages {
			if m.Role != "user" {
				continue
			}
			if !reader.Add(m.Content) {
				break
			}
		}
		if label == "oos" {
			s.outside = append(s.outside, reader.Request().Clone())
			continue
		}
		s.requests = append(s.requests, reader.Request().Clone())
		s.truth = append(s.truth, label)
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

// TestLabelledData holds the method to what the labels of public data say. With -v
// it prints how they agree, each topic beside the label that most of it has, and
// the rows of the table of thirty labels in docs/topics.md.
func TestLabelledData(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	if os.Getenv("CHATCOPS_EVAL_DIR") == "" {
		t.Skip("CHATCOPS_EVAL_DIR names no labelled data")
	}
	for _, c := range []struct {
		name         string
		rand, mutual float64 // least
		shown        int     // topics in the table
	}{
		{"banking77", 0.34, 0.68, 8}, {"clinc150", 0.48, 0.79, 8}, {"dstc11", 0.50, 0.80, 4}, {"sgd", 0.78, 0.90, 3}, {"star", 0.76, 0.88, 2},
		{"multidogo", 0.58, 0.79, 2}, {"bitext", 0.50, 0.75, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := readSet(t, c.name)
			m := Find(s.requests, nil, nil)
			ids := found(m, s.requests)
			rand, mutual := agreement(s.truth, ids)
			t.Logf("%d texts: ARI %.3f, NMI %.3f, %d topics, %s", len(ids), rand, mutual, len(m.Topics), unfit(ids))
			if len(s.outside) > 0 {
				t.Logf("texts about something else: %s", unfit(found(m, s.outside)))
			}
			for _, topic := range m.Topics {
				label, n := commonest(s.truth, ids, topic.ID)
				t.Logf("%q (%s): %d, %d %% %s", topic.Label, strings.Join(topic.Terms, ", "), topic.Size, 100*n/topic.Size, label)
			}
			for i := range c.shown {
				topic := m.Topics[(2*i+1)*len(m.Topics)/(2*c.shown)]
				label, n := commonest(s.truth, ids, topic.ID)
				t.Logf("| %s | %s | %s | %d | %s | %d %% |", c.name, topic.Label, strings.Join(topic.Terms[:min(len(topic.Terms), 5)], ", "), topic.Size, label, 100*n/topic.Size)
			}
			if rand < c.rand || mutual < c.mutual {
				t.Errorf("ARI is %.3f, NMI %.3f, want at least %g and %g", rand, mutual, c.rand, c.mutual)
			}
		})
	}
}

func unfit(ids []int) string {
	n := 0
	for _, id := range ids {
		if id == None {
			n++
		}
	}
	return fmt.Sprintf("%d of %d fit none", n, len(ids))
}

// commonest returns the label that most texts of a topic have, and how many.
func commonest(truth []string, ids []int, topic int) (label string, n int) {
	counts := map[string]int{}
	for i, id := range ids {
		if id == topic {
			counts[truth[i]]++
		}
	}
	for _, l := range slices.Sorted(maps.Keys(counts)) {
		if counts[l] > n {
			label, n = l, counts[l]
		}
	}
	return label, n
}
