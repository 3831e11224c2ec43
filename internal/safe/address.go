package safe

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The most that RFC 5321 allows before the @, and of the whole address.
const maxLocal, maxAddress = 64, 254

// localMarks are the characters other than letters and digits that are common before the @.
const localMarks = "._%+-'"

// emailAt finds the e-mail address around the @ at i, or around the %40 that
// stands for it in the address of a page.
func emailAt(s string, i, done int) (match, bool) {
	at := 1
	if s[i] == '%' {
		if at = len("%40"); !strings.HasPrefix(s[i:], "%40") {
			return match{}, false
		}
	}
	start := i
	for start > done {
		r, size := utf8.DecodeLastRuneInString(s[done:start])
		if !isMailRune(r) && !strings.ContainsRune(localMarks, r) {
			break
		}
		if start -= size; i-start > maxLocal {
			return match{}, false
		}
	}
	start = i - len(strings.TrimLeft(s[start:i], "._%-'")) // such as the hyphen of a list
	end := domainEnd(s, i+at)
	if start == i || end < 0 {
		return match{}, false
	}
	value := strings.ToLower(s[start:i]) + "@" + strings.ToLower(s[i+at:end])
	return match{start, end, email, value}, true
}

// isMailRune reports whether r is a letter or digit that addresses are made of.
// Scripts that are written without spaces are left out: the text around an
// address would count as a part of it.
func isMailRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isWord(byte(r)) && r != '_'
	}
	return r < 0x800 && unicode.IsLetter(r)
}

// domainEnd returns the end of the domain name that starts at i, -1 if there is
// none: two labels or more, the last one of letters.
func domainEnd(s string, i int) int {
	end, labels := -1, 0
	before := "" // the label before
	for start := i; start-i < maxAddress; {
		at := start
		for at < len(s) && at-i < maxAddress {
			r, size := utf8.DecodeRuneInString(s[at:])
			if !isMailRune(r) && r != '-' {
				break
			}
			at += size
		}
		label := strings.TrimRight(s[start:at], "-")
		if label == "" || label[0] == '-' {
			break
		}
		labels++
		if labels > 1 && isTopLevel(label) && (len(before) > 2 || strings.Trim(before, "0123456789") != "") {
			end = start + len(label)
		}
		if start+len(label) != at || at == len(s) || s[at] != '.' {
			break
		}
		before, start = label, at+1
	}
	return end
}

// isTopLevel reports whether a label can be the last one of a domain name.
func isTopLevel(label string) bool {
	if len(label) > 4 && strings.EqualFold(label[:4], "xn--") {
		return true
	}
	return utf8.RuneCountInString(label) > 1 && strings.IndexFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// ipv4At finds the IPv4 address that starts at the digit i. Versions such as
// 1.2.3, v1.2.3.4 or app-1.2.3.4 and numbers with leading zeros are none.
func ipv4At(s string, i, done int) (match, bool) {
	if i > done && (s[i-1] == '.' || s[i-1] == '-' && i-1 > done && isWord(s[i-2]) && !isDigit(s[i-2])) {
		return match{}, false
	}
	end := i
	for part := range 4 {
		if part > 0 {
			if end == len(s) || s[end] != '.' {
				return match{}, false
			}
			end++
		}
		start := end
		if end = skipDigitsUpTo(s, end, 4); end == start || end == start+4 {
			return match{}, false
		}
	}
	if end < len(s) && (isWord(s[end]) || s[end] == '@') {
		return match{}, false
	}
	if end+1 < len(s) && (s[end] == '.' && isDigit(s[end+1]) || s[end] == '-' && isWord(s[end+1]) && !isDigit(s[end+1])) {
		return match{}, false
	}
	addr, err := netip.ParseAddr(s[i:end])
	return match{i, end, ip, addr.String()}, err == nil
}

// ipv6At finds the IPv6 address whose first colon is at i. Times, hardware
// addresses and names such as std::a are none.
func ipv6At(s string, i, done int) (match, bool) {
	const longest = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")
	start := i
	for start > done && i-start < 4 && isHex(s[start-1]) {
		start--
	}
	if start > done && (isWord(s[start-1]) || s[start-1] == ':' || s[start-1] == '.') {
		return match{}, false
	}
	end, colons := i, 0
	for end < len(s) && end-start <= longest && (isHex(s[end]) || s[end] == ':' || s[end] == '.') {
		if s[end] == ':' {
			colons++
		}
		end++
	}
	if colons < 2 || end < len(s) && (isWord(s[end]) || s[end] == '@') {
		return match{}, false
	}
	text := strings.TrimRight(s[start:end], ".")
	if strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "::") {
		text = text[:len(text)-1]
	}
	addr, err := netip.ParseAddr(text)
	return match{start, start + len(text), ip, addr.String()}, err == nil && looksLikeIPv6(text)
}

// looksLikeIPv6 reports whether what can be read as an IPv6 address is hardly
// anything else: ::1, or it has a digit and a group of three, or many groups.
func looksLikeIPv6(text string) bool {
	if text == "::1" {
		return true
	}
	if !strings.ContainsAny(text, "0123456789") {
		return false
	}
	groups := strings.Split(text, ":")
	if !strings.Contains(text, "::") {
		for _, g := range groups {
			if len(g) > 2 {
				return true
			}
		}
		return false // a hardware address of 64 bits has pairs only
	}
	return len(groups) > 4 || len(groups[0]) > 2 && strings.ContainsAny(groups[0], "0123456789") || strings.Contains(text, ".")
}

func isHex(c byte) bool { return isDigit(c) || (c|0x20)-'a' < 6 }
