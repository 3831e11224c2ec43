package page

import (
	"io"

	"chatcops/report"
)

// The shape of a report as JSON.
type (
	jsonDocument struct {
		Report   any           `json:"report"`
		Title    string        `json:"title"`
		Findings []jsonFinding `json:"findings"`
		Figures  []any         `json:"figures"`
		Sections []jsonSection `json:"sections"`
	}
	jsonFinding struct {
		Text string `json:"text"`
		Tone string `json:"tone"` // better, worse, neutral
		Data any    `json:"data"`
	}
	jsonSection struct {
		Name   string      `json:"name"`
		Title  string      `json:"title"`
		Tables []jsonTable `json:"tables"`
		Chats  []jsonChat  `json:"transcripts,omitempty"`
		Notes  []string    `json:"notes"`
	}
	jsonTable struct {
		Name string          `json:"name"`
		Rows []report.Record `json:"rows"`
	}
	jsonChat struct {
		ID      string     `json:"conversation_id"`
		Facts   string     `json:"facts"`
		Verdict string     `json:"verdict"`
		Turns   []jsonTurn `json:"turns"`
	}
	jsonTurn struct {
		Name string `json:"name"` // "" for a remark on what was left out
		Text string `json:"text"`
	}
)

func writeJSON(w io.Writer, d *Document) error {
	out := jsonDocument{Report: d.Head, Title: d.Title, Findings: []jsonFinding{}, Figures: []any{}, Sections: []jsonSection{}}
	for _, f := range d.Findings {
		out.Findings = append(out.Findings, jsonFinding{f.Text, toneWord(f.Tone), f.Data})
	}
	for _, f := range d.Figures {
		out.Figures = append(out.Figures, f.Data)
	}
	for i := range d.Sections {
		out.Sections = append(out.Sections, sectionJSON(&d.Sections[i]))
	}
	return report.Write(w, "json", &report.Document{Heading: d.Title, JSON: out}, report.Options{})
}

func toneWord(t report.Direction) string {
	switch t {
	case report.Higher:
		return "better"
	case report.Lower:
		return "worse"
	}
	return "neutral"
}

func sectionJSON(s *Section) jsonSection {
	out := jsonSection{Name: s.Name, Title: s.Title, Tables: []jsonTable{}, Notes: append([]string{}, s.Notes...)}
	for _, t := range s.tables() {
		out.Tables = append(out.Tables, jsonTable{s.fileName(t), t.Records()})
	}
	for _, b := range s.Blocks {
		for _, c := range b.Chats {
			chat := jsonChat{ID: c.ID, Facts: c.Facts, Verdict: c.Verdict, Turns: []jsonTurn{}}
			for _, t := range c.Turns {
				chat.Turns = append(chat.Turns, jsonTurn{t.Name, t.Text})
			}
			out.Chats = append(out.Chats, chat)
		}
	}
	return out
}

// fileName names a table of the section, for files and json.
func (s *Section) fileName(t *Table) string {
	if t.Name == "" {
		return s.Name
	}
	return s.Name + "-" + t.Name
}
