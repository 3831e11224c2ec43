package cmd

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// position is a message of a conversation, or with message whole the conversation.
type position struct {
	conversation string
	message      int
}

const whole = -1

// labelling is what people, or the data set's own annotations, say of a position.
type labelling struct {
	position
	value string
}

// labelledSet is a data set with its labels and what chatcops says of it.
type labelledSet struct {
	t             *testing.T
	name, path    string
	conversations []labelledConversation
	labels        map[string][]labelling         // by name, those of messages with "message " before it
	exports       map[string]map[position][]byte // "conversations" or "messages": their lines
}

type labelledConversation struct {
	ID         string
	Messages   []struct{ Role, Content string }
	Properties struct{ Set string }
}

func readSet(t *testing.T, dir, name string) *labelledSet {
	d := &labelledSet{t: t, name: name, path: filepath.Join(dir, name+".dev.jsonl.gz"), labels: map[string][]labelling{}, exports: map[string]map[position][]byte{}}
	decoder := json.NewDecoder(gunzipped(t, d.path))
	for decoder.More() {
		var c labelledConversation
		if err := decoder.Decode(&c); err != nil {
			t.Fatalf("%s: %v", d.path, err)
		}
		d.conversations = append(d.conversations, c)
	}
	labels := filepath.Join(dir, name+".dev.labels.csv.gz")
	rows, err := csv.NewReader(gunzipped(t, labels)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: no labels: %v", labels, err)
	}
	for _, row := range rows[1:] { // conversation_id, label_name, value, message_index
		at, name := position{row[0], whole}, row[1]
		if row[3] != "" {
			if at.message, err = strconv.Atoi(row[3]); err != nil {
				t.Fatalf("%s: %v", labels, err)
			}
			name = "message " + name
		}
		d.labels[name] = append(d.labels[name], labelling{at, row[2]})
	}
	return d
}

// labelled returns the labels of that name, of which there must be some.
func (d *labelledSet) labelled(name string) []labelling {
	d.t.Helper()
	if len(d.labels[name]) == 0 {
		d.t.Fatalf("%s has no label %s", d.name, name)
	}
	return d.labels[name]
}

// export returns the lines of the export of "conversations" or "messages".
func (d *labelledSet) export(what string) map[position][]byte {
	if d.exports[what] != nil {
		return d.exports[what]
	}
	lines := map[position][]byte{}
	s := bufio.NewScanner(bytes.NewReader(output(d.t, "export", what, d.path, "--no-redact", "--format", "jsonl")))
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var at struct {
			ID    string `json:"conversation_id"`
			Index *int   `json:"message_index"`
		}
		if err := json.Unmarshal(s.Bytes(), &at); err != nil {
			d.t.Fatal(err)
		}
		key := position{at.ID, whole}
		if at.Index != nil {
			key.message = *at.Index
		}
		lines[key] = bytes.Clone(s.Bytes())
	}
	if s.Err() != nil {
		d.t.Fatal(s.Err())
	}
	d.exports[what] = lines
	return lines
}

// says returns a field of the export at these places. With a pointer for T, null
// is nil.
func says[T any](d *labelledSet, what, field string, at []position) []T {
	d.t.Helper()
	lines, values := d.export(what), make([]T, len(at))
	for i, key := range at {
		var fields map[string]json.RawMessage
		if line, ok := lines[key]; !ok {
			d.t.Fatalf("%s: %v is not among the exported %s", d.name, key, what)
		} else if err := json.Unmarshal(line, &fields); err != nil {
			d.t.Fatal(err)
		}
		if fields[field] == nil {
			d.t.Fatalf("%s: the exported %s have no %s", d.name, what, field)
		}
		if err := json.Unmarshal(fields[field], &values[i]); err != nil {
			d.t.Fatalf("%s: %s of %v: %v", d.name, field, key, err)
		}
	}
	return values
}

// spoken returns every message of the role that has text.
func (d *labelledSet) spoken(role string) []position {
	var at []position
	for _, c := range d.conversations {
		for i, m := range c.Messages {
			if m.Role == role && strings.TrimSpace(m.Content) != "" {
				at = append(at, position{c.ID, i})
			}
		}
	}
	return at
}

func positions(labels []labelling) []position {
	at := make([]position, len(labels))
	for i, l := range labels {
		at[i] = l.position
	}
	return at
}

// openings returns the first message of each labelled conversation.
func openings(labels []labelling) []position {
	at := positions(labels)
	for i := range at {
		at[i].message = 0
	}
	return at
}

func are(labels []labelling, value string) []bool {
	return each(labels, func(l labelling) bool { return l.value == value })
}

func (d *labelledSet) numbers(labels []labelling) []float64 {
	return each(labels, func(l labelling) float64 {
		v, err := strconv.ParseFloat(l.value, 64)
		if err != nil {
			d.t.Fatalf("%s: label of %v: %v", d.name, l.position, err)
		}
		return v
	})
}

func each[A, B any](values []A, f func(A) B) []B {
	results := make([]B, len(values))
	for i, v := range values {
		results[i] = f(v)
	}
	return results
}
