package safe

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The values are reserved for examples where such exist: RFC 2606 and 5737,
// 555-01xx, Ofcom's and ARCEP's numbers for fiction, the schemes' test cards.
func TestRedactFinds(t *testing.T) {
	for _, kind := range []struct {
		name   string
		values []string
	}{
		{"email", []string{
			"jane.doe@example.com", "JANE@EXAMPLE.CO.UK", "j+tag_1@mail.example.org", "o'brien@example.com", "jörg.müller@bücher.example",
			"иван@почта.example", "x@xn--bcher-kva.example", "a@b.example.museum", "123@example.com", "+12125550123@example.com",
			"foo%40example.com", "user@163.com", "a@example.xn--p1ai", "first-last@sub-domain.example.com",
		}},
		{"card", []string{
			"4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111", "5555555555554444", "2223003122003222", "3782 822463 10005",
			"378282246310005", "30569309025904", "3056 930902 5904", "6011111111111117", "3530111333300000", "6200000000000005",
			"4111\u00a01111\u00a01111\u00a01111", "4111‑1111‑1111‑1111", "6304000000000000",
		}},
		{"iban", []string{
			"GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", "gb82west12345698765432", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000",
			"FR14 2004 1010 0505 0001 3M02 606", "NL91ABNA0417164300", "ES91 2100 0418 4502 0005 1332", "NO93 8601 1117 947",
			"MT84MALT011000012345MTLCAST001S", "IT60-X054-2811-1010-0000-0123-456", "CH93 0076 2011 6238 5295 7", "BR1500000000000010932840814P2",
		}},
		{"ip", []string{
			"192.0.2.1", "198.51.100.255", "0.0.0.0", "2001:db8::1", "2001:0DB8:0000:0000:0000:ff00:0042:8329", "fe80::1ff:fe23:4567:890a",
			"::1", "::ffff:192.0.2.128", "64:ff9b::192.0.2.33", "2001:db8::", "2001:db8:85a3:8d3:1319:8a2e:370:7348",
		}},
		{"phone", []string{
			// international
			"+1 212 555 0123", "+12125550123", "+1-212-555-0123", "+1 (212) 555-0123", "+1.212.555.0123", "001 212 555 0123", "0012125550123",
			"+44 20 7946 0018", "+44 (0)20 7946 0018", "+442079460018", "0044 20 7946 0018", "011 44 20 7946 0018", "+44 07700 900123",
			"+49 30 23125 000", "+49 (30) 23125-000", "+49 (0) 30 / 23125 000", "+49-171-3920012", "004930231250", "(+49) 171 3920012", "+49.171.3920012",
			"+33 1 99 00 12 34", "+33 (0)6 39 98 12 34", "+34 612 345 678", "+39 06 6982 1234", "+39 347 123 4567", "+31 6 12345678", "+31 (0)20 123 4567",
			"+351 912 345 678", "+55 11 91234-5678", "+55 (11) 91234-5678", "+55 11 9 1234 5678", "+91 98765 43210", "+91-98765-43210", "+41 44 668 18 00",
			"+43 1 58858-0", "+48 601 234 567", "+61 491 570 156", "+86 138 1234 5678", "+971 50 123 4567", "+354 555 1234", "+7 999 123-45-67",
			// national
			"(212) 555-0123", "212-555-0123", "212.555.0123", "212 555 0123", "(212)555-0123", "1-212-555-0123", "1 (212) 555-0123", "1 800 555 0199",
			"020 7946 0018", "(020) 7946 0018", "07700 900123", "01632 960 001", "0161 496 0000", "030 23125000", "030/23125000", "(030) 23125-000",
			"0171 3920012", "0171/3920012", "0171-39 200 12", "089 / 123456-78", "01 99 00 12 34", "01.99.00.12.34", "06-39-98-12-34",
			"612 345 678", "91 234 56 78", "912 34 56 78", "212 345 678", "06 6982 1234", "333 1234567", "347 123 4567", "347-1234567",
			"06 12345678", "06-12345678", "010-1234567", "(11) 91234-5678", "11 91234-5678", "(11) 3123-4567", "98765 43210", "98765-43210", "022 2345 6789",
			"0491 570 156", "0171\u00a03920012", "0171\u202f3920012", "212–555–0123",
		}},
	} {
		for _, value := range kind.values {
			placeholder := "[" + kind.name + "-1]"
			for _, frame := range []string{"%", "(%)", "My data: %.", "%, please", "<%>", "\"%\"", "data=%&x=1", "你好%谢谢", "%\n%", "% x"} {
				text := strings.ReplaceAll(frame, "%", value)
				want := strings.ReplaceAll(frame, "%", placeholder)
				if strings.HasPrefix(value, "(") && frame == "(%)" {
					continue
				}
				if got := NewRedactor(nil).Redact(text); got != want {
					t.Errorf("Redact(%q) = %q, want %q", text, got, want)
				}
			}
		}
	}
}

