package page

import (
	"io"
	"strings"

	"chatcops/internal/safe"
	"chatcops/report"
)

// writeMarkdown writes the report as text that GitHub and any editor show; the
// numbers of a chart stand in for it.
func writeMarkdown(w io.Writer, d *Document) error {
	blocks := []string{"# " + safe.Markdown(d.Title)}
	for _, line := range []string{d.Subject, "**" + safe.Markdown(d.Period) + "**", d.Compared, d.Generated} {
		if line == "" {
			continue
		}
		if !strings.HasPrefix(line, "**") {
			line = safe.Markdown(line)
		}
		blocks = append(blocks, line)
	}
	if len(d.Findings) > 0 {
		blocks = append(blocks, "## Key findings", findingsList(d))
	}
	if len(d.Figures) > 0 {
		blocks = append(blocks, "## Key figures", figureTable(d).Markdown())
	}
	for i := range d.Sections {
		blocks = append(blocks, sectionMarkdown(&d.Sections[i])...)
	}
	_, err := io.WriteString(w, strings.Join(blocks, "\n\n")+"\n")
	return err
}

// figureTable shows the key figures where they are no cards.
func figureTable(d *Document) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "figure", Title: "Figure"}, {Name: "value", Title: "Value", Right: true},
		{Name: "change", Title: "Change", Right: true}, {Name: "note", Title: ""}}}
	for _, f := range d.Figures {
		t.Rows = append(t.Rows, []report.Cell{report.Text(f.Title), f.Value, f.Change, report.Text(f.Note)})
	}
	return t
}

func findingsList(d *Document) string {
	lines := make([]string, len(d.Findings))
	for i, f := range d.Findings {
		lines[i] = "- " + safe.Markdown(f.Text)
	}
	return strings.Join(lines, "\n")
}

func sectionMarkdown(s *Section) []string {
	blocks := []string{"## " + safe.Markdown(s.Title)}
	if s.Intro != "" {
		blocks = append(blocks, safe.Markdown(s.Intro))
	}
	for _, t := range s.tables() {
		if t.Title != "" {
			blocks = append(blocks, "### "+safe.Markdown(t.Title))
		}
		if len(t.Rows) > 0 {
			blocks = append(blocks, t.Markdown())
		}
		for _, n := range t.Notes {
			blocks = append(blocks, safe.Markdown(n))
		}
	}
	for _, b := range s.Blocks {
		for i := range b.Chats {
			blocks = append(blocks, chatMarkdown(&b.Chats[i])...)
		}
	}
	for _, n := range s.Notes {
		blocks = append(blocks, safe.Markdown(n))
	}
	return blocks
}

func chatMarkdown(c *Chat) []string {
	head := "### " + safe.Markdown(c.ID)
	var facts []string
	for _, f := range []string{c.Verdict, c.Facts} {
		if f != "" {
			facts = append(facts, safe.Markdown(f))
		}
	}
	blocks := []string{head}
	if len(facts) > 0 {
		blocks = append(blocks, strings.Join(facts, " · "))
	}
	for _, t := range c.Turns {
		text := safe.Markdown(strings.ReplaceAll(t.Text, "\n", " "))
		if t.Speaker == Aside {
			blocks = append(blocks, "> "+text)
			continue
		}
		blocks = append(blocks, "> **"+safe.Markdown(t.Name)+":** "+text)
	}
	return blocks
}
