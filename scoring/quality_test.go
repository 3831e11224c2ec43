package scoring

import (
	"strings"
	"testing"

	"chatcops/internal/chat"
)

func qualityOf(t *testing.T, custom Custom, c *chat.Conversation) chat.Quality {
	t.Helper()
	rules, err := NewRules(custom)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := rules.NewScorer().Score(c)
	return f.Quality
}

// Each pair differs in one thing that people hold against an agent or in its favour.
func TestQualityPrefers(t *testing.T) {
	rated := func(rating int) *chat.Conversation {
		c := talk("u: where is it?", "a: On its way.")
		c.Feedback = []chat.Feedback{{Rating: rating, Time: chat.NoTime}}
		return c
	}
	long := []string{}
	for range 30 {
		long = append(long, "u: and the next", "a: Here it is.")
	}
	score := func(q chat.Quality) int32 { return q.Score }
	efficiency := func(q chat.Quality) int32 { return q.Efficiency }
	mood := func(q chat.Quality) int32 { return q.Sentiment }
	for _, c := range []struct {
		name          string
		part          func(chat.Quality) int32
		better, worse *chat.Conversation
	}{
		{"an answer", score, talk("u: where is my tent?", "a: It left on Monday."), talk("u: where is my tent?")},
		{"thanks", mood, talk("u: where is my tent?", "a: It left on Monday.", "u: Thank you so much"), talk("u: where is my tent?", "a: It left on Monday.", "u: And the bag")},
		{"praise", mood, talk("u: where?", "a: Here.", "u: perfect"), talk("u: where?", "a: Here.", "u: hm")},
		{"a cheerful mark", mood, talk("u: my tent came today!", "a: So it did."), talk("u: my tent came today.", "a: So it did.")},
		{"no angry mark", mood, talk("u: this is awful", "a: Oh."), talk("u: this is awful, awful, awful!", "a: Oh.")},
		{"no displeasure", mood, talk("u: a red one", "a: Here."), talk("u: that is not very helpful", "a: Here.")},
		{"a good end", mood, talk("u: I am angry", "a: Why?", "u: so", "a: Hm.", "u: I am happy", "a: Fine."), talk("u: I am happy", "a: Why?", "u: so", "a: Hm.", "u: I am angry", "a: Fine.")},
		{"no repetition by the user", efficiency, talk("u: where is my tent?", "a: Where?", "u: the blue one I bought", "a: Ah."), talk("u: where is my tent?", "a: Where?", "u: where is my tent?", "a: Ah.")},
		{"no repetition by the agent", efficiency, talk("u: a", "a: Please name your order.", "u: b", "a: I see it now."), talk("u: a", "a: Please name your order.", "u: b", "a: Please name your order.")},
		{"understanding", efficiency, talk("u: a tent", "a: Here are tents."), talk("u: a tent", "a: I'm sorry, I did not understand that.")},
		{"no correction", efficiency, talk("u: a tent", "a: A bag?", "u: a blue one", "a: Here."), talk("u: a tent", "a: A bag?", "u: I already told you", "a: Here.")},
		{"no rejection", efficiency, talk("u: a tent", "a: This?", "u: yes", "a: Here."), talk("u: a tent", "a: This?", "u: no, a blue one", "a: Here.")},
		{"what can be had", efficiency, talk("u: a tent", "a: Here."), talk("u: a tent", "a: Unfortunately there is none.")},
		{"no great length", efficiency, talk(long[:20]...), talk(long...)},
		{"a good rating", score, rated(5), rated(3)},
		{"a fair rating", mood, rated(3), rated(2)},
		{"a confirmation", score, talk("u: it fails", "a: Restart it.", "u: that worked"), talk("u: it fails", "a: Restart it.", "u: and now?")},
	} {
		better, worse := qualityOf(t, Custom{}, c.better), qualityOf(t, Custom{}, c.worse)
		if c.part(better) <= c.part(worse) {
			t.Errorf("%s: %+v is not above %+v", c.name, better, worse)
		}
	}
}

