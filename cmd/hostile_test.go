package cmd

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// hostileArgs are the arguments of each command, with {} for the hostile text and
// {name} for it as the name of a file in the working folder, since users may write
// wherever they say. A command that is missing fails the test.
var hostileArgs = map[string][]string{
	"abtest":               {"{}"},
	"abtest assign":        {"{} {}s {} --variants a,{}"},
	"abtest list":          {""},
	"abtest power":         {"{}", "--baseline {} --mde 10%"},
	"abtest results":       {"{}", "{} --metric resolution_rate --control {}"},
	"alerts":               {"--rule conversations>0 --rule score:{}>1", "--rule {}"},
	"compare":              {"--baseline bot={} --candidate bot=plain", "--baseline property:{}={} --candidate channel={}", "--baseline {} --candidate {}"},
	"config":               {"{}"},
	"config check":         {"", "--config {}"},
	"config init":          {"new.yaml", "{name}"},
	"config show":          {""},
	"conversations":        {"{}"},
	"conversations list":   {"", "--property {}={}", "--user {}"},
	"conversations search": {"{}", "order"},
	"conversations show":   {"{}1", "{}", "{}2 --explain"},
	"db":                   {"{}"},
	"db backup":            {"{name}.db"},
	"db check":             {""},
	"db forget":            {"--user {} --dry-run", "--conversation {}"},
	"db info":              {""},
	"db rescore":           {""},
	"db vacuum":            {""},
	"engagement":           {""},
	"events":               {"", "--list", "--list --type {}"},
	"export":               {"{}"},
	"export conversations": {"", "--no-redact"},
	"export events":        {"", "--no-redact"},
	"export messages":      {"", "--no-redact"},
	"fallbacks":            {""},
	"feedback":             {""},
	"formats":              {"", "{}"},
	"funnel":               {"", "{}"},
	"goals":                {""},
	"ingest":               {"{file} --db other.db", "{} --db other.db", "{file} --db other.db --map content={} --source {}", "bad-{file} --db other.db --rejects rejects.txt"},
	"metrics":              {"", "{}"},
	"report":               {"--output - --period all --title {}", "--output {period}-{type}.{ext} --period all --title {}", "--output {name}.html --period all --type experiments", "--output {name}/{type} --period all"},
	"report list":          {""},
	"report show":          {"1", "{}"},
	"sentiment":            {""},
	"stats": {"", "--by bot,user", "--by channel,model", "--by language", "--by property:{}", "--by variant:{}", "--by topic", "--metrics score:{}", "--metrics {}", "--period {}",
		"--by bot --chart chart.svg", "{file}"},
	"topics":         {"", "--assignments"},
	"topics rebuild": {""},
	"topics show":    {"0", "{}"},
	"usage":          {""},
	"version":        {"", "{}"},
	"watch":          {"{file} --once"},
}

// hostileCase is one command line.
type hostileCase struct {
	command, args, format string
}

// hostileCases are all commands with all their arguments in all their formats.
func hostileCases(t testing.TB) (cases []hostileCase) {
	commands(newRootCmd(&App{}), func(c *cobra.Command) {
		if !c.Runnable() {
			return
		}
		name := strings.TrimPrefix(c.CommandPath(), "chatcops ")
		args, known := hostileArgs[name]
		if !known {
			t.Fatalf("%s is not in hostileArgs: name the arguments by which text reaches it", name)
		}
		for _, a := range args {
			for _, format := range formatsOf(c.Flags().Lookup("format")) {
				cases = append(cases, hostileCase{name, a, format})
			}
		}
	})
	return cases
}

var formatName = regexp.MustCompile(`\b(table|csv|jsonl|json|markdown|openai|parquet|pdf|html)\b`)

// formatsOf reads the formats from the usage of the flag, "" if there is none.
func formatsOf(f *pflag.Flag) []string {
	if f == nil {
		return []string{""}
	}
	list, _, _ := strings.Cut(f.Usage, "(")
	list, _, _ = strings.Cut(list, ":")
	return formatName.FindAllString(list, -1)
}

