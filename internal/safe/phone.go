package safe

import (
	"bytes"
	"slices"
	"strings"
)

// phoneIn finds the phone number that n, read from s, begins with.
func phoneIn(s string, n *number, done int) (match, bool) {
	i := n.start
	before := i
	switch {
	case s[i] == '(':
		before++ // what stands before ( does not belong to the number
	case n.plus:
		if i > done && (isWord(s[i-1]) || s[i-1] == '+') {
			return match{}, false
		}
	case hasPrefixSign(s[done:i]):
		return match{}, false
	}
	for k := len(n.groups); k > 0; k-- {
		end := n.groups[k-1].end
		if !endsNumber(s, end) || k == 1 && s[i] == '(' { // then the parentheses are the text's
			continue
		}
		if value, ok := n.international(k); ok {
			return match{i, end, phone, value}, true
		}
		if n.plus || !n.standsAlone(s, before, k, done) {
			continue
		}
		if value, ok := n.national(k); ok {
			return match{i, end, phone, value}, true
		}
	}
	return match{}, false
}

var currencies = []string{"$", "€", "£", "¥", "₹"}

// hasPrefixSign reports whether before ends in the sign of a price or in the # of a reference.
func hasPrefixSign(before string) bool {
	before = strings.TrimSuffix(before, " ")
	return strings.HasSuffix(before, "#") || slices.ContainsFunc(currencies, func(c string) bool { return strings.HasSuffix(before, c) })
}

// hasSuffixSign reports whether after begins with the sign of a price or a percentage.
func hasSuffixSign(after string) bool {
	after = strings.TrimPrefix(after, " ")
	return strings.HasPrefix(after, "%") || slices.ContainsFunc(currencies, func(c string) bool { return strings.HasPrefix(after, c) })
}

// standsAlone reports whether the first k groups are no part of a longer list of
// numbers and no price. Numbers with spaces within must be apart from others;
// those with - or . may have a number beside them.
func (n *number) standsAlone(s string, before, k, done int) bool {
	end := n.groups[k-1].end
	if hasSuffixSign(s[end:]) {
		return false
	}
	if !slices.ContainsFunc(n.groups[1:k], func(g group) bool { return g.separator == ' ' }) {
		return true
	}
	if k < len(n.groups) && n.groups[k].length == n.groups[k-1].length {
		return false
	}
	return before-2 < done || s[before-1] != ' ' || !isDigit(s[before-2])
}

// international reads the first k groups as +49 …, 0049 … or 011 49 … and
// returns + and the digits without those that are not dialled from abroad.
func (n *number) international(k int) (value string, ok bool) {
	digits := n.digits[:n.sum(k)]
	first := n.groups[0].length
	if !n.plus {
		switch {
		case len(digits) > 10 && digits[0] == '0' && digits[1] == '0':
			digits = digits[2:]
		case first == 3 && k > 1 && string(digits[:3]) == "011":
			digits = digits[3:]
		default:
			return "", false
		}
	}
	code, lengths := callingCode(digits)
	if code == 0 {
		return "", false
	}
	national := digits[code:]
	if len(national) > 1 && national[0] == '0' && !keepsZero(digits[:code]) {
		national = national[1:] // +49 (0)30, or +49 030 by mistake
	}
	if len(national) < lengths.min || len(national) > lengths.max || len(national)+code < 9 || isRound(national) {
		return "", false
	}
	if code == 1 && digits[0] == '1' && !isNANP(national) {
		return "", false
	}
	// In "+49 171 1234567 2 times" the 2 is no part of the number.
	if last := n.groups[k-1]; k > 2 && last.length == 1 && last.separator == ' ' && len(national) > lengths.min {
		return "", false
	}
	return "+" + string(digits[:code]) + string(national), true
}

// keepsZero reports whether national numbers under the code begin with a 0 that is dialled from abroad.
func keepsZero(code []byte) bool {
	switch string(code) {
	case "39", "225", "241", "242":
		return true
	}
	return false
}

// isRound reports whether a number is more likely an amount: it begins with 00 or ends with six zeros.
func isRound(digits []byte) bool {
	return bytes.HasPrefix(digits, []byte("00")) || bytes.HasSuffix(digits, []byte("000000"))
}

// isNANP reports whether ten digits can be a number of the North American
// Numbering Plan. Its stricter rules for the exchange are left out, as made-up
// numbers such as 555 123 4567 are common.
func isNANP(d []byte) bool { return len(d) == 10 && d[0] >= '2' && d[3] >= '1' }
