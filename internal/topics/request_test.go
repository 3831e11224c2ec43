package topics

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// readOne returns the words that name a subject, as they are compared, and all terms.
func readOne(language string, messages ...string) (stems, terms []string) {
	r := NewReader()
	r.Begin(language)
	for _, m := range messages {
		if !r.Add(m) {
			break
		}
	}
	for _, w := range r.Request().words {
		stems = append(stems, w.stem)
	}
	return stems, r.Request().terms
}

func TestRequest(t *testing.T) {
	for _, c := range []struct{ name, language, text, want string }{
		{"stems", "en", "Refunding my cancelled orders", "refund cancel order"},
		{"greetings and thanks", "en", "Hello! Good morning, thanks a lot :)", ""},
		{"function words are no subject", "en", "what do you have for me", ""},
		{"addresses", "en", "mail jo.doe@example.com or see https://example.com/refund and www.example.com", "mail"},
		{"numbers and ids", "en", "order FW-743647 of 2026-11-02 for 74,00 € (#A12)", "order"},
		{"placeholders", "en", "call [phone-1] about delivery", "call deliveri"},
		{"own name", "en", "My name is Alexis Johnson. I lost a card", "name lost card"},
		{"own name, short", "en", "name's Bo, card lost", "name card lost"},
		{"title", "en", "appointment with Dr. Morgan tomorrow", "appoint tomorrow"},
		{"apostrophe", "en", "The card’s PIN doesn't work", "card pin work"},
		{"German", "de", "Guten Tag, ich heiße Petra Kurz. Wo bleiben meine Bestellungen?", "bleib bestell"},
		{"French elision", "fr", "Bonjour, je voudrais l'annulation de ma commande", "annul command"},
		{"Spanish", "es", "Hola, quiero cancelar mis pedidos", "cancel ped"},
		{"Italian", "it", "Buongiorno, dov'è il rimborso?", "rimbors"},
		{"Dutch", "nl", "Hallo, waar blijft mijn bestelling?", "blijft bestell"},
		{"Portuguese", "pt", "Olá, onde está a minha encomenda?", "encomend"},
		{"no stemmer", "pl", "Gdzie jest paczka", "gdzie jest paczka"},
		{"no spaces", "zh", "退款在哪里", "退款 款在 在哪 哪里"},
		{"control characters", "en", "\x00\x1brefund\x07", "refund"},
		{"not UTF-8", "en", "refund \xff\xfe card", "refund card"},
		{"too long for a word", "en", strings.Repeat("a", 60) + " refund", "refund"},
	} {
		t.Run(c.name, func(t *testing.T) {
			stems, _ := readOne(c.language, c.text)
			if got := strings.Join(stems, " "); got != c.want {
				t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestTerms(t *testing.T) {
	_, terms := readOne("en", "Where is my refund? Hello, my refund!")
	want := []string{"fwhere", "fis", "pwhere is", "fmy", "pis my", "wrefund", "pmy refund", "fmy", "wrefund", "pmy refund"}
	if !slices.Equal(terms, want) {
		t.Errorf("got  %q\nwant %q", terms, want)
	}
	_, terms = readOne("pl", "paczka")
	if want := []string{"wpacz", "waczk", "wczka"}; !slices.Equal(terms, want) {
		t.Errorf("a language without stemmer is compared by %q, want %q", terms, want)
	}
}

// TestFirstRequests checks that reading ends once enough was said, so that the
// rest of a long chat does not blur what it is about.
func TestFirstRequests(t *testing.T) {
	long := strings.Repeat("refund parcel delivery window broken ", 4)
	stems, _ := readOne("en", "hi", long, "something else entirely: insurance")
	if slices.Contains(stems, "insur") {
		t.Error("words were read behind those that suffice")
	}
	stems, _ = readOne("en", "hi", "hello", "thanks", "hi", "ok", "yes", "no", "hello", "hi", "insurance please")
	if !slices.Contains(stems, "insur") {
		t.Error("talk without a subject counts as a request")
	}
}

func TestLanguagesOfFewTexts(t *testing.T) {
	texts := make([]Text, 100)
	for i := range texts {
		texts[i] = Text{"en", []string{"where are my orders"}}
	}
	texts[7].Language = "nl" // of four words easily told wrongly
	requests, languages := Collect(texts)
	if !slices.Equal(languages, []string{"en"}) {
		t.Errorf("languages are %q, want English alone", languages)
	}
	if !slices.Equal(requests[7].terms, requests[8].terms) {
		t.Errorf("the same text is read as %q and as %q", requests[7].terms, requests[8].terms)
	}
	if _, languages = Collect(nil); len(languages) != 1 {
		t.Errorf("no texts have the languages %q", languages)
	}
}

func FuzzReader(f *testing.F) {
	f.Add("en", "My name is Bo. Where's my refund?")
	f.Add("zh", "退款")
	f.Add("xx", "ąęć 'quoted' Dr. \xff")
	f.Fuzz(func(t *testing.T, language, text string) {
		stems, terms := readOne(language, text, text)
		for _, w := range append(stems, terms...) {
			if w == "" || !utf8.ValidString(w) || strings.ContainsAny(w, "0123456789@\x00\n") {
				t.Errorf("%q has the word %q", text, w)
			}
		}
	})
}
