package sentiment

import (
	"math"
	"strings"
	"testing"

	"chatcops/internal/lexis"
)

// TestReference holds the scores to those that VADER's README and its
// reference implementation give for the same sentences, without the cues and,
// where they have nothing to say, with them.
func TestReference(t *testing.T) {
	for text, want := range map[string]int32{
		"VADER is smart, handsome, and funny.":                                                8316,
		"VADER is smart, handsome, and funny!":                                                8439,
		"VADER is very smart, handsome, and funny.":                                           8545,
		"VADER is VERY SMART, handsome, and FUNNY.":                                           9227,
		"VADER is VERY SMART, handsome, and FUNNY!!!":                                         9342,
		"VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!":                            9469,
		"VADER is not smart, handsome, nor funny.":                                            -7424,
		"The book was good.":                                                                  4404,
		"At least it isn't a horrible book.":                                                  4310,
		"The book was only kind of good.":                                                     3832,
		"The plot was good, but the characters are uncompelling and the dialog is not great.": -7042,
		"Today SUX!": -5461,
		"Today only kinda sux! But I'll get by, lol":      5249,
		"Make sure you :) or :D today!":                   8633,
		"Catch utf-8 emoji such as such as 💘 and 💋 and 😁": 7003,
		"Catch utf-8 emoji such as such as💘 and 💋 and 😁":  7003,
		"Not bad at all": 4310,
		"Sentiment analysis has never been good.":                               -3412,
		"Sentiment analysis has never been this good!":                          5672,
		"Most automated sentiment analysis tools are shit.":                     -5574,
		"With VADER, sentiment analysis is the shit!":                           6476,
		"Other sentiment analysis tools can be quite bad.":                      -5849,
		"On the other hand, VADER is quite bad ass":                             8020,
		"VADER is such a badass!":                                               4003,
		"Without a doubt, excellent idea.":                                      7013,
		"Without a doubt, an excellent idea.":                                   7013,
		"Roger Dodger is one of the most compelling variations on this theme.":  2944,
		"Roger Dodger is at least compelling as a variation on the theme.":      2263,
		"Roger Dodger is one of the least compelling variations on this theme.": -1695,
		"Not such a badass after all.":                                          -2584,
		"Not GREATLY bad at all!!!!!":                                           6982,
		"Not GREATLY bad at all??":                                              6084,
		"Not GREATLY bad at all????":                                            6777,
		"Not least GREATLY bad at all????":                                      6777,
		"Not GREATLY least bad at all????":                                      -5944,
		"least bad at all????":                                                  5873,
		"No not GREATLY least bad at all????":                                   -7238,
		"The book was only kind of no good.":                                    -4017,
		"The book was only kind of bad ass good.":                               534,
		"The book was only kind of without doubt bad ass good.":                 8406,
		"": 0,
	} {
		published := &Analyzer{words: compile("")}
		if got := published.Compound(text); got != want {
			t.Errorf("%q: %d, want %d: %v", text, got, want, published.Explain(text))
		}
		if got := New().Compound(text); got != want && !strings.HasPrefix(text, "Make sure") {
			t.Errorf("%q: %d with the cues of service talk, want %d: %v", text, got, want, New().Explain(text))
		}
	}
}

// TestServiceTalk tells what the cues are there for. The sentences are ours.
func TestServiceTalk(t *testing.T) {
	a := New()
	for want, texts := range map[string][]string{
		"negative": {
			"I have been on hold for over two hours",
			"still waiting for my parcel",
			"my flight was cancelled",
			"you charged me twice",
			"The app keeps crashing",
			"it doesn't work",
			"it doesn’t work",
			"nobody answers the phone",
			"no response to my last three emails",
			"I never received my order",
			"Why won't you let me log in?",
			"the issue is still not resolved",
			"thanks for nothing",
			"I want my money back",
			"my card was declined again",
			"LATE AGAIN",
			"nobody is responding",
			"that didn't help",
			"you're not listening",
		},
		"neutral": {
			"When is my flight?",
			"what's my balance",
			"I'd like to book a table for two",
			"I would like to talk to an agent",
			"can you help me with my booking?",
			"I want to change my seat",
			"what is the order number",
			"I want to cancel my order",
			"can you cancel my order",
			"is there a late fee",
			"what is your refund policy",
			"quick question",
			"how can I pay with my credit card",
			"not right now",
			"how do I cancel my subscription",
			"can I get that for free?",
			"what happens if my flight is delayed",
			"how long do I have to wait",
			"I need a car for 2 hours",
			"I really want to know",
			"where is my order",
		},
		"positive": {
			"it works now",
			"that worked",
			"you fixed my problem",
			"my problem was resolved, thanks",
			"thanks for the quick response",
			"great customer service",
			"your agent was very helpful",
			"I can't wait",
			"no worries",
			"I have never had an issue",
		},
	} {
		for _, text := range texts {
			if got := a.Compound(text); sentimentClass(got) != want {
				t.Errorf("%q: %d, want it %s: %v", text, got, want, a.Explain(text))
			}
		}
	}
}

