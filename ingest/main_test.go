package ingest

import (
	"flag"
	"os"
	"testing"
)

// TestMain makes the property tests draw the same cases every time, and few
// (rapid takes a fifth of them with -short, so five at the least),
// for each writes a database; the flags of the command line still win.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.nofailfile": "true", "rapid.checks": "5", "rapid.shrinktime": "2s"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
