package topics

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestModelIsKept(t *testing.T) {
	texts, _ := invented(30)
	requests, languages := Collect(texts)
	m := Find(requests, languages, nil)
	data, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var kept Model
	if err := kept.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(found(m, requests), found(&kept, requests)) || !slices.Equal(kept.Languages, m.Languages) {
		t.Error("a model that was kept tells other topics")
	}
	for i, topic := range kept.Topics {
		if topic.Label != m.Topics[i].Label || !slices.Equal(topic.Terms, m.Topics[i].Terms) {
			t.Errorf("topic %d was %q, is %q", i, m.Topics[i].Label, topic.Label)
		}
	}
}

func FuzzModel(f *testing.F) {
	texts, _ := invented(8)
	requests, languages := Collect(texts)
	data, err := Find(requests, languages, nil).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"languages":["en"],"terms":["wa"],"weights":[1],"topics":[{"id":3,"words":[0],"weights":[1]}]}`))
	f.Add([]byte(`{"languages":["en"],"topics":[{"words":[7],"weights":[1]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m Model
		if m.UnmarshalBinary(data) != nil {
			return
		}
		known := map[int]bool{None: true}
		for _, topic := range m.Topics {
			known[topic.ID] = true
		}
		for _, id := range found(&m, requests) {
			if !known[id] {
				t.Errorf("a text has the topic %d, which there is not", id)
			}
		}
	})
}

// TestLabelsHoldNoPersonalData gives each text a name, an address and a number.
func TestLabelsHoldNoPersonalData(t *testing.T) {
	texts, _ := invented(60)
	for i := range texts {
		who := []string{"Alexandra Petersen", "Zbigniew Kowalczyk", "Roberta Steinhauer"}[i%3]
		texts[i].Messages = append(texts[i].Messages,
			"My name is "+who+", mail to "+strings.ReplaceAll(who, " ", ".")+"@example.com, phone +49 30 1234567, order FW-743647",
			"it was sold by Fjallborg, says Mrs. Wintergreen; david said so too")
	}
	requests, languages := Collect(texts)
	m := Find(requests, languages, nil)
	bad := regexp.MustCompile(`(?i)alexandra|petersen|zbigniew|kowalczyk|roberta|steinhauer|example|@|[0-9]|fjallborg|wintergreen|david`)
	for _, topic := range m.Topics {
		if text := topic.Label + " / " + strings.Join(topic.Terms, " / "); bad.MatchString(text) {
			t.Errorf("topic %d is told by %q", topic.ID, text)
		}
	}
	if len(m.Topics) < 3 {
		t.Errorf("%d topics", len(m.Topics))
	}
}
