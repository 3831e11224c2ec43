package metrics

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// byKey is a Grouping of tests: keys above 0 are topics, no other is.
func byKey(key int64) Subject {
	if key <= 0 {
		return Subject{ID: -1, Label: "other", Terms: []string{}}
	}
	return Subject{ID: int(key), Label: fmt.Sprintf("topic %d", key), Terms: []string{"term"}}
}

func TestGroupsOfFallbacksAddUp(t *testing.T) {
	many(t, func(t *rapid.T) {
		keys := map[string]int64{"a": 2, "b": 0, "c": 1, "d": 2}
		var list []Misunderstood
		for range rapid.IntRange(0, 20).Draw(t, "fallbacks") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "conversation")
			list = append(list, Misunderstood{
				Key: keys[id], Conversation: id, Message: rapid.IntRange(0, 5).Draw(t, "message"),
				Text:  rapid.SampledFrom([]string{"", "tent zip", "zip", "order", "order zip"}).Draw(t, "text"),
				After: After(rapid.IntRange(0, int(WentOn)).Draw(t, "after")), Outcome: chat.Abandoned,
			})
		}
		groups := GroupFallbacks(slices.Clone(list), byKey)
		var count int64
		for i, g := range groups {
			count += g.Count
			want, conversations, texts := int64(0), map[string]bool{}, map[string]bool{}
			for _, m := range list {
				if byKey(m.Key).ID == g.ID {
					want++
					conversations[m.Conversation] = true
					texts[m.Text] = true
				}
			}
			delete(texts, "")
			if g.Count != want || g.Left+g.Again+g.WentOn != want || g.Conversations != int64(len(conversations)) {
				t.Fatalf("%s: %d in %d conversations, behind them %d; want %d in %d", g.Label, g.Count, g.Conversations, g.Left+g.Again+g.WentOn, want, len(conversations))
			}
			if len(g.Samples) != min(len(texts), moreExamples) {
				t.Fatalf("%s: %d examples of %d texts", g.Label, len(g.Samples), len(texts))
			}
			if v := g.Find("abandoned"); *v.Value != 1 || v.N != g.Conversations {
				t.Fatalf("abandoned: %v of %d", *v.Value, v.N)
			}
			if g.ID < 0 && i != len(groups)-1 || i > 0 && g.ID >= 0 && g.Count > groups[i-1].Count {
				t.Fatalf("%s stands at %d of %d", g.Label, i, len(groups))
			}
		}
		if count != int64(len(list)) {
			t.Fatalf("%d in the groups, want %d", count, len(list))
		}
	})
}

func TestWorst(t *testing.T) {
	w, o := NewWorst(3), NewWorst(3)
	for i, mean := range []int32{-600, -499, -9000, -600, 800, -700} {
		f := &chat.Facts{ID: string(rune('a' + i)), UserMessages: 1, Sentiment: chat.Sentiment{Known: true, Mean: mean, Final: mean}}
		if i%2 == 0 {
			w.Add(f)
		} else {
			o.Add(f)
		}
	}
	w.Add(&chat.Facts{ID: "unknown", Sentiment: chat.Sentiment{Mean: -10000}})
	w.Merge(o)
	var got []string
	for _, c := range w.List() {
		got = append(got, c.Conversation)
	}
	if !slices.Equal(got, []string{"c", "f", "a"}) {
		t.Error(got)
	}
}