func TestWordsAreFound(t *testing.T) {
	a := New()
	for _, c := range []struct{ name, text, like string }{
		{"typographic apostrophe", "this isn’t good", "this isn't good"},
		{"typographic quotes", "a “great” day", `a "great" day`},
		{"no-break space", "a great day", "a great day"},
		{"emoji after a word", "done👍", "done 👍"},
		{"emoji before a word", "😁good", "😁 good"},
		{"form of an emoji", "☺️ good", "☺ good"},
		{"capitals beyond ASCII", "ÉTÉ good", "X10 good"},
		{"a name is not its words", "@happy_days hello", "hello"},
		{"a name in typographic quotes", "“@happydays” hello", "hello"},
		{"phrase over a line", "still\nwaiting", "still waiting"},
		{"phrase in capitals", "STILL WAITING", "still waiting"},
		{"letters of a long word have changed places", "txcellene day", "plain day"},
		{"a zero byte before a word", "\x00good day", "plain day"},
	} {
		if got, want := a.Compound(c.text), a.Compound(c.like); got != want {
			t.Errorf("%s: %q scores %d, %q %d", c.name, c.text, got, c.like, want)
		}
	}
	for _, c := range []struct{ name, text, unlike string }{
		{"a phrase ends with the sentence", "I am on. Hold it", "I am on hold it"},
		{"capitals", "a GOOD day", "a good day"},
		{"booster", "very good", "good"},
		{"negation", "not good", "good"},
	} {
		if got, other := a.Compound(c.text), a.Compound(c.unlike); got == other {
			t.Errorf("%s: %q and %q both score %d", c.name, c.text, c.unlike, got)
		}
	}
}

func TestExplain(t *testing.T) {
	a := New()
	for _, c := range []struct {
		text string
		want []Term
	}{
		{"", nil},
		{"what is on the menu", nil},
		{"The room was VERY good!!", []Term{{"good", 1.9 + 0.293 + 0.733}, {"!!", 0.584}}},
		{"was it good?!", []Term{{"good", 1.9}, {"!", 0.292}}},
		{"bad bot?????", []Term{{"bad", -2.5}, {"????", -0.96}}},
		{"Still waiting for it", []Term{{"Still waiting for", -2.1}}},
		{"nice, but it is broken", []Term{{"nice", 0.9}, {"broken", -3.15}}},
		{"😂", []Term{{"😂", 1.9}}},
		{"this day isn’t a “good” one", []Term{{"good", -1.406}}},
	} {
		got := a.Explain(c.text)
		if len(got) != len(c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
			continue
		}
		for i, g := range got {
			if g.Text != c.want[i].Text || math.Abs(g.Valence-c.want[i].Valence) > 1e-9 {
				t.Errorf("%q: %v, want %v", c.text, got, c.want)
			}
		}
	}
}

func TestOnlyTheBeginningCounts(t *testing.T) {
	a := New()
	long := strings.Repeat("word ", lexis.MaxRead/5)
	if got := a.Compound(long + " terrible"); got != 0 {
		t.Errorf("a word behind %d bytes counts: %d", len(long), got)
	}
	if got := a.Compound(long[:lexis.MaxRead-20] + " terrible"); got >= 0 {
		t.Errorf("a word before %d bytes does not count: %d", lexis.MaxRead, got)
	}
}

func TestNoAllocations(t *testing.T) {
	a := New()
	text := "I’ve been on hold for hours!! 😡 Not good, but thanks"
	a.Compound(text)
	if n := testing.AllocsPerRun(100, func() { a.Compound(text) }); n != 0 {
		t.Errorf("%v allocations for a message", n)
	}
}

func TestBadCues(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"-1 fine\nbad words", "line 2: want a valence"},
		{"5 too good", "line 1: want a valence"},
		{"-1", "line 1: want a valence"},
		{"NaN words", "line 1: want a valence"},
		{"-1 [a]", "line 1: a phrase has 1 to 8 words"},
		{"-1 slow|late\n# more\n-2 late", "line 3: \"late\" has the valence -1 already"},
		{"-1 so|very late\n1 [so] late", "line 2: a phrase of it has the valence -1 already, in \"so|very late\""},
		{"-1 +a", "line 1: a phrase has 1 to 8 words"},
		{"-1 a b c d e f g h i", "line 1: a phrase has 1 to 8 words"},
	} {
		err := compile("").addCues(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

// FuzzCompound feeds any text: a score lies in its range, is the one that its
// terms add up to, and does not depend on what was scored before.
func FuzzCompound(f *testing.F) {
	for _, text := range []string{
		"", " ", "!", "'", "@", "@-)", "not", "still not", "the shit", "kind of", "no no no or good", "\xff\xfe good",
		"@good :) I CAN'T x-d 3G a\x01 OK! <3 best.; uh-uh", "É good. Été DON'T café. great naïve é\u00a0bad", "I’ve been on hold for 3 hours!!", "👍🏽❤️‍🔥", "İ ẞ Ⅷ good", "least but never so good", strings.Repeat("a' ", 50),
	} {
		f.Add(text)
	}
	shared, vocabulary := New(), lexis.NewVocabulary()
	numbers := Enter(vocabulary)
	vocabulary.Close()
	var read lexis.Text
	f.Fuzz(func(t *testing.T, text string) {
		got := shared.Compound(text)
		if got < -Scale || got > Scale {
			t.Fatalf("%q: %d", text, got)
		}
		sum := 0.0
		for _, term := range shared.Explain(text) {
			if math.IsNaN(term.Valence) || term.Text == "" {
				t.Fatalf("%q: term %v", text, term)
			}
			sum += term.Valence
		}
		if want := sum / math.Sqrt(sum*sum+alpha) * Scale; math.Abs(want-float64(got)) > 0.51 {
			t.Fatalf("%q: %d, its terms give %f", text, got, want)
		}
		if again := New().Compound(text); again != got {
			t.Fatalf("%q: %d, then %d", text, got, again)
		}
		read.Read(text, vocabulary)
		if other := shared.CompoundOf(&read, numbers); other != got {
			t.Fatalf("%q: %d, by its words %d", text, got, other)
		}
	})
}