// attacks are texts that have harmed others.
var attacks = []string{
	"plain words",
	"\x1b[31mred\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\link\x1b[2J\x1bP+q\x1b\\\u009b31m\u009d0;t\u009c\x00\x08\x7f",
	"\u202egnp.exe\u202c\u2066a\u2069\u2067\u2068\u061c\u200b\ufeff\U000e0041",
	"<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>&lt;b&gt;</style></title><!--",
	"=HYPERLINK(\"https://evil.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", " \uff1d1", "'=1", "\n+1",
	"a|b\n| c | d |\n|---|---|\r\n# head\n![x](javascript:alert(1)) [y](data:text/html,x) `code` <b> ``` \\|",
	"../../../../escape", "/tmp/escape", "..\\..\\escape", "{period}", "CON", "a/b\x00c",
	"\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80 broken",
	"\"quoted\",\r\nnext;\"line\"", "%s%n%d {{.}} ${x}", strings.Repeat("very long ", 200), "\u0301\u0301\u0301zalgo\u2028\u2029\u0085",
	"--format=json", "-", "",
}

// FuzzHostileText pushes a text through every field of the data, and then through
// one command in one of its formats: what comes out is harmless where it goes,
// and can be read.
func FuzzHostileText(f *testing.F) {
	cases := hostileCases(f)
	for i, a := range attacks {
		f.Add([]byte(a), uint16(i*len(cases)/len(attacks)))
	}
	f.Fuzz(func(t *testing.T, text []byte, n uint16) {
		if len(text) > 4<<10 {
			return
		}
		h := newHostileWorld(t, string(text))
		defer os.RemoveAll(h.root)
		h.run(t, cases[int(n)%len(cases)])
	})
}

// TestHostileText pushes known attacks through all commands in all their formats,
// each through its share of them. For as long as CHATCOPS_HOSTILE says, such as
// 10m, it goes on with random mixtures of them: many more than the gate has time for.
func TestHostileText(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of runs; others run the same goroutines")
	}
	cases := hostileCases(t)
	for i, a := range attacks {
		h := newHostileWorld(t, a)
		for n := i; n < len(cases); n += len(attacks) {
			h.run(t, cases[n])
		}
		os.RemoveAll(h.root)
	}
	more, _ := time.ParseDuration(os.Getenv("CHATCOPS_HOSTILE"))
	seed := uint64(time.Now().UnixNano())
	random, worlds := rand.New(rand.NewPCG(seed, 8)), 0
	if more > 0 {
		t.Logf("mixtures of seed %d", seed)
	}
	for end := time.Now().Add(more); time.Now().Before(end); worlds++ {
		h := newHostileWorld(t, mixture(random))
		for range 10 {
			h.run(t, cases[random.IntN(len(cases))])
		}
		os.RemoveAll(h.root)
	}
	if more > 0 {
		t.Logf("%d mixtures", worlds)
	}
}

// mixture joins pieces of attacks, with bytes of any kind between them.
func mixture(r *rand.Rand) string {
	var b []byte
	for range 1 + r.IntN(4) {
		a := attacks[r.IntN(len(attacks))]
		from := r.IntN(len(a) + 1)
		b = append(b, a[from:from+r.IntN(len(a)-from+1)]...)
		if r.IntN(2) == 0 {
			b = append(b, byte(r.IntN(256)))
		}
		if r.IntN(3) == 0 {
			b = utf8.AppendRune(b, rune(r.IntN(0x3000)))
		}
	}
	return string(b)
}

// hostileWorld is a database in which one text stands in every field.
type hostileWorld struct {
	text     string
	root     string // holds the working folder and nothing else
	file     string
	settings string
	out, err bytes.Buffer
}

