package report

import (
	"bufio"
	"strings"

	"chatcops/internal/safe"
)

// writeMarkdown writes headings, pipe tables and notes as GitHub reads them.
func writeMarkdown(w *bufio.Writer, d *Document, _ Options) error {
	var blocks []string
	if d.Heading != "" {
		blocks = append(blocks, "# "+safe.Markdown(d.Heading))
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		if t.machinesOnly() {
			continue
		}
		if t.Title != "" {
			blocks = append(blocks, "## "+safe.Markdown(t.Title))
		}
		blocks = append(blocks, markdownTable(t))
		blocks = append(blocks, markdownNotes(t.Notes)...)
	}
	blocks = append(blocks, markdownNotes(d.Notes)...)
	_, err := w.WriteString(strings.Join(blocks, "\n\n") + "\n")
	return err
}

func markdownTable(t *Table) string {
	columns := visible(t.Columns, People)
	if len(t.Rows) == 0 || len(columns) == 0 {
		return "_none_"
	}
	var b strings.Builder
	line := func(cell func(column int) string) {
		for _, column := range columns {
			b.WriteString("| " + cell(column) + " ")
		}
		b.WriteString("|\n")
	}
	line(func(column int) string { return safe.Markdown(t.Columns[column].Title) })
	line(func(column int) string {
		if t.Columns[column].Right {
			return "---:"
		}
		return ":---"
	})
	for _, row := range t.Rows {
		line(func(column int) string { return row[column].people(safe.Markdown) })
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func markdownNotes(notes []string) []string {
	paragraphs := make([]string, len(notes))
	for i, note := range notes {
		paragraphs[i] = safe.Markdown(note)
	}
	return paragraphs
}
