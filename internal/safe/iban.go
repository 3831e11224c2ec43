package safe

import "strings"

// ibanLengths are the countries of the IBAN registry (ISO 13616) with the lengths of their IBANs.
var ibanLengths = func() map[[2]byte]int {
	const registry = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
		"ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 " +
		"LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 " +
		"RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
	m := map[[2]byte]int{}
	for _, entry := range strings.Fields(registry) {
		m[[2]byte{entry[0], entry[1]}] = int(entry[2]-'0')*10 + int(entry[3]-'0')
	}
	return m
}()

const longestIBAN = 33

// ibanAt finds the IBAN that starts at i, before its check digits, in one piece or with single spaces or
// hyphens in it, in capitals or not.
func ibanAt(s string, i, done int) (match, bool) {
	if i < done || i+4 > len(s) || isDigit(s[i]) || isDigit(s[i+1]) || !isDigit(s[i+3]) || i > done && isWord(s[i-1]) {
		return match{}, false
	}
	want := ibanLengths[[2]byte{upper(s[i]), upper(s[i+1])}]
	if want == 0 {
		return match{}, false
	}
	var b [longestIBAN]byte
	at := i
	for n := range want {
		if n > 0 && at < len(s) {
			if s[at] == '-' {
				at++
			} else {
				at += spaceAt(s, at)
			}
		}
		if at == len(s) || !isWord(s[at]) || s[at] == '_' {
			return match{}, false
		}
		b[n] = upper(s[at])
		at++
	}
	if at < len(s) && (isWord(s[at]) || s[at] == '@') || ibanRemainder(b[:want]) != 1 {
		return match{}, false
	}
	return match{i, at, iban, string(b[:want])}, true
}

func upper(c byte) byte {
	if c-'a' < 26 {
		return c - ('a' - 'A')
	}
	return c
}

// ibanRemainder returns the remainder of ISO 7064 MOD 97-10 over an IBAN, 1 for a valid one.
func ibanRemainder(s []byte) int {
	m := 0
	for i := range len(s) {
		switch c := s[(i+4)%len(s)]; {
		case isDigit(c):
			m = (m*10 + int(c-'0')) % 97
		default:
			m = (m*100 + int(c-'A') + 10) % 97
		}
	}
	return m
}
