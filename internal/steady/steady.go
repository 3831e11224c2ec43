// Package steady is for tests: it makes property tests draw the same cases every time.
package steady

import (
	"flag"
	"os"
	"strings"
	"testing"
)

// Run runs the tests of a package, whose property tests are of rapid, with a fixed
// seed and these further settings of rapid, each name=value. The flags of the command
// line still win. It ends the process.
func Run(m *testing.M, settings ...string) {
	for _, s := range append([]string{"seed=1", "nofailfile=true"}, settings...) {
		name, value, _ := strings.Cut(s, "=")
		if err := flag.Set("rapid."+name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
