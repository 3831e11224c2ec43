package safe

import (
	"slices"
	"strings"
)

// plan is one way in which a country writes its phone numbers without a calling code.
type plan struct {
	where      string
	code       string // calling code to complete the number, "" if several countries write so
	prefix     int    // digits in front that are not dialled from abroad
	shapes     []int  // lengths of the groups, as by number.shape
	separators string // those that occur
	same       bool   // all separators are the same
	paren      int    // index of the group that may stand in parentheses, -1 if none
	digits     []digitRange
}

// digitRange is the lowest and highest digit at each of the first places.
type digitRange struct{ low, high string }

// plans is the one table of national forms; those that begin with the trunk
// prefix 0 are read by trunk instead, as their groups vary.
var plans = []plan{
	{"United States, Canada", "1", 0, []int{334}, " -.", false, 0, []digitRange{{"2001", "9999"}}},
	{"United States, Canada", "1", 1, []int{1334}, " -.", false, 1, []digitRange{{"12001", "19999"}}},
	{"France", "33", 1, []int{22222}, " -.", true, -1, []digitRange{{"01", "09"}}},
	{"Spain, Portugal", "", 0, []int{333, 3222, 2322}, " -", false, -1, []digitRange{{"6", "7"}, {"9", "9"}, {"21", "29"}, {"81", "89"}}},
	{"Italy", "39", 0, []int{37, 334}, " -.", false, -1, []digitRange{{"32", "39"}}},
	{"Brazil", "55", 0, []int{254}, " -", false, 0, []digitRange{{"119", "999"}}},
	{"Brazil", "55", 0, []int{244}, " -", false, 0, []digitRange{{"112", "995"}}},
	{"India", "91", 0, []int{55}, " -", false, -1, []digitRange{{"6", "9"}}},
}

func (r digitRange) holds(d []byte) bool {
	for i := range len(r.low) {
		if d[i] < r.low[i] || d[i] > r.high[i] {
			return false
		}
	}
	return true
}

// national reads the first k groups by the forms of the countries and returns
// the number with its calling code, if that is known.
func (n *number) national(k int) (value string, ok bool) {
	if k < 2 {
		return "", false // digits without separators are most often something else
	}
	digits, shape := n.digits[:n.sum(k)], n.shape(k)
	for _, p := range plans {
		if !slices.Contains(p.shapes, shape) || !n.separatedBy(k, p.separators, p.same) || !n.parenOnly(k, p.paren) || isRound(digits) {
			continue
		}
		for _, r := range p.digits {
			switch {
			case !r.holds(digits):
			case p.code == "":
				return string(digits), true
			default:
				return "+" + p.code + string(digits[p.prefix:]), true
			}
		}
	}
	if !n.trunk(k) {
		return "", false
	}
	return string(digits), true
}

// trunk reports whether the first k groups are a number with the trunk prefix 0
// and an area or network code, as in Germany, Britain, the Netherlands, Italy,
// India and most of Europe: 030 123456, (0171) 1234567, 07911 123456, 020/1234567.
func (n *number) trunk(k int) bool {
	d, area, total := n.digits, n.groups[0].length, n.sum(k)
	if d[0] != '0' || d[1] == '0' || area < 2 || area > 6 || total < 9 || total > 12 || k > 6 {
		return false
	}
	if area == 6 && total < 11 {
		return false // 051026 1430
	}
	if !n.parenOnly(k, 0) || !n.separatedBy(k, " -/", false) && !n.separatedBy(k, ".", true) {
		return false
	}
	for i, g := range n.groups[1:k] {
		if g.separator == '/' && i > 0 {
			return false // 01/02/2026
		}
	}
	return !n.isDate(k) && !n.isEven(k)
}

// isDate reports whether the groups begin like 05-10-2026 or 05-10-26.
func (n *number) isDate(k int) bool {
	if k < 3 || n.groups[0].length != 2 || n.groups[1].length != 2 || n.groups[0].paren {
		return false
	}
	day, month, year := string(n.digits[:2]), string(n.digits[2:4]), n.groups[2].length
	return day <= "31" && month >= "01" && month <= "12" && (year == 2 || year == 4 && n.digits[4] <= '2')
}

// isEven reports whether three or more groups all have the same length, as in
// lists, in references and in opening hours, but not in 030 123 456.
func (n *number) isEven(k int) bool {
	length := n.groups[0].length
	return k > 2 && length != 3 && !slices.ContainsFunc(n.groups[1:k], func(g group) bool { return g.length != length })
}

// separatedBy reports whether the first k groups are separated by the allowed
// characters only, or by nothing beside a parenthesis.
func (n *number) separatedBy(k int, allowed string, same bool) bool {
	for _, g := range n.groups[1:k] {
		if g.separator != 0 && strings.IndexByte(allowed, g.separator) < 0 || same && g.separator != n.groups[1].separator {
			return false
		}
	}
	return true
}

// parenOnly reports whether no group but the one at index, if any, stands in parentheses.
func (n *number) parenOnly(k, index int) bool {
	for i, g := range n.groups[:k] {
		if g.paren && i != index {
			return false
		}
	}
	return true
}
