package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

func TestGroupByWords(t *testing.T) {
	texts := []string{
		"the zip of my tent is stuck", "Tent zip broken!", "my TENT leaks", "do you ship to Norway", "shipping Norway?", "???", "what is this", "What is this?",
		"的帐篷", "das Zelt ist undicht", "mein Zelt", "",
	}
	groups, of := GroupByWords(texts)
	got := ""
	for i, g := range groups {
		var members []string
		for k, at := range of {
			if at == i {
				members = append(members, fmt.Sprint(k))
			}
		}
		got += g.Name + " " + fmt.Sprint(g.Terms) + ": " + strings.Join(members, " ") + "\n"
	}
	want := `tent [tent zip]: 0 1 2
norway [norway]: 3 4
zelt [zelt]: 9 10
??? []: 5
what is this []: 6 7
的帐篷 []: 8
 []: 11
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestGroupsOfTextsArePartitions(t *testing.T) {
	many(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"tent", "zip", "leak", "order", "the", "is", "12", "Tent!", "zelt", "?"})
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, "words"), " ")
		}), 0, 12)
		texts := list.Draw(t, "texts")
		groups, of := GroupByWords(texts)
		mixed := rapid.Permutation(texts).Draw(t, "mixed")
		others, ofMixed := GroupByWords(mixed)
		if len(of) != len(texts) || len(groups) != len(others) {
			t.Fatalf("%d groups of %d, mixed %d", len(groups), len(of), len(others))
		}
		name := func(groups []TextGroup, of []int, texts []string, text string) string {
			return groups[of[slices.Index(texts, text)]].Name
		}
		for i, text := range texts {
			if of[i] < 0 || of[i] >= len(groups) {
				t.Fatalf("%q is in no group", text)
			}
			if a, b := groups[of[i]].Name, name(others, ofMixed, mixed, text); a != b {
				t.Fatalf("%q is in the group %q, in another order in %q", text, a, b)
			}
			if a := name(groups, of, texts, text); a != groups[of[i]].Name {
				t.Fatalf("%q is in two groups, %q and %q", text, a, groups[of[i]].Name)
			}
		}
	})
}

func TestGroupsOfFallbacksAddUp(t *testing.T) {
	many(t, func(t *rapid.T) {
		var list []Misunderstood
		for range rapid.IntRange(0, 20).Draw(t, "fallbacks") {
			list = append(list, Misunderstood{
				Conversation: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "conversation"), Message: rapid.IntRange(0, 5).Draw(t, "message"),
				Text:  rapid.SampledFrom([]string{"", "tent zip", "zip", "order", "order zip"}).Draw(t, "text"),
				After: After(rapid.IntRange(0, int(WentOn)).Draw(t, "after")), Outcome: chat.Abandoned,
			})
		}
		var count, after, untold int64
		groups := GroupFallbacks(slices.Clone(list), GroupByWords)
		for i, g := range groups {
			count += g.Count
			after += g.Left + g.Again + g.WentOn
			if g.Group == "" {
				untold += g.Count
				if i != len(groups)-1 || len(g.Samples) > 0 {
					t.Fatalf("those without text stand at %d of %d", i, len(groups))
				}
			} else if len(g.Samples) == 0 || len(g.Samples) > moreExamples {
				t.Fatalf("%d examples of %q", len(g.Samples), g.Group)
			}
			conversations := map[string]bool{}
			for _, m := range list {
				if m.Text == "" && g.Group == "" || slices.ContainsFunc(g.Samples, func(e FallbackExample) bool { return e.Text == m.Text }) {
					conversations[m.Conversation] = true
				}
			}
			if g.Conversations < int64(len(conversations)) && len(g.Samples) < moreExamples {
				t.Fatalf("%q is in %d conversations, at least %d", g.Group, g.Conversations, len(conversations))
			}
			if v := g.Find("abandoned"); *v.Value != 1 || v.N != g.Conversations {
				t.Fatalf("abandoned: %v of %d", *v.Value, v.N)
			}
		}
		var want int64
		for _, m := range list {
			want += one(m.Text == "")
		}
		if count != int64(len(list)) || after != count || untold != want {
			t.Fatalf("%d, behind them %d, without text %d; want %d and %d", count, after, untold, len(list), want)
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