func newHostileWorld(t testing.TB, text string) *hostileWorld {
	root, err := os.MkdirTemp(memoryFolder(), "hostile-")
	if err != nil {
		t.Fatal(err)
	}
	h := &hostileWorld{text: text, root: root, file: hostileName(text)}
	if err := os.MkdirAll(filepath.Join(root, "work", "temp"), 0o700); err != nil {
		t.Fatal(err)
	}
	h.write(t, h.file, hostileData(text))
	h.write(t, "bad-"+h.file, hostileRejects(text))
	h.write(t, "scores.jsonl", hostileScores(text))
	h.settings = hostileSettings(text)
	h.write(t, "chatcops.yaml", h.settings)
	if h.app().Run(context.Background(), []string{"config", "check"}) != exitDone {
		h.check(t, "config check", "table")
		h.settings = ""
		if err := os.Remove(filepath.Join(root, "work", "chatcops.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	code := h.app().Run(context.Background(), []string{"ingest", "--", h.file, "scores.jsonl"})
	h.check(t, "ingest", "table")
	if !strings.Contains(h.out.String(), "scores") || code != exitDone {
		t.Fatalf("%q cannot be imported: %s", text, h.err.String())
	}
	h.app().Run(context.Background(), []string{"topics", "rebuild"})
	h.check(t, "topics rebuild", "table")
	return h
}

// memoryFolder is where files cost no disk, if there is such a place.
func memoryFolder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// hostileName is a file name of the text, as far as the file system takes it.
func hostileName(text string) string {
	text = strings.NewReplacer("/", "_", "\x00", "_").Replace(text)
	return "f" + text[:min(len(text), 200)] + ".jsonl"
}

func (h *hostileWorld) write(t testing.TB, name, text string) {
	if err := os.WriteFile(filepath.Join(h.root, "work", name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// app is a new one with empty streams and a terminal.
func (h *hostileWorld) app() *App {
	h.out.Reset()
	h.err.Reset()
	work := filepath.Join(h.root, "work")
	now, _ := time.Parse(time.RFC3339, documentedNow)
	return &App{In: strings.NewReader(""), Out: &h.out, Err: &h.err, Now: func() time.Time { return now }, Dir: work, TempDir: filepath.Join(work, "temp"),
		Getenv: func(name string) string { return map[string]string{"CHATCOPS_TIMEZONE": "UTC", "PAGER": "cat"}[name] }, OutTerminal: true, Width: 80, Height: 40}
}

func (h *hostileWorld) run(t testing.TB, c hostileCase) {
	args := strings.Fields(c.command)
	for _, a := range strings.Fields(c.args) {
		a = strings.NewReplacer("{file}", h.file, "{}", h.text, "{name}", strings.ReplaceAll(h.text, "/", "_")).Replace(a)
		args = append(args, strings.ReplaceAll(a, "\x00", "\ufffd")) // no process takes NUL
	}
	if c.format != "" {
		args = append([]string{}, append(args, "--format", c.format)...)
	}
	before := h.places(t)
	code := h.app().Run(context.Background(), args)
	what := fmt.Sprintf("%q", args)
	if code < exitDone || code > exitCheck {
		t.Fatalf("%s: exit code %d", what, code)
	}
	format, written := c.format, c.format
	if c.command != "report" {
		written = "" // a chart, a copy of the database, rejects
	}
	if code == exitUsage || code == exitFailed && h.out.Len() == 0 {
		format = ""
	}
	h.check(t, what, format)
	h.checkFiles(t, what, written, before)
}

// places are the files that there are.
func (h *hostileWorld) places(t testing.TB) (paths []string) {
	err := filepath.WalkDir(h.root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// checkFiles reads the files that a command has written and takes them away. What a
// pattern makes of names in the data must lie in the working folder.
func (h *hostileWorld) checkFiles(t testing.TB, what, format string, before []string) {
	for _, path := range h.places(t) {
		if slices.Contains(before, path) {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case filepath.Ext(path) == ".svg" || format == "html":
			checkMarkup(t, what+" "+path, string(content))
		case format == "csv" && filepath.Ext(path) == ".csv":
			checkCSV(t, what+" "+path, string(content))
		case format == "json":
			checkJSON(t, what+" "+path, string(content))
		case format == "markdown":
			checkMarkdown(t, what+" "+path, string(content))
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	others, err := os.ReadDir(h.root)
	if err != nil || len(others) != 1 {
		t.Fatalf("%s: beside the working folder there are %v, %v", what, others, err)
	}
}
