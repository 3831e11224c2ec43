package ingest

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"chatcops/internal/csvrow"
	"chatcops/internal/jsondoc"
)

// columns says what the columns of a CSV file hold.
type columns struct {
	fields []field
	titles []string
}

// newColumns reads the header of a CSV file.
func newColumns(header []string, n *names) (columns, error) {
	c := columns{titles: make([]string, len(header)), fields: make([]field, len(header))}
	taken := map[field]string{}
	for i, title := range header {
		title = strings.TrimSpace(title)
		c.titles[i] = strings.Clone(title)
		f := n.of(title)
		switch f {
		case fieldMessages, fieldNested, fieldFunctionCall, fieldUsage, fieldUpdated, fieldEvents, fieldFeedback:
			f = fieldNone // these hold objects, which a cell does not
		}
		if _, twice := taken[f]; twice && f != fieldNone {
			f = fieldNone // the first column of a kind counts, the rest are properties
		}
		taken[f] = title
		c.fields[i] = f
	}
	if n.ofScores() {
		return c, nil // what a row lacks it is rejected for
	}
	_, conversation := taken[fieldConversation]
	if !conversation {
		if _, id := taken[fieldID]; id && taken[fieldMessageID] != "" { // id names the conversation where messages have ids of their own
			for i, f := range c.fields {
				if f == fieldID {
					c.fields[i] = fieldConversation
				}
			}
			conversation = true
		}
	}
	if !conversation {
		if _, about := taken[fieldMessageID]; !about {
			return c, fmt.Errorf("the header %q has no column for the conversation; name it with --map conversation_id=COLUMN", clip(strings.Join(c.titles, ",")))
		}
	}
	return c, nil
}

// decodeCSV reads one row, whose bytes are record and which starts at line.
func (d *decoder) decodeCSV(c *columns, cells []string, record []byte, line int) {
	d.out.read++
	read := d.cells
	if d.shape != nil {
		read = d.shapedCells
	}
	if err := read(c, cells, line); err != nil {
		d.reject(line, record, err.Error())
	}
}

func (d *decoder) cells(c *columns, cells []string, line int) error {
	if len(cells) > len(c.fields) {
		return fmt.Errorf("%d cells, but the header has %d columns", len(cells), len(c.fields))
	}
	if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
		d.out.read--
		return nil
	}
	if len(cells) < len(c.fields) && len(cells) < 2 {
		return fmt.Errorf("%d cell, but the header has %d columns", len(cells), len(c.fields))
	}
	r := &d.row
	r.clear()
	fields := c.fields[:len(cells)]
	for i, cell := range cells {
		var err error
		switch f := fields[i]; {
		case cell == "" && f != fieldContent:
		case notText>>f&1 == 0:
			err = r.setText(f, c.titles[i], cell)
		default:
			err = d.setCell(r, f, c.titles[i], cell)
		}
		if err != nil {
			return err
		}
	}
	if len(cells) < len(c.fields) {
		return fmt.Errorf("%d cells, but the header has %d columns", len(cells), len(c.fields))
	}
	return d.add(r, line)
}

// setCell puts a cell where it belongs that is not text alone.
func (d *decoder) setCell(r *row, f field, title, s string) (err error) {
	switch f {
	case fieldNone:
		r.addExtra(title, jsondoc.AppendString(nil, s))
	case fieldRefusal:
		fill(&r.content, s)
		r.hasContent = true
	case fieldToolCalls:
		v, perr := d.json.Parse([]byte(s))
		if perr != nil {
			return fmt.Errorf("tool_calls: %w", perr)
		}
		r.toolCalls = d.toolCalls(v)
	case fieldReasons:
		if v, perr := d.inner.Parse([]byte(s)); perr == nil && v.Kind() == jsondoc.Array {
			r.reasons = s
		} else {
			r.reasons = string(append(jsondoc.AppendString([]byte(`[{"label":`), s), '}', ']'))
		}
	case fieldData:
		r.payload.text, err = d.quotedObject(s)
	case fieldProperties:
		r.properties.text, err = d.quotedObject(s)
	case fieldUserProperties:
		r.userProperties, err = d.quotedObject(s)
	}
	return err
}

// readHeader reads the first record of a CSV file from its beginning.
func readHeader(peek []byte, sep byte, whole bool) ([]string, error) {
	r := csvrow.Reader{Sep: sep}
	r.Reset(peek)
	header, err := r.Next(whole)
	switch {
	case errors.Is(err, csvrow.ErrMore):
		return nil, errors.New("the header row does not end within the first 64 KiB")
	case errors.Is(err, io.EOF):
		return nil, errEmpty
	case err != nil:
		return nil, fmt.Errorf("header: %w", err)
	}
	for i := range header {
		header[i] = strings.Clone(header[i])
	}
	mend(header)
	return header, nil
}
