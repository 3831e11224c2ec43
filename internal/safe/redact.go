package safe

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// kinds is the one table of the personal data that a Redactor knows by itself.
var kinds = []struct{ name, title string }{
	email: {"email", "e-mail addresses"},
	phone: {"phone", "phone numbers"},
	card:  {"card", "payment cards"},
	iban:  {"iban", "IBANs"},
	ip:    {"ip", "IP addresses"},
}

// The indexes of kinds.
const (
	email = iota
	phone
	card
	iban
	ip
)

// Pattern is personal data that the user describes by a regular expression.
type Pattern struct {
	name string
	expr *regexp.Regexp
}

// Name is what the placeholder shows.
func (p Pattern) Name() string { return p.name }

// String is the regular expression.
func (p Pattern) String() string { return p.expr.String() }

var patternName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// NewPattern reads a pattern: its name, which the placeholder shows, and an
// expression in the syntax of RE2, every match of which is replaced as a whole.
func NewPattern(name, expr string) (Pattern, error) {
	if !patternName.MatchString(name) {
		return Pattern{}, fmt.Errorf("redaction pattern %q: a name has lower-case letters, digits and _, and begins with a letter", name)
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return Pattern{}, fmt.Errorf("redaction pattern %q: %w", name, err)
	}
	return Pattern{name, re}, nil
}

// Redactor replaces personal data in text by placeholders such as [email-1]:
// e-mail addresses, phone numbers, payment cards, IBANs, IP addresses, and the
// user's own patterns. The same value gets the same placeholder from the same
// Redactor; they are numbered as they come. It favours precision: a phone number
// needs + or 00 or the separators of a national form, a card its check digit and
// issuer, an IBAN its length and checksum. It is not safe for use by several
// goroutines at once.
type Redactor struct {
	// Unnumbered makes placeholders that do not depend on what was replaced before: [email].
	Unnumbered   bool
	custom       []Pattern
	placeholders *regexp.Regexp // of any kind
	found        []found        // those of kinds, then those of custom
}

type found struct {
	name, title string
	numbers     map[string]int // by value
	replaced    int
}

// Count says how much of one kind a Redactor replaced.
type Count struct {
	Name     string // in the placeholder
	Title    string // for people, in the plural
	Values   int    // distinct
	Replaced int
}

// NewRedactor returns a Redactor for the built-in kinds and the given patterns,
// which come first. A pattern with the name of a kind extends that kind.
func NewRedactor(custom []Pattern) *Redactor {
	r := &Redactor{custom: custom}
	var names []string
	add := func(name, title string) {
		r.found = append(r.found, found{name: name, title: title, numbers: map[string]int{}})
		names = append(names, name)
	}
	for _, k := range kinds {
		add(k.name, k.title)
	}
	for _, p := range custom {
		if r.kind(p.name) < 0 {
			add(p.name, p.name)
		}
	}
	r.placeholders = regexp.MustCompile(`\[(?:` + strings.Join(names, "|") + `)(?:-[0-9]+)?\]`)
	return r
}

// Redact returns s with its personal data replaced. Redacting the result again
// changes nothing. A text without any is returned as it is.
func (r *Redactor) Redact(s string) string {
	// What a placeholder replaced may have hidden a match beside it, so this goes on
	// until nothing is found. Each match takes text away that is in no placeholder.
	for {
		before := s
		for _, p := range r.custom {
			s = r.redactPattern(s, p)
		}
		s = r.redactKinds(s)
		if s == before {
			return s
		}
	}
}

// Pseudonym returns an id as it is if there is no personal data in it, else a name
// made of its SHA-256 hash: the same id has the same name everywhere. Who can
// guess an id can confirm the guess.
func (r *Redactor) Pseudonym(id string) string {
	if r.Redact(id) == id {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "redacted-" + hex.EncodeToString(sum[:8])
}

// Counts lists what was replaced so far, the built-in kinds first.
func (r *Redactor) Counts() []Count {
	var list []Count
	for _, f := range r.found {
		if f.replaced > 0 {
			list = append(list, Count{f.name, f.title, len(f.numbers), f.replaced})
		}
	}
	return list
}

func (r *Redactor) kind(name string) int {
	for i, f := range r.found {
		if f.name == name {
			return i
		}
	}
	return -1
}

// write appends the placeholder of a value.
func (r *Redactor) write(b *strings.Builder, kind int, value string) {
	f := &r.found[kind]
	n, ok := f.numbers[value]
	if !ok {
		n = len(f.numbers) + 1
		f.numbers[value] = n
	}
	f.replaced++
	b.WriteByte('[')
	b.WriteString(f.name)
	if !r.Unnumbered {
		b.WriteByte('-')
		b.WriteString(strconv.Itoa(n))
	}
	b.WriteByte(']')
}

// redactPattern replaces the matches of p that do not touch a placeholder.
func (r *Redactor) redactPattern(s string, p Pattern) string {
	matches := p.expr.FindAllStringIndex(s, -1)
	if matches == nil {
		return s
	}
	taken := r.placeholders.FindAllStringIndex(s, -1)
	var b strings.Builder
	done := 0
	for _, m := range matches {
		for len(taken) > 0 && taken[0][1] <= m[0] {
			taken = taken[1:]
		}
		if m[0] == m[1] || len(taken) > 0 && taken[0][0] < m[1] {
			continue
		}
		b.WriteString(s[done:m[0]])
		r.write(&b, r.kind(p.name), s[m[0]:m[1]])
		done = m[1]
	}
	b.WriteString(s[done:])
	return b.String()
}

// match is personal data found at text[start:end]; value is its normal form.
type match struct {
	start, end int
	kind       int
	value      string
}

// redactKinds replaces the built-in kinds in one pass from left to right.
func (r *Redactor) redactKinds(s string) string {
	var b strings.Builder
	done := 0
	for i := nextTrigger(s, 0); i < len(s); {
		m, ok := findAt(s, i, done)
		if !ok {
			next := i + 1
			if isDigit(s[i]) {
				next = skipDigits(s, i)
			}
			i = nextTrigger(s, next)
			continue
		}
		b.WriteString(s[done:m.start])
		r.write(&b, m.kind, m.value)
		done = m.end
		i = nextTrigger(s, done)
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// triggers are the characters at which data of some kind is recognised.
var triggers = func() (t [256]bool) {
	for _, c := range "@%:+(0123456789" {
		t[c] = true
	}
	return t
}()

func nextTrigger(s string, i int) int {
	for i < len(s) && !triggers[s[i]] {
		i++
	}
	return i
}

// findAt looks for data that the trigger at i reveals. It begins no earlier than
// at done, and looks at a bounded part of s only.
func findAt(s string, i, done int) (match, bool) {
	switch s[i] {
	case '@', '%':
		return emailAt(s, i, done)
	case ':':
		return ipv6At(s, i, done)
	case '+', '(':
		return numberAt(s, i, done)
	}
	if i > done && isWord(s[i-1]) {
		return ibanAt(s, i-2, done)
	}
	if m, ok := ipv4At(s, i, done); ok {
		return m, true
	}
	return numberAt(s, i, done)
}

// numberAt looks for a card or a phone number that starts at i.
func numberAt(s string, i, done int) (match, bool) {
	if isDigit(s[i]) && !startsNumber(s, i, done) || !hasDigits(s, i, leastDigits) {
		return match{}, false
	}
	var scratch numberScratch
	n := readNumber(s, i, &scratch)
	if len(n.digits) < leastDigits {
		return match{}, false
	}
	if m, ok := cardIn(s, &n); ok {
		return m, true
	}
	return phoneIn(s, &n, done)
}
