package safe

// cardIn finds the payment card number that n, read from s, begins with.
func cardIn(s string, n *number) (match, bool) {
	if n.plus {
		return match{}, false
	}
	for k := min(5, len(n.groups)); k > 0; k-- {
		end := n.groups[k-1].end
		if !n.isCardShape(k) || !n.separatedBy(k, " -", true) || !n.parenOnly(k, -1) || !endsNumber(s, end) {
			continue
		}
		if digits := n.digits[:n.sum(k)]; isIssued(digits) && luhn(digits) {
			return match{n.start, end, card, string(digits)}, true
		}
	}
	return match{}, false
}

// isCardShape reports whether the first k groups are as cards are printed and
// typed: in one piece, or 4-4-4-4 and longer, American Express 4-6-5, Diners 4-6-4.
func (n *number) isCardShape(k int) bool {
	if k == 1 {
		return true
	}
	switch n.shape(k) {
	case 4444, 44443, 465, 464:
		return true
	}
	return false
}

// issuers are the ranges of first digits of the card schemes with the lengths of their numbers.
var issuers = []struct {
	scheme   string
	from, to int
	min, max int
}{
	{"Visa", 4, 4, 16, 16},
	{"Visa", 4, 4, 19, 19},
	{"Mastercard", 51, 55, 16, 16},
	{"Mastercard", 2221, 2720, 16, 16},
	{"American Express", 34, 34, 15, 15},
	{"American Express", 37, 37, 15, 15},
	{"Diners Club", 300, 305, 14, 19},
	{"Diners Club", 36, 36, 14, 19},
	{"Diners Club", 38, 39, 16, 19},
	{"Discover", 6011, 6011, 16, 19},
	{"Discover", 644, 659, 16, 19},
	{"JCB", 3528, 3589, 16, 19},
	{"UnionPay", 62, 62, 16, 19},
	{"Maestro", 5018, 5018, 16, 19},
	{"Maestro", 5020, 5020, 16, 19},
	{"Maestro", 5038, 5038, 16, 19},
	{"Maestro", 6304, 6304, 16, 19},
	{"Maestro", 6759, 6763, 16, 19},
	{"Mir", 2200, 2204, 16, 19},
	{"RuPay", 60, 60, 16, 16},
	{"RuPay", 81, 82, 16, 16},
	{"Elo", 5066, 5067, 16, 16},
}

// isIssued reports whether a card scheme gives out numbers of this beginning and length.
func isIssued(digits []byte) bool {
	for _, r := range issuers {
		if len(digits) < r.min || len(digits) > r.max || digits[0] == '0' {
			continue
		}
		first := 0
		for _, d := range digits {
			if first*10 > r.to {
				break
			}
			first = first*10 + int(d-'0')
		}
		if first >= r.from && first <= r.to {
			return true
		}
	}
	return false
}

// luhn checks the check digit of ISO/IEC 7812-1, annex B.
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
