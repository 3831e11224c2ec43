package demo

import (
	"crypto/sha256"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func quarter(n int, seed uint64) Options {
	return Options{
		Conversations: n, Seed: seed,
		Start: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC),
		End:   time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}
}

func all(t *testing.T, o Options) []*Conversation {
	t.Helper()
	conversations, err := Conversations(o)
	if err != nil {
		t.Fatal(err)
	}
	var list []*Conversation
	for c := range conversations {
		list = append(list, c)
	}
	return list
}

// share reports how many in a thousand conversations hold.
func share(list []*Conversation, holds func(*Conversation) bool) int {
	n := 0
	for _, c := range list {
		if holds(c) {
			n++
		}
	}
	return n * 1000 / len(list)
}

func has(event string) func(*Conversation) bool {
	return func(c *Conversation) bool {
		for _, e := range c.Entries {
			if e.Event == event {
				return true
			}
		}
		return false
	}
}

func ends(ending string) func(*Conversation) bool {
	return func(c *Conversation) bool { return c.Ending == ending }
}

func TestTrafficLooksLikeAShop(t *testing.T) {
	list := all(t, quarter(5000, 3))
	for _, c := range []struct {
		what     string
		holds    func(*Conversation) bool
		low, top int
	}{
		{"escalated", has("escalation_requested"), 105, 140},
		{"with a fallback", has("fallback_triggered"), 85, 125},
		{"rated", has("feedback_submitted"), 270, 330},
		{"converted", has("conversion"), 70, 110},
		{"with a lead", has("lead_captured"), 35, 60},
		{"abandoned", ends(EndAbandoned), 160, 200},
		{"thanked", ends(EndThanks), 375, 425},
		{"answered", ends(EndAnswered), 225, 275},
		{"stayed with the bot", ends(EndStayed), 15, 35},
		{"silent", ends(EndSilent), 15, 35},
		{"English", func(c *Conversation) bool { return c.Language == "en" }, 660, 740},
		{"in the experiment's second arm", func(c *Conversation) bool { return c.Variant == Variants[1] }, 470, 530},
		{"anonymous", func(c *Conversation) bool { return c.UserID == "" }, 45, 75},
		{"at the weekend", func(c *Conversation) bool { d := at(c).Weekday(); return d == time.Saturday || d == time.Sunday }, 100, 180},
		{"at night", func(c *Conversation) bool { return at(c).Hour() < 6 }, 5, 35},
	} {
		if got := share(list, c.holds); got < c.low || got > c.top {
			t.Errorf("%d ‰ are %s, want %d to %d", got, c.what, c.low, c.top)
		}
	}
}

func at(c *Conversation) time.Time { return time.UnixMilli(c.Entries[0].Millis).UTC() }

func TestFriendlyVariantConvertsMore(t *testing.T) {
	arms := map[string][]*Conversation{}
	for _, c := range all(t, quarter(10000, 4)) {
		arms[c.Variant] = append(arms[c.Variant], c)
	}
	control, friendly := share(arms["control"], has("conversion")), share(arms["friendly"], has("conversion"))
	if friendly <= control {
		t.Errorf("friendly converts %d ‰, control %d ‰", friendly, control)
	}
}

func TestLengths(t *testing.T) {
	list := all(t, quarter(3000, 5))
	messages := 0
	for _, c := range list {
		n := 0
		for _, e := range c.Entries {
			if e.Role == "" {
				continue
			}
			n++
			if e.ToolCall == nil && e.Content == "" {
				t.Fatalf("%s: empty message by %s", c.ID, e.Role)
			}
			if e.Role != RoleTool && len([]rune(e.Content)) > 400 {
				t.Errorf("%s: %d characters: %s", c.ID, len([]rune(e.Content)), e.Content)
			}
			if left := slot.FindString(e.Content); left != "" {
				t.Errorf("%s: unfilled slot %s in %q", c.ID, left, e.Content)
			}
		}
		if n < 1 || n > 30 {
			t.Errorf("%s has %d messages, want 1 to 30", c.ID, n)
		}
		messages += n
	}
	if mean := messages * 10 / len(list); mean < 90 || mean > 110 {
		t.Errorf("mean length is %d.%d messages, want about 10", mean/10, mean%10)
	}
}

