package topics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// subjects are what the users of an invented shop ask for, in several words each.
var subjects = []struct{ verbs, things []string }{
	{[]string{"track", "find", "locate", "follow"}, []string{"my parcel", "the parcel delivery", "my parcel shipment", "a delivery of a parcel"}},
	{[]string{"reset", "change", "recover", "forgot"}, []string{"my password", "the login password", "my account password", "password for login"}},
	{[]string{"cancel", "end", "stop", "terminate"}, []string{"my subscription", "the club subscription", "monthly subscription", "subscription renewal"}},
	{[]string{"get", "request", "demand", "receive"}, []string{"a refund", "money refund", "refund for the purchase", "my refund money"}},
}

// invented returns texts about the subjects, in turn, and which each is about.
func invented(each int) (texts []Text, about []int) {
	for i := range each * len(subjects) {
		s := i % len(subjects)
		n := i / len(subjects)
		verb, thing := subjects[s].verbs[n%4], subjects[s].things[n/4%4]
		lead := []string{"I want to", "how can i", "please help me", "hello! need to", "is it possible to"}[n/16%5]
		texts = append(texts, Text{"en", []string{"Hi", fmt.Sprintf("%s %s %s", lead, verb, thing)}})
		about = append(about, s)
	}
	return texts, about
}

func found(m *Model, requests []*Request) []int {
	a := m.NewAssigner()
	ids := make([]int, len(requests))
	for i, q := range requests {
		ids[i], _ = a.Assign(q)
	}
	return ids
}

func TestFind(t *testing.T) {
	texts, about := invented(60)
	requests, languages := Collect(texts)
	m := Find(requests, languages, nil)
	ids := found(m, requests)
	truth := make([]string, len(about))
	for i, s := range about {
		truth[i] = fmt.Sprint(s)
	}
	if rand, _ := agreement(truth, ids); rand < 0.8 {
		t.Errorf("the groups agree with the subjects by %.2f, want at least 0.8", rand)
	}
	var labels []string
	for _, topic := range m.Topics {
		labels = append(labels, topic.Label)
	}
	all := strings.Join(labels, ", ")
	for _, word := range []string{"parcel", "password", "subscription", "refund"} {
		if !strings.Contains(all, word) {
			t.Errorf("no label of %q names %s", all, word)
		}
	}
	a := m.NewAssigner()
	for text, want := range map[string]string{"my parcel did not come": "parcel", "password is wrong again": "password"} {
		requests, _ := Collect([]Text{{"en", []string{text}}})
		id, _ := a.Assign(requests[0])
		if topic, ok := m.ByID(id); !ok || !strings.Contains(topic.Label+strings.Join(topic.Terms, " "), want) {
			t.Errorf("%q belongs to topic %d, want that of %s", text, id, want)
		}
	}
	for _, text := range []string{"hello", "thanks, bye", "", "quantum entanglement of photons", "12345"} {
		requests, _ := Collect([]Text{{"en", []string{text}}})
		if id, like := a.Assign(requests[0]); id != None {
			t.Errorf("%q belongs to topic %d (%.2f), want none", text, id, like)
		}
	}
}

func TestFindIsTheSameEachTime(t *testing.T) {
	texts, _ := invented(40)
	requests, languages := Collect(texts)
	first, err := Find(requests, languages, nil).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, _ := Find(requests, languages, nil).MarshalBinary()
		if string(again) != string(first) {
			t.Fatal("the same requests have other topics")
		}
	}
}

// TestFewTexts checks that next to no data is no reason to fail.
func TestFewTexts(t *testing.T) {
	texts, _ := invented(10)
	for n := range 12 {
		requests, languages := Collect(texts[:n])
		m := Find(requests, languages, nil)
		for _, id := range found(m, requests) {
			if id != None && id >= len(m.Topics) {
				t.Errorf("of %d texts one has topic %d of %d", n, id, len(m.Topics))
			}
		}
	}
	same := make([]Text, 50)
	for i := range same {
		same[i] = Text{"en", []string{"track my order"}}
	}
	requests, languages := Collect(same)
	m := Find(requests, languages, nil)
	if ids := found(m, requests); len(m.Topics) > 1 || slices.Min(ids) != slices.Max(ids) {
		t.Errorf("50 equal texts have %d topics, %v", len(m.Topics), ids[0])
	}
}

