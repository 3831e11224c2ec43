// Package page turns a report (findings, figures, charts, tables, transcripts)
// into a page of HTML, a PDF, Markdown, tables of CSV or JSON. It knows nothing
// of where the numbers come from. Equal reports give equal bytes.
package page

import (
	"strings"
	"time"

	"chatcops/report"
	"chatcops/report/chart"
)

// Document is a report. All text in it may be from people.
type Document struct {
	Title     string
	Subject   string // whose conversations: bots, channels and other filters
	Period    string
	Compared  string // with which period, "" for none
	Generated string // when and by what
	Stamp     time.Time
	// Head is what json says of the report as a whole.
	Head     any
	Findings []Finding
	Figures  []Figure
	Sections []Section
}

// Finding is a sentence that the numbers carry.
type Finding struct {
	Text string
	Tone report.Direction // for the better, for the worse, neither
	Data any              // the numbers behind it, for json
}

// Figure is a number to be seen at once.
type Figure struct {
	Title  string
	Value  report.Cell
	Change report.Cell // undefined if there is nothing to compare with
	Note   string      // beside the change, such as the value before
	Leads  bool        // the one that matters most: its card is twice as wide
	Trend  []float64   // over the period, NaN where it is not known; nil for none
	Data   any         // the exact numbers, for json
}

// Section is one part of a report.
type Section struct {
	Name  string // in --sections, in json and as the start of the names of its tables
	Title string
	Intro string // what it shows and how it is counted
	// Reading says how to read its pictures; it is left out where there are none.
	Reading string
	Half    bool // narrow enough to stand beside another one
	Blocks  []Block
	Notes   []string // behind the blocks; all there is of a section without data
}

// Block is a chart, a table or transcripts.
type Block struct {
	Chart *Picture
	Table *Table
	Chats []Chat
}

// Picture is a chart with what it says in words.
type Picture struct {
	Chart       chart.Chart
	Title       string
	Description string
	// Data are the numbers that it draws: where there are no pictures they stand in for it.
	Data Table
}

// Table is a table whose cells may be drawn.
type Table struct {
	report.Table
	// Name tells the tables of a section apart, "" for the only one.
	Name string
	// Drawn holds drawings by row and column; they take the place of the cell's
	// text where there are pictures.
	Drawn map[Place]chart.Chart
}

// Place is a cell of a table.
type Place struct{ Row, Column int }

// Chat is a transcript, shortened.
type Chat struct {
	ID      string
	Facts   string // when, where, by which agent
	Verdict string
	Tone    report.Direction
	Turns   []Turn
}

// Turn is a message of a transcript.
type Turn struct {
	Speaker Speaker
	Name    string // of the speaker, for who cannot see sides and colours
	Text    string
}

// Speaker says on which side a turn stands.
type Speaker uint8

// The speakers. An aside is a remark on what was left out.
const (
	User Speaker = iota
	Agent
	Aside
)

// Numbers are the data of a chart as a table.
func (p *Picture) Numbers() *Table { return &p.Data }

// IsAgent reports whether the agent's side speaks.
func (t Turn) IsAgent() bool { return t.Speaker == Agent }

// IsAside reports whether the turn is a remark.
func (t Turn) IsAside() bool { return t.Speaker == Aside }

// Beside is what stands between the title and the pictures of a section.
func (s *Section) Beside() string { return strings.TrimSpace(s.Intro + " " + s.Reading) }

// tables lists the tables of a section, those behind its charts included.
func (s *Section) tables() []*Table {
	var list []*Table
	for i := range s.Blocks {
		b := &s.Blocks[i]
		if b.Chart != nil && len(b.Chart.Data.Columns) > 0 {
			list = append(list, &b.Chart.Data)
		}
		if b.Table != nil {
			list = append(list, b.Table)
		}
	}
	return list
}