func TestQualityHoldsNothingAgainst(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b *chat.Conversation
	}{
		{"a polite no", talk("u: a tent", "a: More?", "u: no, thanks", "a: Bye."), talk("u: a tent", "a: More?", "u: thanks", "a: Bye.")},
		{"being done", talk("u: a tent", "a: More?", "u: no, that is all", "a: Bye."), talk("u: a tent", "a: More?", "u: yes, a bag", "a: Bye.")},
	} {
		if a, b := qualityOf(t, Custom{}, c.a), qualityOf(t, Custom{}, c.b); a.Efficiency != b.Efficiency {
			t.Errorf("%s: %+v, %+v", c.name, a, b)
		}
	}
}

func TestComponentsThatDoNotApply(t *testing.T) {
	goal := Custom{Goals: []Goal{{Name: "sold", Event: "sold"}}}
	plain := func() *chat.Conversation { return talk("u: a tent", "a: Here.") }
	bare := &chat.Conversation{CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime, Events: []chat.Event{event(chat.EventUserMessage), event(chat.EventAssistantMessage)}}
	for _, c := range []struct {
		name      string
		custom    Custom
		c         *chat.Conversation
		sentiment bool
		goals     int32
	}{
		{"no goal", Custom{}, plain(), true, chat.NoComponent},
		{"a goal that was missed", goal, plain(), true, 0},
		{"a goal that was reached", goal, with(plain(), event("sold")), true, full},
		{"a goal that only the data knows", Custom{}, with(plain(), chat.Event{Type: chat.EventGoal, Properties: `{"goal":"x"}`, Time: 15e6}), true, full},
		{"a flow that was begun", Custom{}, with(plain(), event(chat.EventFlowStarted)), true, 0},
		{"events only", Custom{}, bare, false, chat.NoComponent},
	} {
		q := qualityOf(t, c.custom, c.c)
		if q.Goals != c.goals || (q.Sentiment != chat.NoComponent) != c.sentiment {
			t.Errorf("%s: %+v", c.name, q)
		}
	}
	if q := qualityOf(t, Custom{}, talk("a: Hello?")); q != (chat.Quality{}) {
		t.Errorf("nobody engaged: %+v", q)
	}
}

func TestWeights(t *testing.T) {
	c := func() *chat.Conversation { return talk("u: a tent", "a: Unfortunately there is none.", "u: terrible") }
	only := func(w Weights) chat.Quality { return qualityOf(t, Custom{Weights: w}, c()) }
	for name, pair := range map[string][2]int32{
		"resolution": {only(Weights{Resolution: 2}).Score, only(Weights{}).Resolution},
		"efficiency": {only(Weights{Efficiency: 0.1}).Score, only(Weights{}).Efficiency},
		"sentiment":  {only(Weights{Sentiment: 1}).Score, only(Weights{}).Sentiment},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s alone: score %d, component %d", name, pair[0], pair[1])
		}
	}
	q := only(Weights{Goals: 1}) // no goal applies, so that no weight is left
	if want := (q.Resolution + q.Efficiency + q.Sentiment + 1) / 3; q.Score != want {
		t.Errorf("score %d, want %d", q.Score, want)
	}
	q = only(Weights{Resolution: 3, Efficiency: 1})
	if want := (3*q.Resolution + q.Efficiency + 2) / 4; q.Score != want {
		t.Errorf("score %d, want %d", q.Score, want)
	}
	versions := map[string]bool{}
	for _, w := range []Weights{{}, DefaultWeights, {Resolution: 1}, {Goals: 1}} {
		r, err := NewRules(Custom{Weights: w})
		if err != nil {
			t.Fatal(err)
		}
		versions[r.Version()] = true
	}
	if len(versions) != 3 {
		t.Errorf("versions of the rules: %v", versions)
	}
}

