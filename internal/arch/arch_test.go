package arch

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const module = "chatcops"

// packages are all packages of the module, each with those of ours that it may
// import. The empty path is the main package.
var packages = map[string][]string{
	"": {"cmd"},
	"cmd": {"abtest", "ingest", "internal/briefing", "internal/cells", "internal/chat", "internal/config", "internal/guess", "internal/instant", "internal/licence", "internal/notify", "internal/parquet", "internal/period", "internal/safe",
		"internal/search", "internal/store", "internal/topics", "metrics", "report", "report/chart", "report/fonts", "report/page", "scoring"},

	"ingest":  {"internal/chat", "internal/csvrow", "internal/guess", "internal/instant", "internal/jsondoc", "internal/merge", "internal/safe", "internal/store", "scoring"},
	"scoring": {"internal/chat", "internal/jsondoc", "internal/language", "internal/lexis", "internal/merge", "internal/sentiment"},
	"metrics": {"internal/chat", "internal/guess", "internal/period", "internal/stats"},
	"abtest":  {"internal/chat", "internal/stats"},
	"report":  {"internal/guess", "internal/safe"},

	"report/chart": {"internal/safe", "report/fonts"},
	"report/fonts": {"internal/safe"},
	"report/page":  {"internal/guess", "internal/safe", "report", "report/chart", "report/fonts"},

	"internal/arch":     {},
	"internal/briefing": {"abtest", "internal/cells", "internal/chat", "internal/guess", "internal/period", "internal/safe", "metrics", "report", "report/chart", "report/page"},
	"internal/cells":    {"metrics", "report"},
	"internal/chat":     {},
	"internal/config":   {"abtest", "internal/chat", "internal/guess", "internal/period", "internal/safe", "metrics", "report", "scoring"},
	"internal/csvrow":   {},
	"internal/demo":     {},
	"internal/demo/gen": {"internal/demo"},
	"internal/guess":    {},
	"internal/instant":  {},
	"internal/jsondoc":  {},
	"internal/language": {},
	"internal/lexis":    {},
	"internal/licence":  {},
	"internal/manual":   {"cmd"},
	"internal/merge":    {"internal/chat", "internal/jsondoc"},
	"internal/notify":   {},
	"internal/parquet":  {},
	"internal/period":   {},
	"internal/safe":     {},
	"internal/search":   {},
	"internal/sqlite":   {},

	"internal/sqlite/faulty": {},

	"internal/stats":  {},
	"internal/steady": {},
	"internal/topics": {"internal/safe"},
	"internal/store":  {"internal/chat", "internal/jsondoc", "internal/merge", "internal/sqlite"},

	"internal/sentiment": {"internal/lexis"},
}

// onlyInTests are further arrows that test files may use.
var onlyInTests = map[string][]string{
	"abtest":         {"internal/steady"},
	"ingest":         {"internal/demo", "internal/sqlite", "internal/steady"},
	"internal/merge": {"internal/steady"},
	"metrics":        {"internal/steady"},

	"internal/store": {"internal/sqlite/faulty"},
}

// knownBy says for imports from outside, by the start of their path, which
// packages alone may know them. What is not listed anyone may import.
var knownBy = map[string][]string{
	"github.com/spf13/cobra":               {"cmd", "internal/manual"},
	"github.com/spf13/pflag":               {"cmd"},
	"github.com/schollz/progressbar":       {"cmd"},
	"golang.org/x/term":                    {"cmd"},
	"os/signal":                            {"cmd"},
	"github.com/spf13/viper":               {"internal/config"},
	"go.yaml.in/yaml":                      {"internal/config", "scoring"},
	"github.com/olekukonko/tablewriter":    {"report"},
	"github.com/klauspost/compress":        {"ingest", "internal/parquet"},
	"github.com/parquet-go/parquet-go":     {"internal/parquet"},
	"github.com/RadhiFadlillah/whatlanggo": {"internal/language"},
	"compress/gzip":                        {"ingest", "report/fonts"},
	"codeberg.org/go-pdf/fpdf":             {"report/page"},
	"github.com/go-text/typesetting":       {"report/fonts"},
	"golang.org/x/image":                   {"report/fonts"},
	"html/template":                        {"report/page"},
	"encoding/csv":                         {"internal/demo"},
	"github.com/blevesearch/snowballstem":  {"internal/topics"},
	"gonum.org/v1/gonum":                   {"abtest", "internal/stats", "internal/topics"},
	"modernc.org":                          {"internal/sqlite", "internal/sqlite/faulty"},
	"database/sql":                         {},
	"net":                                  {},
	"net/http":                             {"internal/notify"},
	"net/netip":                            {"internal/safe"},
	"net/url":                              {"internal/notify", "internal/sqlite"},
	"os/exec":                              {"cmd"},
	"math/rand":                            {"internal/demo"},
	"testing":                              {"internal/steady"},
}

// outsideWorld are the names that only cmd may use: the clock, the standard
// streams and the environment are given to all others.
var outsideWorld = map[string][]string{
	"time": {"Now", "Since", "Until"},
	"os":   {"Stdin", "Stdout", "Stderr", "Getenv", "LookupEnv", "Environ"},
}

