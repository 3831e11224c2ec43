package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/jsondoc"
)

// detectJSON decides by the first records: each votes for the formats whose shape
// it has, or else for one of ours. Where two shapes of other programs have as many
// votes, nobody is asked to guess.
func detectJSON(first [][]byte, text []byte, whole bool, n *names) (*Format, error) {
	votes := make([]int, len(Formats))
	var p jsondoc.Parser
	read := 0
	for _, record := range first {
		v, err := p.Parse(record)
		if err != nil || v.Kind() != jsondoc.Object && v.Kind() != jsondoc.Array {
			continue
		}
		read++
		vote(votes, v, n)
	}
	for i := range Formats {
		if s := Formats[i].shape; s != nil && s.extends != "" && votes[i] > 0 {
			base := formatIndex(s.extends)
			votes[i], votes[base] = votes[i]+votes[base], 0
		}
	}
	most := slices.Max(votes)
	switch {
	case most == 0 && (read == 0 || read == 1 && !whole):
		return formatOfBeginning(text, n)
	case most == 0:
		return nil, errNoFormat
	}
	best := slices.Index(votes, most)
	var rivals []string
	for i := range Formats {
		if votes[i] == most && Formats[i].shape != nil {
			rivals = append(rivals, Formats[i].Name)
		}
	}
	if len(rivals) > 1 {
		return nil, ambiguous(rivals)
	}
	return &Formats[best], nil
}

// vote counts one record.
func vote(votes []int, v jsondoc.Value, n *names) {
	shaped := false
	for i := range Formats {
		if s := Formats[i].shape; s != nil && s.matches(v) {
			votes[i]++
			shaped = true
		}
	}
	if shaped || v.Kind() != jsondoc.Object {
		return
	}
	if name := formatOfObject(v, n); name != "" {
		votes[formatIndex(name)]++
	}
}

func formatIndex(name string) int {
	return slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
}

func ambiguous(names []string) error {
	return fmt.Errorf("the content fits several formats: %s; name the right one with --input-format", strings.Join(names, ", "))
}

// formatOfHeader returns the format of another program whose columns a table has, nil if none.
func formatOfHeader(header []string) (*Format, error) {
	has := func(column string) bool {
		return slices.ContainsFunc(header, func(title string) bool { return strings.TrimSpace(title) == column })
	}
	var found *Format
	var rivals []string
	for i := range Formats {
		if s := Formats[i].shape; s != nil && s.header != nil && s.header(has) {
			found = &Formats[i]
			rivals = append(rivals, found.Name)
		}
	}
	if len(rivals) > 1 {
		return nil, ambiguous(rivals)
	}
	return found, nil
}

// formatOfBeginning judges a record of which too little can be seen.
func formatOfBeginning(text []byte, n *names) (*Format, error) {
	for _, c := range []struct{ key, format string }{{`"messages"`, "openai"}, {`"traj"`, "openai"}, {`"event_type"`, "events-jsonl"}, {`"role"`, "native-jsonl"}} {
		if bytes.Contains(text, []byte(c.key)) {
			return FindFormat(c.format)
		}
	}
	for column, f := range n.mapped {
		if f == fieldRole && bytes.Contains(text, []byte(column)) {
			return FindFormat("native-jsonl")
		}
	}
	return nil, errNoFormat
}

var errNoFormat = errors.New("no format recognised: no record of the first 64 KiB has keys of a known format; chatcops formats lists them")
