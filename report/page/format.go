package page

import (
	"bytes"
	"fmt"
	"io"

	"chatcops/internal/guess"
)

// Format is one way to write a report.
type Format struct {
	Name      string // as in --format
	Extension string
	Doc       string
	// Files says that the report is several files: a folder or an archive.
	Files bool
	write func(w io.Writer, d *Document) error
}

// Formats is the one table of formats: flags, completion and docs derive from it.
var Formats = []Format{
	{Name: "pdf", Extension: "pdf", Doc: "pages to print and to send", write: writePDF},
	{Name: "html", Extension: "html", Doc: "one page without scripts that loads nothing", write: writeHTML},
	{Name: "markdown", Extension: "md", Doc: "text with pipe tables", write: writeMarkdown},
	{Name: "csv", Extension: "zip", Doc: "a folder or a .zip of tables, one for each section", Files: true},
	{Name: "json", Extension: "json", Doc: "one value, exact numbers", write: writeJSON},
}

// FindFormat returns the format of that name; its error lists the names there are.
func FindFormat(name string) (Format, error) {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names[i] = f.Name
	}
	return Format{}, fmt.Errorf("unknown format %q: %s", name, guess.Word(name, names))
}

// Bytes returns the report in a format that is one file. It holds all of it
// before any is written, so that nothing is written when it fails.
func (f Format) Bytes(d *Document) ([]byte, error) {
	if f.write == nil {
		return nil, fmt.Errorf("%s is several files", f.Name)
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.write(&b, d); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return b.Bytes(), nil
}

// check refuses a document with a table whose rows do not fit its columns.
func (d *Document) check() error {
	for i := range d.Sections {
		for _, t := range d.Sections[i].tables() {
			if err := t.Check(); err != nil {
				return fmt.Errorf("section %s: %w", d.Sections[i].Name, err)
			}
		}
	}
	return nil
}
