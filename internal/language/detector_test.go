package language

import (
	"strings"
	"testing"
)

// detect returns the language of a conversation of these messages.
func detect(messages ...string) string {
	var d Detector
	for _, m := range messages {
		d.Add(m)
	}
	return d.Language()
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, message string }{
		{"en", "I'd like to change my booking"}, {"en", "where's my order???"}, {"en", "cancel order"}, {"en", "Thanks, you're the best"},
		{"en", "can u help me pls"}, {"en", "@SomeAirline your flight to Zürich was late #fail https://t.co/xyz"},
		{"en", "What is the status of my refund for the café voucher?"}, {"en", "I WANT TO TALK TO A HUMAN"},
		{"de", "Ich möchte meine Bestellung stornieren"}, {"de", "wo bleibt mein paket"}, {"de", "Können Sie mir bitte helfen?"},
		{"de", "das funktioniert nicht"}, {"de", "ich hab ne frage zu meiner rechnung"},
		{"fr", "Je voudrais annuler ma commande"}, {"fr", "ou est mon colis svp"}, {"fr", "C'est l'adresse qu'il faut changer"}, {"fr", "ça ne marche pas"},
		{"es", "Quiero cancelar mi pedido"}, {"es", "¿dónde está mi paquete?"}, {"es", "no puedo entrar en mi cuenta"}, {"es", "necesito ayuda con la factura"},
		{"pt", "Quero cancelar o meu pedido"}, {"pt", "nao consigo entrar na minha conta"}, {"pt", "Onde está a minha encomenda?"}, {"pt", "vc pode me ajudar?"},
		{"it", "Vorrei annullare il mio ordine"}, {"it", "dov'è il mio pacco?"}, {"it", "non riesco ad accedere al mio conto"}, {"it", "L'app non funziona più"},
		{"nl", "Ik wil mijn bestelling annuleren"}, {"nl", "waar blijft mijn pakket"}, {"nl", "Kunt u mij helpen met de factuur?"}, {"nl", "het werkt niet"},
		{"pl", "Chciałbym anulować zamówienie"}, {"pl", "gdzie jest moja paczka?"}, {"tr", "Siparişimi iptal etmek istiyorum"}, {"tr", "kargom nerede"},
		{"sv", "Jag vill avbeställa min order"}, {"sv", "var är mitt paket?"}, {"da", "Jeg vil gerne have hjælp til mit køb, tak"},
		{"cs", "Chtěl bych zrušit objednávku"}, {"fi", "Haluan perua tilaukseni, kiitos"}, {"hu", "Hol van a csomagom? Kérem segítsen"},
		{"ro", "Vreau să anulez comanda mea"}, {"id", "Saya ingin membatalkan pesanan saya"}, {"vi", "Tôi muốn hủy đơn hàng của tôi"},
		{"ru", "Я хочу отменить заказ"}, {"ru", "Где мой заказ?"}, {"uk", "Де моє замовлення? Хочу повернути гроші"}, {"bg", "Къде е моята поръчка?"},
		{"ja", "注文をキャンセルしたいです"}, {"ja", "iPhoneの注文について"}, {"zh", "我想取消订单"}, {"ko", "주문을 취소하고 싶어요"}, {"ar", "أريد إلغاء طلبي من فضلك"},
		{"hi", "मैं अपना ऑर्डर रद्द करना चाहता हूँ"}, {"el", "Θέλω να ακυρώσω την παραγγελία μου"}, {"he", "אני רוצה לבטל את ההזמנה"}, {"th", "ฉันต้องการยกเลิกคำสั่งซื้อ"},
		{"", ""}, {"", "12345"}, {"", "👍👍"}, {"", "@someone #tag https://example.com/the/and/of"}, {"", "xyz"}, {"", "\xff\xfe\xfd"}, {"", "ok"},
	} {
		if got := detect(c.message); got != c.want {
			t.Errorf("%q is %q instead of %q", c.message, got, c.want)
		}
	}
}

