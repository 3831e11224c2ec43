package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"chatcops/ingest"
	"chatcops/internal/chat"
	"chatcops/report"
)

func newFormatsCmd(app *App) *cobra.Command {
	o := &common{}
	var completions []string
	for _, f := range ingest.Formats {
		completions = append(completions, f.Name+"\t"+f.Title)
	}
	c := &cobra.Command{
		Use:               "formats [NAME]",
		Short:             "What can be imported, and how it is recognised",
		Example:           "  chatcops formats\n  chatcops formats native-jsonl",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: fixed(completions...),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return runFormat(app, o, args[0])
			}
			return runFormats(app, o)
		},
	}
	o.bind(c, formatNames()...)
	return c
}

// formatRow is a format as the machine-readable output tells it.
type formatRow struct {
	Name       string       `json:"name"`
	Title      string       `json:"title"`
	Doc        string       `json:"description"`
	Recognised string       `json:"recognised_by"`
	Sample     string       `json:"sample"`
	Reference  string       `json:"reference"`
	Mapping    []mappingRow `json:"mapping"`
}

// mappingRow says what of a record becomes what.
type mappingRow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func formatRowOf(f *ingest.Format) formatRow {
	r := formatRow{f.Name, f.Title, f.Doc, f.Recognised, f.Sample, f.Reference, []mappingRow{}}
	for _, m := range f.Mapping {
		r.Mapping = append(r.Mapping, mappingRow(m))
	}
	return r
}

func runFormats(app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	t := report.Table{Columns: []report.Column{{Name: "name", Title: "Format"}, {Name: "title", Title: "Title"}, {Name: "recognised_by", Title: "Recognised by", Only: report.Machines}}}
	var rows []formatRow
	for i := range ingest.Formats {
		f := &ingest.Formats[i]
		rows = append(rows, formatRowOf(f))
		t.Rows = append(t.Rows, []report.Cell{report.Word(f.Name), report.Word(f.Title), report.Word(f.Recognised)})
	}
	t.Notes = []string{"chatcops formats NAME shows a record, how it is recognised and what is read from it."}
	return o.write(app, cfg, &report.Document{Tables: []report.Table{t}, JSON: rows, Lines: report.Each(rows)})
}

func runFormat(app *App, o *common, name string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	f, err := ingest.FindFormat(name)
	if err != nil {
		return usageError{err}
	}
	d := &report.Document{Heading: f.Title + ": " + f.Doc, JSON: formatRowOf(f)}
	d.Tables = []report.Table{readTable(f)}
	if strings.HasPrefix(name, "events") {
		d.Tables = append(d.Tables, vocabularyTable())
	}
	d.Notes = append([]string{"Recognised by " + f.Recognised + ".", "A record:"}, strings.Split(f.Sample, "\n")...)
	if f.Reference != "" {
		d.Notes = append(d.Notes, mappingNotes(f)...)
	}
	return o.write(app, cfg, d)
}

// readTable tells what is read from a record: by a mapping of the format's own, or by the names of our fields.
func readTable(f *ingest.Format) report.Table {
	if len(f.Mapping) > 0 {
		t := report.Table{Columns: []report.Column{{Name: "from", Only: report.Machines}, {Name: "to", Only: report.Machines}}}
		for _, m := range f.Mapping {
			t.Rows = append(t.Rows, []report.Cell{report.Word(m.From), report.Word(m.To)})
		}
		return t
	}
	t := report.Table{Title: "Fields", Columns: []report.Column{{Name: "field", Title: "Field"}, {Name: "also", Title: "Also called"}, {Name: "what", Title: "What it is"}}}
	for _, x := range f.Fields() {
		t.Rows = append(t.Rows, []report.Cell{report.Word(x.Name), report.Word(strings.Join(x.Aliases, ", ")), report.Word(x.Doc)})
	}
	rest := "kept among the properties"
	if !f.KeepsRest() {
		rest = "passed over"
	}
	t.Notes = []string{"Case, spaces, - and _ in names do not count. What is no field is " + rest + "."}
	return t
}

// mappingNotes tells people what becomes what, for which a table is too narrow.
func mappingNotes(f *ingest.Format) []string {
	notes := []string{"What becomes what:"}
	for _, m := range f.Mapping {
		notes = append(notes, m.From+" → "+m.To)
	}
	return append(notes, "What is not listed is kept among the properties of the message or conversation on whose record it stands.", "Shape: "+f.Reference+".")
}

func vocabularyTable() report.Table {
	t := report.Table{Title: "Event types", Columns: []report.Column{{Name: "type", Title: "Type"}, {Name: "also", Title: "Also called"}, {Name: "what", Title: "What it is"}}}
	for _, e := range chat.EventTypes {
		t.Rows = append(t.Rows, []report.Cell{report.Word(e.Name), report.Word(strings.Join(e.Aliases, ", ")), report.Word(e.Doc)})
	}
	t.Notes = []string{"Other types are kept under their own name and counted."}
	return t
}
