package scoring

import (
	"testing"

	"chatcops/internal/chat"
)

// TestConversationsInTheirLanguage has each language judged by its own words.
func TestConversationsInTheirLanguage(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, given string
		talk        []string
		language    string
		read        bool
		outcome     chat.Outcome
		rule        string
	}{
		{"German", "", []string{"u: Guten Tag, ich möchte meine Bestellung zurückgeben", "a: Das geht innerhalb von 30 Tagen.", "u: Vielen Dank für die Hilfe!"}, "de", true, chat.ResolvedConfirmed, "thanks"},
		{"French", "", []string{"u: Bonjour, où est ma commande ? Je l'attends depuis lundi.", "a: Je n'ai pas compris votre question."}, "fr", true, chat.Abandoned, "after_fallback"},
		{"Spanish", "", []string{"u: hola, quiero hablar con una persona por favor", "a: Puedo ayudarle con eso."}, "es", true, chat.Escalated, "asks_for_human"},
		{"Polish has no rules", "", []string{"u: Dzień dobry, gdzie jest moja paczka? Czekam już od tygodnia.", "a: Paczka jest w drodze.", "u: Dziękuję bardzo"}, "pl", false, chat.Unknown, "language_not_read"},
		{"what the data says counts", "de-AT", []string{"u: ok super", "a: Noch etwas?", "u: danke"}, "de-AT", true, chat.ResolvedConfirmed, "thanks"},
		{"an unknown name does not", "klingon", []string{"u: where is my parcel and when will it come?", "a: On its way.", "u: thank you"}, "klingon", true, chat.ResolvedConfirmed, "thanks"},
		{"too little to tell is English", "", []string{"u: 4711?", "a: 12 €"}, "", true, chat.ResolvedAssumed, "answered_and_left"},
	} {
		conversation := talk(c.talk...)
		conversation.Language = c.given
		f, _ := rules.NewScorer().Score(conversation)
		if f.Language != c.language || f.WordsRead != c.read || f.Outcome != c.outcome || f.Evidence.Rule != c.rule {
			t.Errorf("%s: language %q, read %v, %v by %s", c.name, f.Language, f.WordsRead, f.Outcome, f.Evidence.Rule)
		}
	}
}