// TestAnyTexts holds for any words: topics are numbered by size, labels differ,
// terms are words that were said, and each topic has as many texts as it says.
func TestAnyTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zà-ü]{1,9}`), 1, 30).Draw(t, "words")
		n := rapid.IntRange(0, 60).Draw(t, "n")
		var texts []Text
		for range n {
			text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, "text"), " ")
			texts = append(texts, Text{rapid.SampledFrom([]string{"", "en", "de", "xx"}).Draw(t, "language"), []string{text}})
		}
		requests, languages := Collect(texts)
		m := Find(requests, languages, nil)
		sizes := map[int]int{}
		for _, id := range found(m, requests) {
			sizes[id]++
		}
		labels := map[string]bool{}
		for i, topic := range m.Topics {
			if topic.ID != i || sizes[i] != topic.Size || i > 0 && topic.Size > m.Topics[i-1].Size {
				t.Errorf("topic %d has the ID %d and %d of %d texts", i, topic.ID, sizes[i], topic.Size)
			}
			if labels[topic.Label] || topic.Label == "" || topic.Label == Other {
				t.Errorf("label %q of topic %d", topic.Label, i)
			}
			labels[topic.Label] = true
		}
	})
}

func TestEvidencePrefersTheSubjects(t *testing.T) {
	texts, about := invented(40)
	requests, _ := Collect(texts)
	v := newVocabulary(requests, slices.Repeat([]int{1}, len(requests)))
	w := weigher{v: v}
	var vectors []vector
	for _, q := range requests {
		vectors = append(vectors, w.vector(q).clone())
	}
	e := newEvidence(vectors, v)
	n := len(about)
	right, one, alone, mixed := make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	for i, s := range about {
		right[i], alone[i], mixed[i] = int32(s), int32(i), int32(i/4%4)
	}
	for name, other := range map[string][]int32{"one group": one, "a group for each text": alone, "mixed groups": mixed} {
		if e.of(other) >= e.of(right) {
			t.Errorf("%s has the evidence %.0f, the subjects %.0f", name, e.of(other), e.of(right))
		}
	}
}

func TestCommunities(t *testing.T) {
	var links [][]link
	for clique := range 3 { // three cliques of five, joined in a chain by weak links
		for i := range 5 {
			var own []link
			for j := range 5 {
				if i != j {
					own = append(own, link{int32(clique*5 + j), 1})
				}
			}
			if i == 4 && clique < 2 {
				own = append(own, link{int32(clique*5 + 5), 0.1})
			}
			links = append(links, own)
		}
	}
	g := newGraph(links)
	got := g.partition(1)
	want := []int32{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if k := len(membersOf(g.partition(0.001))); k != 1 {
		t.Errorf("at the coarsest there are %d groups, want 1", k)
	}
	if k := len(membersOf(newGraph(make([][]link, 4)).partition(1))); k != 4 {
		t.Errorf("4 texts without neighbours are in %d groups", k)
	}
}

func TestMatch(t *testing.T) {
	model := func(n int) *Model {
		m := &Model{}
		for i := range n {
			m.Topics = append(m.Topics, Topic{ID: i})
		}
		return m
	}
	for _, c := range []struct {
		name         string
		older, newer []int
		topics, next int
		want         []int
		free         int
	}{
		{"the same", []int{0, 0, 1, None}, []int{0, 0, 1, None}, 2, 2, []int{0, 0, 1, None}, 2},
		{"other order", []int{0, 0, 1, 1, 1}, []int{1, 1, 0, 0, 0}, 2, 2, []int{0, 0, 1, 1, 1}, 2},
		{"a new one", []int{0, 0, None, None}, []int{1, 1, 0, 0}, 2, 5, []int{0, 0, 5, 5}, 6},
		{"one gone", []int{0, 0, 1}, []int{0, 0, None}, 1, 2, []int{0, 0, None}, 2},
		{"split: the larger part goes on", []int{3, 3, 3, 3, 3}, []int{0, 0, 0, 1, 1}, 2, 4, []int{3, 3, 3, 4, 4}, 5},
		{"too little in common", []int{0, 0, 0, 0, 0, 1, 1, 1}, []int{0, None, None, None, None, 0, 0, 0}, 1, 2, []int{1, None, None, None, None, 1, 1, 1}, 2},
		{"nothing", nil, nil, 1, 7, []int{}, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, free := model(c.topics).Match(c.older, c.newer, c.next)
			if !slices.Equal(got, c.want) || free != c.free {
				t.Errorf("got %v and %d, want %v and %d", got, free, c.want, c.free)
			}
		})
	}
}
