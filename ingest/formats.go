package ingest

import (
	"fmt"
	"slices"

	"chatcops/internal/guess"
	"chatcops/internal/jsondoc"
)

// Framing says how the records of a format lie in the bytes.
type Framing uint8

// Framings. JSON of either framing is told by its bytes, not by the format.
const (
	Lines  Framing = iota // one JSON value a line
	Values                // JSON values, or elements of an array, over any number of lines
	Rows                  // CSV with a header
)

// Format is one entry of the table of formats.
type Format struct {
	Name       string
	Title      string
	Doc        string // what it is
	Recognised string // by what detection knows it
	Sample     string // a minimal record
	Reference  string // where its shape is documented in public, "" for our own
	Mapping    []Mapping
	csv        bool
	kinds      []chatKind // what it may hold; nil: any native record
	scores     bool       // it holds scores, be it JSON or CSV
	shape      *shape     // how its records are told and read; nil: by our fields
}

// Mapping says of a format with a shape of its own what becomes what.
type Mapping struct {
	From string // keys of the record
	To   string // what we make of it
}

// shape is how the records of another program's format are told and read.
type shape struct {
	// match reports whether a record is of the format. It may be given a record
	// that was cut off within the first 64 KiB and closed there.
	match func(v jsondoc.Value) bool
	// read adds what a record says to d.out, by d.loose or d.whole. Its error makes the record a reject.
	read func(d *decoder, v jsondoc.Value, line int) error
	// wrap names the keys of arrays that hold the records where the file, or a
	// line of it, is one object around them; what else such an object holds is passed over.
	wrap []string
	// header reports whether a CSV file with these columns is of the format; nil
	// if it never is one. A row is read as an object of its cells that are not empty.
	header func(has func(column string) bool) bool
	// extends names a native format whose records the format also reads, so that
	// they do not outvote those by which it is told.
	extends string
}

// Formats is the one table of formats: --input-format, completion, the command
// formats and docs/formats.md derive from it.
var Formats = slices.Concat(nativeFormats, modelFormats, platformFormats)

// Fields returns the table of the fields that a record of the format has.
func (f *Format) Fields() []FieldInfo {
	if f.scores {
		return ScoreFields
	}
	return Fields
}

// KeepsRest reports whether what is no field is kept among the properties.
func (f *Format) KeepsRest() bool { return !f.scores }

// FindFormat returns the format of a name.
func FindFormat(name string) (*Format, error) {
	var known []string
	for i := range Formats {
		if Formats[i].Name == name {
			return &Formats[i], nil
		}
		known = append(known, Formats[i].Name)
	}
	return nil, fmt.Errorf("unknown format %q: %s", name, guess.Listed(name, known, "chatcops formats"))
}
