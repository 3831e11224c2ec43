package page

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"chatcops/report"
)

// File is one file of a report that consists of several.
type File struct {
	Name    string
	Content []byte
}

// Index is the name of the file that lists the others.
const Index = "index.csv"

// CSV returns the report as tables: the findings, the figures as far as sections
// repeat them, one file for each table of a section, the transcripts, and the
// index of all of them.
func CSV(d *Document, o report.Options) ([]File, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	index := report.Table{Columns: []report.Column{{Name: "file"}, {Name: "section"}, {Name: "title"}, {Name: "rows"}}}
	var files []File
	add := func(name, section, title string, t *report.Table) error {
		content, err := t.CSV(o)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		index.Rows = append(index.Rows, []report.Cell{report.Word(name), report.Word(section), report.Text(title), report.Int(int64(len(t.Rows)))})
		files = append(files, File{name, content})
		return nil
	}
	if err := add("findings.csv", "findings", "Key findings", findingsTable(d)); err != nil {
		return nil, err
	}
	for i := range d.Sections {
		s := &d.Sections[i]
		for _, t := range s.tables() {
			if err := add(s.fileName(t)+".csv", s.Name, s.Title, &t.Table); err != nil {
				return nil, err
			}
		}
		if t := transcriptTable(s); len(t.Rows) > 0 {
			if err := add(s.Name+"-transcripts.csv", s.Name, s.Title, t); err != nil {
				return nil, err
			}
		}
	}
	content, err := index.CSV(o)
	return append([]File{{Index, content}}, files...), err
}

func findingsTable(d *Document) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "finding"}, {Name: "tone"}}}
	for _, f := range d.Findings {
		t.Rows = append(t.Rows, []report.Cell{report.Text(f.Text), report.Word(toneWord(f.Tone))})
	}
	return t
}

func transcriptTable(s *Section) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "conversation_id"}, {Name: "verdict"}, {Name: "turn"}, {Name: "speaker"}, {Name: "text"}}}
	for _, b := range s.Blocks {
		for _, c := range b.Chats {
			for i, turn := range c.Turns {
				t.Rows = append(t.Rows, []report.Cell{report.Text(c.ID), report.Text(c.Verdict), report.Int(int64(i + 1)), report.Text(turn.Name), report.Text(turn.Text)})
			}
		}
	}
	return t
}

// Archive packs files into a zip whose bytes depend on nothing else.
func Archive(files []File, stamp time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: stamp.UTC()})
		if err == nil {
			_, err = w.Write(f.Content)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
