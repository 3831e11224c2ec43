package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// TestSchemaIsDocumented fails when docs/schema.md lacks a table, a view, a
// column or an index of a fresh file. A column must be named in the section of its table.
func TestSchemaIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "schema.md"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Create(filepath.Join(t.TempDir(), "schema.db"), chat.Time(0))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.index(); err != nil {
		t.Fatal(err)
	}
	checked := 0
	err = s.each("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", func(q *sqlite.Stmt) error {
		kind, name := q.Text(0), q.Text(1)
		checked++
		if kind == "index" {
			if !strings.Contains(string(text), "| `"+name+"` |") {
				t.Errorf("docs/schema.md does not tell of the index %s", name)
			}
			return nil
		}
		section, ok := sectionOf(string(text), name)
		if !ok {
			t.Errorf("docs/schema.md has no section for the %s %s", kind, name)
			return nil
		}
		return s.each("SELECT name FROM pragma_table_info(?)", func(c *sqlite.Stmt) error {
			if !strings.Contains(section, "`"+c.Text(0)+"`") {
				t.Errorf("docs/schema.md does not tell of the column %s.%s", name, c.Text(0))
			}
			return nil
		}, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("a fresh file has no tables")
	}
}

// sectionOf returns the text below the heading of a table or view, up to the next one.
func sectionOf(text, name string) (section string, ok bool) {
	for _, heading := range []string{"\n### " + name + "\n", "\n**" + name + "**: "} {
		_, section, ok := strings.Cut(text, heading)
		if !ok {
			continue
		}
		for _, end := range []string{"\n#", "\n**"} {
			section, _, _ = strings.Cut(section, end)
		}
		return section, true
	}
	return "", false
}