func TestExplainQuality(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	s := rules.NewScorer()
	c := talk("u: where is my tent?", "a: Sorry, I did not understand that.", "u: where is my tent?", "a: On its way.", "u: Great, thanks!")
	f, _ := s.Score(c)
	components := s.ExplainQuality(c)
	want := map[string]int32{"resolution": f.Quality.Resolution, "efficiency": f.Quality.Efficiency, "sentiment": f.Quality.Sentiment, "goal_completion": chat.NoComponent}
	var weights float64
	var said []string
	for _, p := range components {
		if p.Points != want[p.Name] {
			t.Errorf("%s: %d, want %d", p.Name, p.Points, want[p.Name])
		}
		weights += p.Weight
		sum := int32(0)
		for _, r := range p.Reasons {
			sum += r.Effect
			said = append(said, itoa(int32(r.Message))+" "+r.Text)
		}
		if p.Points != chat.NoComponent && min(max(sum, 0), full) != p.Points {
			t.Errorf("%s: reasons add up to %d, not %d: %v", p.Name, sum, p.Points, p.Reasons)
		}
		delete(want, p.Name)
	}
	if len(want) > 0 || weights < 0.999 || weights > 1.001 {
		t.Errorf("missing %v, weights add up to %v", want, weights)
	}
	for _, text := range []string{"1 agent does not understand", "2 user repeats himself", "4 user thanks, confirms or praises", "4 user exclaims without anger"} {
		if !strings.Contains(strings.Join(said, "\n"), text) {
			t.Errorf("%q is not among %q", text, said)
		}
	}
	if s.ExplainQuality(talk("a: Hello?")) != nil {
		t.Error("a conversation without the user is explained")
	}
}

// Whatever is said, points stay within bounds, and signals that only quality reads are not kept.
func TestQualityStaysInBounds(t *testing.T) {
	loud := talk()
	for range 300 {
		loud.Messages = append(loud.Messages, talk("u: no! terrible, awful, I hate it. wrong!", "a: Sorry, I did not understand that.").Messages...)
	}
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*chat.Conversation{
		"awful": loud, "happy": talk("u: great! love it! perfect!", "a: Fine.", "u: thanks a lot! wonderful! amazing!"), "odd": talk("u: \xff!", "a: ", "u:"),
	} {
		f, marks := rules.NewScorer().Score(c)
		for _, p := range []int32{f.Quality.Score, f.Quality.Resolution, f.Quality.Efficiency, f.Quality.Sentiment} {
			if p < 0 || p > full {
				t.Errorf("%s: %+v", name, f.Quality)
			}
		}
		for _, s := range marks.Signals {
			if onlyForQuality(s.Kind) {
				t.Errorf("%s: %+v is kept", name, s)
			}
		}
	}
}

func TestQualityReadsWhatItMust(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	quality := func(c *chat.Conversation) chat.Quality {
		f, _ := rules.NewScorer().Score(c)
		return f.Quality
	}
	plain := talk("u: book a kayak", "a: It is yours.")
	if q := quality(with(plain, event(chat.EventFlowStarted), event(chat.EventFlowCompleted))); q.Goals != full {
		t.Errorf("a completed flow gives %d for goals", q.Goals)
	}
	if q := quality(with(talk("u: book a kayak", "a: It is yours."), event(chat.EventFlowStarted))); q.Goals != 0 {
		t.Errorf("a flow that was only begun gives %d for goals", q.Goals)
	}
	if q := quality(talk("u: wrong kayak delivered", "a: I'll send another.")); q.Efficiency != full {
		t.Errorf("a first message cannot correct anybody, but efficiency is %d", q.Efficiency)
	}
	if q := quality(talk("u: where is the lake?", "a: Behind the mill. Anything else?", "u: nope", "a: Bye!")); q.Efficiency != full {
		t.Errorf("a no to anything else turns nothing down, but efficiency is %d", q.Efficiency)
	}
	if q := quality(talk("u: où est le lac, s'il vous plaît ?", "a: Derrière le moulin.")); q.Sentiment != full/2 {
		t.Errorf("without words of mood sentiment is %d", q.Sentiment)
	}
}
