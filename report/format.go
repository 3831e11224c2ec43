package report

import (
	"bufio"
	"fmt"
	"io"

	"chatcops/internal/guess"
)

// Format is one way to write a document.
type Format struct {
	Name  string // as in --format
	Doc   string
	write func(w *bufio.Writer, d *Document, o Options) error
}

// Formats is the one table of formats: flags, completion and docs derive from it.
var Formats = []Format{
	{"table", "for reading on a terminal, numbers rounded", writeTerminal},
	{"csv", "RFC 4180 with a header row, exact numbers; the first table only", writeCSV},
	{"json", "one value, exact numbers", writeJSON},
	{"jsonl", "one JSON object a line, exact numbers", writeJSONLines},
	{"markdown", "pipe tables, numbers rounded", writeMarkdown},
}

// Options are what the output's surroundings allow.
type Options struct {
	Color bool // escape sequences for colour are welcome (table)
	Width int  // columns of the terminal, 0 means 80 (table)
	BOM   bool // a byte order mark, for Excel (csv)
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

// Write writes d to w in the named format. A row that does not fit its columns
// is an error, and so is an error of w.
func Write(w io.Writer, format string, d *Document, o Options) error {
	f, err := FindFormat(format)
	if err != nil {
		return err
	}
	for i := range d.Tables {
		if err := d.Tables[i].Check(); err != nil {
			return err
		}
	}
	// A bufio.Writer keeps its first error, so the renderers leave it to Flush.
	buffered := bufio.NewWriter(w)
	if err := f.write(buffered, d, o); err != nil {
		return err
	}
	return buffered.Flush()
}
