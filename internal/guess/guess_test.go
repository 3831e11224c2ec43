package guess

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNear(t *testing.T) {
	metrics := []string{"conversations", "messages", "resolution_rate", "escalation_rate", "conversion_rate", "first_response_time", "response_time", "cost", "csat"}
	for word, want := range map[string]string{
		"escalation": "escalation_rate", "response": "response_time first_response_time", "resolutoin_rate": "resolution_rate", "CSAT": "csat",
		"cots": "cost", "conv": "conversations conversion_rate", "rate": "resolution_rate escalation_rate conversion_rate", "message": "messages", "happiness": "", "": "",
		"reponse_time": "response_time", "csta": "csat",
	} {
		if got := strings.Join(Near(word, metrics), " "); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := Near("abcde", []string{"abcxy", "abcdf", "abxyz"}); !slices.Equal(got, []string{"abcdf"}) {
		t.Error(got)
	}
}

func TestMessages(t *testing.T) {
	known := []string{"hour", "day", "week"}
	for got, want := range map[string]string{
		Word("dya", known):                `did you mean "day"?`,
		Word("zebra", known):              "known are hour, day, week",
		Word("ye", []string{"me", "yes"}): `did you mean "me" or "yes"?`,
		Listed("weeks", known, "units"):   `did you mean "week"? units lists them all`,
		Listed("zebra", known, "units"):   "units lists those there are",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"timezon", "timezone", 1}, {"bd", "db", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"same", "same", 0}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: %d", c.a, c.b, got)
		}
	}
	word := rapid.StringMatching(`[abc]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if len(a) > 2*len(b)+2 {
			return // given up on
		}
		d := editDistance(a, b)
		if (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a)-len(b), len(b)-len(a)) {
			t.Fatalf("%q, %q: %d", a, b, d)
		}
	})
}
