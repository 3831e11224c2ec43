package cmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chatcops/internal/briefing"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/report"
	"chatcops/report/page"
)

// defaultPattern names the files where --output does not.
const defaultPattern = "{period}-{type}.{ext}"

// reportOutputs are the formats that were asked for and where they go.
type reportOutputs struct {
	formats []page.Format
	pattern string // "" for stdout
}

// outputs reads --format and --output, which common would take for one format and one file.
func (o *reportOptions) outputs(app *App) (*reportOutputs, error) {
	names := unspaced(strings.Split(o.format, ","))
	if o.format == "" {
		names = []string{"pdf"}
	}
	out := &reportOutputs{pattern: o.output}
	for _, name := range names {
		f, err := page.FindFormat(name)
		if err != nil {
			return nil, usagef("--format: %w", err)
		}
		if !slices.ContainsFunc(out.formats, func(g page.Format) bool { return g.Name == f.Name }) {
			out.formats = append(out.formats, f)
		}
	}
	one := len(out.formats) == 1
	first := out.formats[0]
	switch {
	case out.pattern == "-" && (!one || first.Files):
		return nil, usagef("--output - takes one format that is one file; name a pattern such as %s", defaultPattern)
	case out.pattern == "-" && first.Name == "pdf" && app.OutTerminal:
		return nil, usagef("--output -: a PDF is not for a terminal: name a file, or redirect the output")
	case out.pattern == "-":
		out.pattern = ""
	case out.pattern == "" && (!one || first.Files || first.Name == "pdf"):
		out.pattern = defaultPattern
	}
	o.format, o.output = "", ""
	return out, nil
}

// reportFile is one format and its place; path is "" for stdout.
type reportFile struct {
	format page.Format
	path   string // as people write it
}

// plan names the files, and refuses two formats in one place.
func (out *reportOutputs) plan(r *briefing.Request) ([]reportFile, error) {
	var files []reportFile
	for _, f := range out.formats {
		if out.pattern == "" {
			return []reportFile{{format: f}}, nil
		}
		path, err := expand(out.pattern, placeholders(r, f))
		if err != nil {
			return nil, err
		}
		for _, other := range files {
			if other.path == path {
				return nil, usagef("--output %s is one place for %s and %s: add {ext} or {format}", out.pattern, other.format.Name, f.Name)
			}
		}
		files = append(files, reportFile{f, path})
	}
	return files, nil
}

// keep refuses to replace the database, the configuration or an input.
func (o *reportOptions) keep(app *App, cfg *config.Config, files []reportFile) error {
	for _, f := range files {
		if f.path == "" {
			continue
		}
		if err := overwrites(app.rooted(f.path), "--output", append(databaseFiles(app.rooted(cfg.DB)), app.rooted(cfg.File))...); err != nil {
			return err
		}
		if err := app.keepInputs(f.path, "--output", o.paths); err != nil {
			return err
		}
	}
	return nil
}

// placeholders are the words that a pattern may hold.
func placeholders(r *briefing.Request, f page.Format) map[string]string {
	label := r.Span.Label
	if label == "" {
		label = "all"
	}
	words := map[string]string{"period": label, "type": r.Type.Name, "format": f.Name, "ext": f.Extension, "start": "open", "end": "open"}
	if !r.Span.Start.IsZero() {
		words["start"] = r.Span.Start.Format("2006-01-02")
	}
	if !r.Span.End.IsZero() {
		words["end"] = r.Span.End.Format("2006-01-02")
	}
	return words
}

// expand fills a pattern. What is filled in cannot leave its place in the path:
// it has no separators, and does not begin with a dot.
func expand(pattern string, words map[string]string) (string, error) {
	var b strings.Builder
	rest := pattern
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(after, "}")
		word, known := words[name]
		if !closed || !known {
			return "", usagef("--output %s: {%s} stands for nothing; use {period}, {type}, {format}, {ext}, {start} or {end}", pattern, name)
		}
		b.WriteString(fileWord(word))
		rest = after
	}
}

// fileWord keeps of a word what may stand in the name of a file anywhere.
func fileWord(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, s)
	s = strings.Trim(strings.ReplaceAll(s, "..", "_"), ".")
	return s[:min(len(s), 100)]
}

// deliver writes the report in all its formats and keeps a record of it.
func (o *reportOptions) deliver(app *App, s *session, doc *page.Document, record *store.Report, files []reportFile) error {
	var written []store.ReportFile
	for _, f := range files {
		content, err := o.render(doc, f)
		if err != nil {
			return err
		}
		if f.path == "" {
			_, err := app.Out.Write(content[0].Content)
			if err != nil {
				return err
			}
			written = append(written, store.ReportFile{Format: f.format.Name, Path: "-"})
			continue
		}
		if err := app.place(f, content); err != nil {
			return err
		}
		written = append(written, store.ReportFile{Format: f.format.Name, Path: f.path})
		app.notice(&o.common, "wrote %s", f.path)
	}
	o.record(app, s, record, written)
	return nil
}

// render makes all bytes of a format before any is written.
func (o *reportOptions) render(doc *page.Document, f reportFile) ([]page.File, error) {
	if !f.format.Files {
		content, err := f.format.Bytes(doc)
		return []page.File{{Content: content}}, err
	}
	files, err := page.CSV(doc, report.Options{BOM: o.bom})
	if err != nil || !strings.EqualFold(filepath.Ext(f.path), ".zip") {
		return files, err
	}
	content, err := page.Archive(files, doc.Stamp)
	return []page.File{{Content: content}}, err
}

// place writes one format: a file, or several into a folder.
func (app *App) place(f reportFile, content []page.File) error {
	path := app.rooted(f.path)
	folder := filepath.Dir(path)
	if len(content) > 1 {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return usagef("--output %s is a file: CSV is several, so name a folder or a .zip", f.path)
		}
		folder = path
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return folderProblem(f.path, err)
	}
	for _, file := range content {
		target := path
		if len(content) > 1 {
			target = filepath.Join(path, file.Name)
		}
		if err := report.WriteFile(target, func(w io.Writer) error { _, err := w.Write(file.Content); return err }); err != nil {
			return err
		}
	}
	return nil
}

// folderProblem says why the folder of a file cannot be made.
func folderProblem(path string, err error) error {
	var in *fs.PathError
	if errors.As(err, &in) {
		err = in.Err
	}
	return fmt.Errorf("cannot write %s: its folder cannot be made: %w", path, err)
}
