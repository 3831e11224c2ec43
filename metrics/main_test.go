package metrics

import (
	"flag"
	"os"
	"testing"
)

// TestMain makes the property tests draw the same cases every time; the flags
// of the command line still win.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
