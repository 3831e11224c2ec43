package report

import (
	"errors"
	"strings"
	"testing"
)

func TestUnknownFormat(t *testing.T) {
	err := Write(&strings.Builder{}, "xml", stats(), Options{})
	if err == nil {
		t.Fatal("no error")
	}
	for _, f := range Formats {
		if !strings.Contains(err.Error(), f.Name) {
			t.Errorf("%q does not name %s", err, f.Name)
		}
	}
}

func TestRefusals(t *testing.T) {
	misfit := &Document{JSON: 1, Tables: []Table{{Title: "T", Columns: []Column{{Name: "a"}}, Rows: [][]Cell{{Int(1), Int(2)}}}}}
	tests := []struct {
		format, want string
		d            *Document
	}{
		{"table", "2 cells for 1 columns", misfit},
		{"csv", "2 cells for 1 columns", misfit},
		{"markdown", "2 cells for 1 columns", misfit},
		{"csv", "no table", &Document{Heading: "H", JSON: 1}},
		{"json", "no json form", &Document{Heading: "H"}},
		{"jsonl", "no jsonl form", &Document{Heading: "H"}},
	}
	for _, test := range tests {
		var b strings.Builder
		err := Write(&b, test.format, test.d, Options{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.format, err, test.want)
		}
		if b.Len() > 0 {
			t.Errorf("%s wrote %q before it failed", test.format, b.String())
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("no space left")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, f := range Formats {
		if err := Write(fullDisk{}, f.Name, stats(), Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", f.Name, err)
		}
	}
}