// longestFile is the number of lines beyond which a file holds more than one idea.
const longestFile = 350

func TestArchitecture(t *testing.T) {
	for _, p := range check(sources(t)) {
		t.Error(p)
	}
}

func TestEveryPackageOfTheTableExists(t *testing.T) {
	files := sources(t)
	for pkg := range packages {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(name string) bool { return packageOf(name) == pkg }) {
			t.Errorf("the table lists %q, which has no Go file: take it out", pkg)
		}
	}
}

// TestForbidden proves that the checker sees what it is there for: each case
// adds one file to a module in which all is well.
func TestForbidden(t *testing.T) {
	sound := map[string]string{
		"main.go":               "package main\nimport \"chatcops/cmd\"\nfunc main() { cmd.Main(nil) }",
		"cmd/app.go":            "package cmd\nimport (\"os\"; \"time\"; \"github.com/spf13/cobra\"; \"chatcops/metrics\")\nvar _, _, _ = os.Stdout, time.Now, cobra.Command{}",
		"metrics/a.go":          "package metrics\nimport (\"time\"; \"chatcops/internal/stats\")\nvar _ time.Time",
		"metrics/a_test.go":     "package metrics_test\nimport (\"os\"; \"time\"; \"chatcops/metrics\")\nvar _, _ = os.Getenv, time.Now",
		"ingest/import_test.go": "package ingest\nimport \"chatcops/internal/demo\"",
		"internal/stats/a.go":   "package stats\nimport \"gonum.org/v1/gonum/mathext\"",
	}
	if found := check(sound); len(found) > 0 {
		t.Fatalf("a sound module is refused: %q", found)
	}
	long := "package stats\n" + strings.Repeat("// line\n", longestFile)
	for _, c := range []struct{ name, file, source, want string }{
		{"arrow", "report/x.go", `package report; import "chatcops/internal/store"`, `report may not import internal/store`},
		{"arrow upward", "internal/chat/x.go", `package chat; import "chatcops/metrics"`, `internal/chat may not import metrics`},
		{"arrow to main", "cmd/x.go", `package cmd; import "chatcops"`, `cmd may not import main`},
		{"arrow of a test", "metrics/x_test.go", `package metrics; import "chatcops/internal/store"`, `metrics may not import internal/store`},
		{"arrow for tests only", "ingest/x.go", `package ingest; import "chatcops/internal/demo"`, `ingest may not import internal/demo`},
		{"renamed import", "report/x.go", `package report; import db "chatcops/internal/store"`, `report may not import internal/store`},
		{"cycle", "internal/stats/x.go", `package stats; import "chatcops/metrics"`, `cycle: metrics → internal/stats → metrics`},
		{"unlisted package", "internal/news/x.go", `package news`, `internal/news is not in the table`},
		{"unlisted target", "metrics/x.go", `package metrics; import "chatcops/internal/news"`, `metrics may not import internal/news`},
		{"cobra below cmd", "internal/config/x.go", `package config; import "github.com/spf13/cobra"`, `internal/config may not know github.com/spf13/cobra`},
		{"network", "ingest/x.go", `package ingest; import "net/http"`, `ingest may not know net/http`},
		{"versioned library", "report/x.go", `package report; import "go.yaml.in/yaml/v3"`, `report may not know go.yaml.in/yaml/v3`},
		{"clock", "scoring/x.go", `package scoring; import "time"; var _ = time.Now`, `scoring/x.go:1: time.Now belongs in cmd`},
		{"hidden clock", "scoring/x.go", `package scoring; import "time"; func f(t time.Time) { _ = time.Since(t) }`, `time.Since belongs in cmd`},
		{"renamed clock", "scoring/x.go", "package scoring\nimport clock \"time\"\nvar _ = clock.Now()", `scoring/x.go:3: time.Now belongs in cmd`},
		{"dot import", "scoring/x.go", `package scoring; import . "time"; var _ = Now()`, `imports "time" with a dot`},
		{"stdout", "report/x.go", `package report; import "os"; var _ = os.Stdout`, `os.Stdout belongs in cmd`},
		{"stderr", "internal/demo/gen/x.go", `package main; import "os"; var _ = os.Stderr`, `os.Stderr belongs in cmd`},
		{"environment", "main.go", `package main; import "os"; var _ = os.Getenv("HOME")`, `os.Getenv belongs in cmd`},
		{"long file", "internal/stats/x.go", long, `internal/stats/x.go has 351 lines`},
		{"broken file", "internal/stats/x.go", `package`, `internal/stats/x.go`},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := maps.Clone(sound)
			files[c.file] = c.source
			found := check(files)
			if !slices.ContainsFunc(found, func(p string) bool { return strings.Contains(p, c.want) }) {
				t.Errorf("found %q, want %q among it", found, c.want)
			}
		})
	}
}

func TestTheTableHasNoCycle(t *testing.T) {
	if c := cycle(packages); c != nil {
		t.Errorf("the table allows the cycle %s", strings.Join(c, " → "))
	}
}