func TestUsersReturn(t *testing.T) {
	languageOfUser := map[string]string{}
	known, back := 0, 0
	for _, c := range all(t, quarter(2000, 6)) {
		if c.UserID == "" {
			continue
		}
		known++
		if before, seen := languageOfUser[c.UserID]; seen {
			back++
			if before != c.Language {
				t.Errorf("%s spoke %s and now %s", c.UserID, before, c.Language)
			}
		}
		languageOfUser[c.UserID] = c.Language
	}
	if back*100 < known*20 || back*100 > known*45 {
		t.Errorf("%d of %d conversations are by users seen before, want a third or so", back, known)
	}
}

func TestConversationsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{
			Conversations: rapid.IntRange(0, 60).Draw(t, "n"),
			Seed:          rapid.Uint64().Draw(t, "seed"),
			Start:         time.UnixMicro(rapid.Int64Range(1e15, 3e15).Draw(t, "start")),
		}
		o.End = o.Start.Add(time.Duration(rapid.Int64Range(1, int64(30*24*time.Hour)).Draw(t, "span")))
		conversations, err := Conversations(o)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		last := o.Start.UnixMilli()
		for c := range conversations {
			start := c.Entries[0].Millis
			if start < last || start > o.End.UnixMilli() {
				t.Fatalf("starts at %d, after %d, in %v to %v", start, last, o.Start, o.End)
			}
			last = start
			if seen[c.ID] {
				t.Fatalf("id %s twice", c.ID)
			}
			seen[c.ID] = true
			for i, e := range c.Entries {
				if i > 0 && e.Millis < c.Entries[i-1].Millis {
					t.Fatalf("%s: entry %d goes back in time", c.ID, i)
				}
			}
		}
		if len(seen) != o.Conversations {
			t.Fatalf("%d conversations, want %d", len(seen), o.Conversations)
		}
	})
}

func TestSeedsDiffer(t *testing.T) {
	a, b := all(t, quarter(1, 1)), all(t, quarter(1, 2))
	if a[0].ID == b[0].ID {
		t.Errorf("seeds 1 and 2 share the id %s", a[0].ID)
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	good := quarter(1, 1)
	for _, c := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.Conversations = -1 }, "conversations: -1 is not between"},
		{func(o *Options) { o.Conversations = maxConversations + 1 }, "conversations: 1073741825 is not between"},
		{func(o *Options) { o.End = o.Start }, "is empty: choose an end after the start"},
		{func(o *Options) { o.Start = time.Time{} }, "choose both between 1990 and 2100"},
		{func(o *Options) { o.End = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }, "choose both between 1990 and 2100"},
	} {
		o := good
		c.change(&o)
		if _, err := Conversations(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Conversations(%+v) = %v, want %q", o, err, c.want)
		}
		if _, err := Timeline(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Timeline(%+v) = %v, want %q", o, err, c.want)
		}
	}
}

func TestVariantIsTheHashModuloTheArms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		session := rapid.String().Draw(t, "session")
		sum := sha256.Sum256([]byte("prompt_tone_v2:" + session))
		index := new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(int64(len(Variants)))).Int64()
		if got := variantOf(session); got != Variants[index] {
			t.Fatalf("variantOf(%q) = %s, want %s", session, got, Variants[index])
		}
	})
}

func TestRandomNumbersAreSplitMix64(t *testing.T) {
	r := rng(1234567)
	// From the reference implementation, https://prng.di.unimi.it/splitmix64.c.
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		if got := r.next(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}

func TestNothingToPickFrom(t *testing.T) {
	r := rng(1)
	if got := pick(&r, []string(nil)); got != "" {
		t.Errorf("pick of nothing = %q", got)
	}
	if got := r.weighted(nil); got != 0 {
		t.Errorf("weighted of nothing = %d", got)
	}
	if got := r.below(0); got != 0 {
		t.Errorf("below(0) = %d", got)
	}
}
