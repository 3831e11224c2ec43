package ingest

import (
	"html"
	"strings"
)

// htmlText returns the text of HTML: blocks on lines of their own, no tags, no
// scripts, entities undone. Text without tags stays as it is but for entities.
func htmlText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	for s != "" {
		text, rest, found := strings.Cut(s, "<")
		b.WriteString(text)
		if !found {
			break
		}
		name, end := tagAt(rest)
		if end < 0 { // a sign that opens no tag
			b.WriteByte('<')
			s = rest
			continue
		}
		s = rest[end:]
		switch name {
		case "br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/ul", "/ol", "/table", "/blockquote", "/pre", "hr":
			b.WriteByte('\n')
		case "li":
			b.WriteString("- ")
		case "script", "style":
			if i := indexFold(s, "</"+name); i >= 0 {
				s = s[i:]
			} else {
				s = ""
			}
		case "img":
			b.WriteString("[image]")
		}
	}
	return tidy(html.UnescapeString(b.String()))
}

// tagAt reads the tag that s begins with, behind its "<": its name in lower case,
// with / if it closes, and where it ends; -1 if it is none.
func tagAt(s string) (name string, end int) {
	if strings.HasPrefix(s, "!--") {
		if i := strings.Index(s, "-->"); i >= 0 {
			return "!--", i + len("-->")
		}
		return "!--", len(s)
	}
	i := 0
	if i < len(s) && s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > start && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i == start && !strings.HasPrefix(s, "!") {
		return "", -1
	}
	name = strings.ToLower(s[:i])
	quote := byte(0)
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return name, i + 1
		case c == '<':
			return "", -1
		}
	}
	return "", -1
}

func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i] == '<' && strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}

// tidy drops the space around lines and all but one of several empty lines.
func tidy(s string) string {
	var b strings.Builder
	empty := 0
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\u00a0", " "), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if empty > 0 {
				b.WriteByte('\n')
			}
		}
		empty = 0
		b.WriteString(line)
	}
	return b.String()
}
