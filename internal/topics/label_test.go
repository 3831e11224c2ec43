package topics

import (
	"slices"
	"strings"
	"testing"
)

// labelsOf are the labels of the topics of texts, each of which is said n times.
func labelsOf(n int, texts ...string) []string {
	var list []Text
	for range n {
		for _, t := range texts {
			list = append(list, Text{"en", []string{t}})
		}
	}
	requests, languages := Collect(list)
	var labels []string
	for _, t := range Find(requests, languages, nil).Topics {
		labels = append(labels, t.Label)
	}
	slices.Sort(labels)
	return labels
}

// What is said in the very same words over and over, as by pressing a button, is
// a topic like any other.
func TestTheSameWordsOverAndOver(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  string
	}{
		{[]string{"where is my parcel"}, "parcel"},
		{[]string{"Track my parcel", "Reset the password", "Opening hours"}, "opening hours; reset the password; track my parcel"},
	} {
		if got := strings.Join(labelsOf(20, c.texts...), "; "); got != c.want {
			t.Errorf("%q: got %s, want %s", c.texts, got, c.want)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"words are held together as they were said", "status of my order", "status of my order"},
		{"a particle stays with its verb", "top up failed", "top up failed"},
		{"a phrase goes on", "activate my new card", "activate my new card"},
		{"what a clause divides is no phrase", "parcel that I paid", "paid, parcel"},
		{"names are left out", "my name is Ottoline, track parcel", "track parcel"},
		{"titles and who has them are left out", "track parcel for Mrs Vandenberg", "track parcel"},
		{"addresses are left out", "track parcel jo.doe@example.com", "track parcel"},
		{"placeholders are left out", "track parcel [email-1]", "track parcel"},
		{"numbers are left out, spelled ones too", "parcel four seven eight 4711", "parcel"},
		{"initials hold nothing together", "parcel x locker", "locker, parcel"},
	} {
		if got := labelsOf(10, c.text); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q has the label %q, want %q", c.name, c.text, got, c.want)
		}
	}
}