func TestConversation(t *testing.T) {
	if got := detect("Hi! I'm your virtual assistant. How can I help you today? You can ask me about orders and refunds.",
		"Hallo, ich habe eine Frage zu meiner Bestellung", "Sie ist noch nicht da, und ich warte schon eine Woche",
		"Das ist die Nummer, die auf der Rechnung steht"); got != "de" {
		t.Errorf("a German user greeted in English: %q", got)
	}
	if got := detect("ok", "1", "Ik heb geen factuur ontvangen", "graag"); got != "nl" {
		t.Errorf("a conversation that says little at first: %q", got)
	}
}

func TestResetForgets(t *testing.T) {
	var d Detector
	d.Add(strings.Repeat("Ich möchte das nicht. ", 100))
	d.Reset()
	d.Add("where is my order")
	if got := d.Language(); got != "en" {
		t.Errorf("after another conversation: %q", got)
	}
}

// TestBounded proves that long conversations are read to a bound.
func TestBounded(t *testing.T) {
	var d Detector
	for range 1000 {
		d.Add(strings.Repeat("zzz ", 1<<10))
	}
	if len(d.text) > 2*maxText {
		t.Errorf("%d bytes were read", len(d.text))
	}
}

func TestWordsDoNotAllocate(t *testing.T) {
	var d Detector
	conversation := []string{"Ich möchte meine Bestellung stornieren", "Gern, wie ist Ihre Bestellnummer?", "Sie ist 42, vielen Dank für Ihre Hilfe"}
	if n := testing.AllocsPerRun(100, func() {
		d.Reset()
		for _, m := range conversation {
			d.Add(m)
		}
		d.Language()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestTable proves that words.txt keeps what its head says.
func TestTable(t *testing.T) {
	if len(codes) > maxLanguages {
		t.Fatalf("%d languages, %d at most", len(codes), maxLanguages)
	}
	words := 0
	for line := range strings.Lines(wordsText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' || strings.HasSuffix(fields[0], "*") {
			continue
		}
		for _, w := range fields[1:] {
			words++
			if len(w) > maxWord {
				t.Errorf("%s: %q is longer than %d bytes and would never be found", fields[0], w, maxWord)
			}
			if w != strings.ToLower(w) {
				t.Errorf("%s: %q is not in lower case", fields[0], w)
			}
		}
	}
	if words > tableSize/2 {
		t.Errorf("%d words in a table of %d", words, tableSize)
	}
	for i := 1; i < len(scripts); i++ {
		if scripts[i].from <= scripts[i-1].to {
			t.Errorf("block %#x does not stand in order", scripts[i].from)
		}
	}
}

func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"", "I'd like", "l'heure d'été", "''''", "\xff'\xe2\x80", "注文をa", "@", "1", "hhttp://", "İıſ", strings.Repeat("ß", 300)} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		got := detect(a, b)
		if got != "" && Normal(got) != got {
			t.Errorf("%q is no code", got)
		}
		if again := detect(a, b); again != got {
			t.Errorf("%q, then %q", got, again)
		}
		Normal(a)
	})
}

func BenchmarkConversation(b *testing.B) {
	for _, c := range []struct {
		name     string
		messages []string
	}{
		{"words", []string{"Hi! How can I help you?", "I'd like to book a table for two tomorrow", "Sure. Which restaurant would you like?",
			"The Italian one near the station", "What time?", "At seven please", "I'm sorry, there is nothing free at seven. Is eight ok?",
			"Yes, that works", "Your table is booked. Anything else?", "No, thanks!"}},
		{"trigrams", []string{"Lietuvos siunta vėluoja, prašome patikrinti"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var d Detector
			for b.Loop() {
				d.Reset()
				for _, m := range c.messages {
					d.Add(m)
				}
				d.Language()
			}
		})
	}
}
