package page

import (
	"regexp"
	"strings"
	"testing"
)

var (
	anyTag   = regexp.MustCompile(`<(/?)([a-z0-9]+)((?:\s+[a-zA-Z:-]+(?:="[^"]*")?)*)\s*/?>`)
	anID     = regexp.MustCompile(`\sid="([^"]*)"`)
	labelled = regexp.MustCompile(`\s(aria-labelledby|aria-describedby)="([^"]*)"`)
	cells    = regexp.MustCompile(`(?s)<th((?:\s[^>]*)?)>(.*?)</th>`)
	pictures = regexp.MustCompile(`(?s)<svg([^>]*)>(.*?)</svg>`)
)

// TestAccessible reads the page as those who cannot see it do: it names its
// language and direction, its headings come in order, tables have header cells
// that say something, charts have a title and a description or are decoration,
// and labels name what there is.
func TestAccessible(t *testing.T) {
	for _, rows := range []int{0, 3} {
		b, err := bytesOf("html", sample(hostile, rows))
		if err != nil {
			t.Fatal(err)
		}
		page := styles.ReplaceAllString(string(b), "")
		if !strings.Contains(page, `<html lang="en" dir="ltr">`) || strings.Count(page, "<main") != 1 || strings.Count(page, "<h1") != 1 {
			t.Error("no language, direction, main part or heading")
		}
		ids := map[string]int{}
		level := 0
		for _, m := range anyTag.FindAllStringSubmatch(page, -1) {
			if id := anID.FindStringSubmatch(m[3]); id != nil {
				ids[id[1]]++
			}
			if m[1] == "" && len(m[2]) == 2 && m[2][0] == 'h' && m[2] != "hr" {
				next := int(m[2][1] - '0')
				if next > level+1 {
					t.Errorf("a heading of level %d follows one of level %d", next, level)
				}
				level = next
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("the id %q is there %d times", id, n)
			}
		}
		for _, m := range labelled.FindAllStringSubmatch(page, -1) {
			for _, id := range strings.Fields(m[2]) {
				if ids[id] == 0 {
					t.Errorf("%s names %q, which is not there", m[1], id)
				}
			}
		}
		for _, m := range cells.FindAllStringSubmatch(page, -1) {
			if !strings.Contains(m[1], `scope="`) || strings.TrimSpace(m[2]) == "" {
				t.Errorf("header cell <th%s>%s", m[1], m[2])
			}
		}
		for _, m := range pictures.FindAllStringSubmatch(page, -1) {
			told := strings.Contains(m[1], `role="img"`) && strings.Contains(m[2], "<title") && strings.Contains(m[2], "<desc")
			if !told && !strings.Contains(m[1], `aria-hidden="true"`) {
				t.Errorf("a chart without title and description: %s", m[1])
			}
		}
		if rows > 0 && (len(cells.FindAllString(page, -1)) < 5 || len(pictures.FindAllString(page, -1)) < 5) {
			t.Error("the page has hardly any tables or charts: this test sees nothing")
		}
	}
}