func TestRedactLeavesLookalikes(t *testing.T) {
	for _, text := range []string{
		// mail
		"@example", "@jane.doe", "jane@localhost", "jane @ example.com", "lodash@4.17.21", "python@3.11", "a@@b", "see you @5.30 or 5.pm", "meet@5.pm", "x@y", "@", "foo%40bar",
		"100%40", "日本@例え.テスト",
		// dates and times
		"2026-10-05", "2026-10-05 14:30:00", "2026-10-05T14:30:00+02:00", "2026-10-05T14:30:00.123456Z", "05.10.2026", "05.10.2026 14:30", "05/10/2026 - 15/10/2026",
		"05-10-2026 1430", "05-10-26 1430", "10/05/2026 11:30", "08.00-12.00 13.00-17.00", "09:00-17:00", "20261005143000", "1696500000", "1696500000000", "2026-10-05 2026-10-15",
		"051026 1430", "Mon 05 Oct 2026 14:30:00 +0200", "0800-1800 0900-1700",
		// prices and amounts
		"$1,234,567.89", "1.234.567,89 €", "1 234 567 890", "€ 612 345 678", "612 345 678 €", "612 345 678,90", "250 000 000", "$ 212 555 0123", "+1000000000", "+20 000 000 000",
		"+450 000 000", "+100 200 300", "1299.00", "912 000 000", "20 % of 612 345 678%",
		// orders, tracking, accounts
		"112-3456789-1234567", "028-1234567-1234567", "order 0815-4711-2026", "#212-555-0123", "# 0171-3920012", "1Z999AA10123456784", "9400 1000 0000 0000 0000 00", "00340434161094042557",
		"JD014600003828392837", "2125550123", "02079460018", "4711", "12345678", "123456789012", "12345678901234567890", "INV-2026-000123", "A1-0171-3920012", "KD-Nr. 12-345-678",
		"123-45-6789", "123.456.789-09", "90210-1234", "12345 67890 12345", "978-3-16-148410-0", "0-306-40615-2", "ISBN 9783161484100", "4006381333931",
		// cards without issuer or check digit
		"4111 1111 1111 1112", "1234 5678 9012 3456", "0000000000000000", "9999999999999995", "41111111111111110000000", "4111 1111 1111", "4111.1111.1111.1111", "49927398716",
		"352099001761481", "+4111111111111111", "8991101200003204510", "000644000000000000",
		// IBAN with a wrong check or length
		"GB82 WEST 1234 5698 7654 33", "DE89 3704 0044 0532 0130 0", "DE893704004405320130001", "XX82 WEST 1234 5698 7654 32", "IS26 is the length", "in 2026 at 12", "us12 345",
		// addresses
		"1.2.3", "1.2.3.4.5", "v1.2.3.4", "app-1.2.3.4.tgz", "1.2.3.4-beta", "256.1.1.1", "1.2.3.04", "10.0.19041.1", "192.0.2", "1..2.3", "...1.2.3.4",
		"10:30:45", "12:34:56:78", "00:1A:2B:3C:4D:5E", "02:00:5e:10:00:00:00:01", "std::vector", "a::b", "dead::beef", "abc::d1", "12::30", "::", "1:2:3:4:5:6:7:8", "::1g", "x::1", "16:9",
		"2001:db8:::1", "C::D",
		// identifiers
		"550e8400-e29b-41d4-a716-446655440000", "12345678-1234-1234-1234-123456789012", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "0x0171 39200", "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"https://example.com/p/0171-3920012", "https://example.com/2026/10/05/4111", "lat 52.520008, lon 13.404954", "3.14159265358979", "-0.127758", "room 0815/4711", "ÖNORM 0171", "2^31 = 2147483648",
		"1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "05 12 23 34 45 49", "4 8 15 16 23 42", "1-2-3-4-5-6-7-8-9", "01 02 03 04 05 06 07", "(2049) (2017)", "((((((((", "++++++", "2+49171", "00000000000",
		"1234/5678", "1000-1020 North", "12-34567890", "25 08 2026", "777 888 9999 0000", "+0 171 3920012", "+999 123 456 789", "0012 345", "01 223 300",
	} {
		if got := NewRedactor(nil).Redact(text); got != text {
			t.Errorf("Redact(%q) = %q", text, got)
		}
	}
}

// What stands around and between data.
func TestRedactInText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"card 4111 1111 1111 1111 12/28 123", "card [card-1] 12/28 123"},
		{"a@example.com;b@example.com", "[email-1];[email-2]"},
		{"mailto:a@example.com?subject=Hi", "mailto:[email-1]?subject=Hi"},
		{"https://jane:secret@example.com/", "https://jane:[email-1]/"},
		{"root@192.0.2.1", "root@[ip-1]"},
		{"http://192.0.2.1:8080/x", "http://[ip-1]:8080/x"},
		{"http://[2001:db8::1]:8080/x", "http://[[ip-1]]:8080/x"},
		{"192.0.2.0/24 to 192.0.2.1-192.0.2.9", "[ip-1]/24 to [ip-2]-[ip-3]"},
		{"The host is 192.0.2.1.", "The host is [ip-1]."},
		{"It is 2001:db8::1: down", "It is [ip-1]: down"},
		{"tel:+12125550123", "tel:[phone-1]"},
		{"Tel.:030/23125000, Fax.030/23125001", "Tel.:[phone-1], Fax.[phone-2]"},
		{"212-555-0123x45 or 212-555-0124 ext. 5", "[phone-1]x45 or [phone-2] ext. 5"},
		{"212-555-0123/212-555-0124", "212-555-0123/212-555-0124"}, // could be a reference
		{"212-555-0123 / 212-555-0124", "[phone-1] / [phone-2]"},
		{"212-555-0123 646-555-0199", "[phone-1] [phone-2]"},
		{"0171 3920012 0172 3920012", "[phone-1] [phone-2]"},
		{"call +49 171 3920012 2 times", "call [phone-1] 2 times"},
		{"call 212-555-0123 at 5", "call [phone-1] at 5"},
		{"in 2026 212-555-0123", "in 2026 [phone-1]"},
		{"in 2026 212 555 0123", "in 2026 212 555 0123"}, // could be one number
		{"+1 212 555 0123 4111 1111 1111 1111", "[phone-1] [card-1]"},
		{"- jane@example.com, _jane@example.com_", "- [email-1], _[email-1]_"},
		{"-jane@example.com", "-[email-1]"},
		{"(+12125550123)", "([phone-1])"},
		{"x@example.com,GB82 WEST 1234 5698 7654 32;192.0.2.1", "[email-1],[iban-1];[ip-1]"},
		{"x@example.com-", "[email-1]-"},
		{"'x@example.com'", "'[email-1]'"},
		{"[email-1] was here", "[email-1] was here"},
		{"\xff212-555-0123\xff", "\xff[phone-1]\xff"},
	} {
		if got := NewRedactor(nil).Redact(c.text); got != c.want {
			t.Errorf("Redact(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// One value has one placeholder, however it is written; others have others.
func TestRedactSameValue(t *testing.T) {
	for _, same := range [][]string{
		{"jane@example.com", "Jane@Example.COM", "jane%40example.com"},
		{"4111 1111 1111 1111", "4111111111111111", "4111-1111-1111-1111"},
		{"GB82 WEST 1234 5698 7654 32", "gb82west12345698765432"},
		{"+1 (212) 555-0123", "212.555.0123", "1-212-555-0123", "0012125550123"},
		{"+49 (0)171 3920012", "0049 171 3920012", "+491713920012", "+49 0171 3920012"},
		{"+33 6 39 98 12 34", "06 39 98 12 34"},
		{"2001:db8::1", "2001:0DB8:0:0:0:0:0:1"},
	} {
		r := NewRedactor(nil)
		first := r.Redact(same[0])
		for _, s := range same[1:] {
			if got := r.Redact(s); got != first || !strings.HasSuffix(got, "-1]") {
				t.Errorf("%q gives %q, %q gives %q", same[0], first, s, got)
			}
		}
		if n := r.Counts()[0]; n.Values != 1 || n.Replaced != len(same) {
			t.Errorf("%q: counts %+v", same, n)
		}
	}
}

func TestCounts(t *testing.T) {
	p, err := NewPattern("customer", `\bC-\d{4}\b`)
	if err != nil {
		t.Fatal(err)
	}
	r := NewRedactor([]Pattern{p})
	if c := r.Counts(); c != nil {
		t.Errorf("counts of nothing: %+v", c)
	}
	r.Redact("a@example.com b@example.com")
	r.Redact("C-1234 C-1234 192.0.2.1 a@example.com")
	want := []Count{{"email", "e-mail addresses", 2, 3}, {"ip", "IP addresses", 1, 1}, {"customer", "customer", 1, 2}}
	if got := r.Counts(); !reflect.DeepEqual(got, want) {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct{ name, expr, text, want string }{
		{"order", `ORD-\d+`, "ORD-77 and ORD-78 and ORD-77", "[order-1] and [order-2] and [order-1]"},
		{"order", `\d{3}-\d{7}-\d{7}`, "112-3456789-1234567", "[order-1]"},
		{"person", `(?i)jane(?: doe)?`, "Jane Doe <jane@example.com>", "[person-1] <[person-2]@example.com>"}, // before the built-in kinds
		{"digit", `\d`, "a1b1c2", "a[digit-1]b[digit-1]c[digit-2]"},
		{"any", `.*`, "a\nb", "[any-1]\n[any-2]"},
		{"empty", `x*`, "axb", "a[empty-1]b"},
		{"word", `e?mail|word|\w+-\d`, "mail from x@example.com", "[word-1] from [email-1]"},
		{"email", `nospam\S+`, "nospam-at-example and x@example.com", "[email-1] and [email-2]"},
		{"start", `^x `, "x x a@example.com", "[start-1]x [email-1]"},
	} {
		p, err := NewPattern(c.name, c.expr)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		r := NewRedactor([]Pattern{p})
		got := r.Redact(c.text)
		if got != c.want {
			t.Errorf("%s: Redact(%q) = %q, want %q", c.expr, c.text, got, c.want)
		}
		if again := r.Redact(got); again != got {
			t.Errorf("%s: redacted again %q, then %q", c.expr, got, again)
		}
	}
	for _, c := range []struct{ name, expr, want string }{
		{"", "x", "a name has"}, {"a-b", "x", "a name has"}, {"A", "x", "a name has"}, {"1a", "x", "a name has"}, {"a", "(", `"a"`}, {"a", `(?=x)`, "invalid or unsupported"},
	} {
		if _, err := NewPattern(c.name, c.expr); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("NewPattern(%q, %q): %v; want %q", c.name, c.expr, err, c.want)
		}
	}
}

// Redacting twice is redacting once, also over data that stands close together.
func TestRedactIsIdempotent(t *testing.T) {
	p, err := NewPattern("n", `[a-c]\d|-\d`)
	if err != nil {
		t.Fatal(err)
	}
	pieces := []string{"a@example.com", "+1 212 555 0123", "212-555-0123", "0171 3920012", "4111 1111 1111 1111", "GB82WEST12345698765432",
		"192.0.2.1", "2001:db8::1", "::1", "[email-1]", "12", "1", "0", " ", ".", "-", "/", "(", ")", "+", ":", "@", "%40", "x", "é", "\xff", "\u00a0"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		checkRedacted(t, s, NewRedactor(nil))
		checkRedacted(t, s, NewRedactor([]Pattern{p}))
	})
}

type fataler interface{ Fatalf(string, ...any) }

func checkRedacted(t fataler, s string, r *Redactor) {
	once := r.Redact(s)
	if twice := r.Redact(once); twice != once {
		t.Fatalf("Redact(%q) = %q, and of that %q", s, once, twice)
	}
	if utf8.ValidString(s) && !utf8.ValidString(once) {
		t.Fatalf("Redact(%q) = %q is no UTF-8", s, once)
	}
	if (once == s) != (len(r.Counts()) == 0) {
		t.Fatalf("Redact(%q) = %q, counts %+v", s, once, r.Counts())
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{
		"a@example.com +1 (212) 555-0123", "4111 1111 1111 1111 GB82 WEST 1234 5698 7654 32", "192.0.2.1 2001:db8::1 ::ffff:192.0.2.1", "0049 (0)171/39 200-12",
		"foo%40example.com 01.99.00.12.34 é@é.éé", "[email-1]@[ip-1]:+", "(((+1((", "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkRedacted(t, s, NewRedactor(nil)) })
}
