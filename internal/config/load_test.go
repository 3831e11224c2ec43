package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
)

// write puts files into a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// environ is an environment of fixed variables.
func environ(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

// loadText loads a chatcops.yaml with the given text.
func loadText(t *testing.T, text string) (*Config, error) {
	t.Helper()
	return Load(Options{Dir: write(t, map[string]string{FileName: text})})
}

func mustLoad(t *testing.T, o Options) *Config {
	t.Helper()
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func defaults() *Config {
	return &Config{DB: "chatcops.db", Timezone: "local", Format: "table", IdleTimeout: 30 * time.Minute, Source: "default", Currency: "USD", NorthStar: "resolution_rate",
		Period: "all", Compare: "previous", Limits: Limits{RecordBytes: 64 << 20, Depth: 512, DecompressedBytes: 64 << 30, DecompressionRatio: 500, ArchiveEntries: 10000, ConversationMessages: 50000,
			ConversationBytes: 64 << 20, PropertyKeys: 1000, Groups: 100000}}
}

func TestDefaultsWithoutFile(t *testing.T) {
	c := mustLoad(t, Options{Dir: t.TempDir(), UserConfigDir: t.TempDir()})
	for _, s := range c.InForce {
		if s.Origin != "default" {
			t.Errorf("%s comes from %s", s.Key, s.Origin)
		}
	}
	if len(c.InForce) != len(settings) {
		t.Errorf("%d settings in force, %d in the table", len(c.InForce), len(settings))
	}
	c.InForce = nil
	if want := defaults(); !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestNothingInTheFile(t *testing.T) {
	for _, text := range []string{"", "\n", "# only a comment\n", "---\n", "\ufeff", "null\n", "limits:\ngoals:\ntests: ~\nrules:\n  events:\n"} {
		c, err := loadText(t, text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		c.InForce, c.File = nil, ""
		if want := defaults(); !reflect.DeepEqual(c, want) {
			t.Errorf("%q: got %+v", text, c)
		}
	}
}

func origins(c *Config) map[string]Setting {
	m := map[string]Setting{}
	for _, s := range c.InForce {
		m[s.Key] = s
	}
	return m
}

func TestFlagsOverEnvironmentOverFile(t *testing.T) {
	dir := write(t, map[string]string{FileName: "db: file.db\nperiod: 2026\nlimits:\n  depth: 100\n  record_bytes: 1MiB\nno_color: false\nsource: desk\n"})
	c := mustLoad(t, Options{
		Dir:    dir,
		Getenv: environ(map[string]string{"CHATCOPS_DB": "env.db", "CHATCOPS_PERIOD": "30d", "CHATCOPS_LIMITS_DEPTH": "200", "CHATCOPS_SOURCE": "", "NO_COLOR": "0"}),
		Flags:  map[string]string{"db": "flag.db", "quiet": "true"},
	})
	want := map[string]Setting{
		"db":                  {"db", "flag.db", "--db"},
		"period":              {"period", "30d", "CHATCOPS_PERIOD"},
		"limits.depth":        {"limits.depth", "200", "CHATCOPS_LIMITS_DEPTH"},
		"limits.record_bytes": {"limits.record_bytes", "1MiB", "chatcops.yaml:5"},
		"no_color":            {"no_color", "true", "NO_COLOR"},
		"source":              {"source", "desk", "chatcops.yaml:7"},
		"idle_timeout":        {"idle_timeout", "30m", "default"},
		"goals":               {"goals", "none", "default"},
	}
	got := origins(c)
	for key, w := range want {
		if got[key] != w {
			t.Errorf("%s: got %v, want %v", key, got[key], w)
		}
	}
	if c.DB != "flag.db" || c.Period != "30d" || c.Limits.Depth != 200 || c.Limits.RecordBytes != 1<<20 || !c.NoColor || c.Source != "desk" {
		t.Errorf("typed values differ from those in force: %+v", c)
	}
}

func TestOwnVariableWinsOverNoColor(t *testing.T) {
	c := mustLoad(t, Options{Dir: t.TempDir(), Getenv: environ(map[string]string{"NO_COLOR": "1", "CHATCOPS_NO_COLOR": "false"})})
	if c.NoColor {
		t.Error("NO_COLOR won over CHATCOPS_NO_COLOR")
	}
}

// Every single value can be set from file, environment and (where it has one) a flag.
func TestEverySettingFromEverySource(t *testing.T) {
	for _, s := range settings {
		if s.parse == nil {
			continue
		}
		line := s.leaf() + ": " + s.example + "\n"
		if s.section() != "" {
			line = s.section() + ":\n  " + line
		}
		sources := map[string]Options{
			s.env():         {Dir: t.TempDir(), Getenv: environ(map[string]string{s.env(): s.example})},
			"chatcops.yaml": {Dir: write(t, map[string]string{FileName: line})},
		}
		if s.flag != "" {
			sources["--"+s.flag] = Options{Dir: t.TempDir(), Flags: map[string]string{s.flag: s.example}}
		}
		for origin, o := range sources {
			got := origins(mustLoad(t, o))[s.key]
			if from, _, _ := strings.Cut(got.Origin, ":"); got.Value != s.example || from != origin {
				t.Errorf("%s: got %v", s.key, got)
			}
		}
		if s.example == s.def {
			t.Errorf("%s: the example is the default", s.key)
		}
	}
}

func TestWhichFile(t *testing.T) {
	dir := write(t, map[string]string{FileName: "db: work.db\n", "other.yaml": "db: other.db\n"})
	user := write(t, map[string]string{"chatcops/chatcops.yaml": "db: user.db\nformat: json\n"})
	named := filepath.Join(user, "chatcops", FileName)
	variable := environ(map[string]string{"CHATCOPS_CONFIG": "other.yaml"})
	for _, c := range []struct {
		name       string
		o          Options
		file, db   string
		wantFormat string
	}{
		{"working directory", Options{Dir: dir, UserConfigDir: user}, FileName, "work.db", "table"},
		{"user's folder", Options{Dir: t.TempDir(), UserConfigDir: user}, named, "user.db", "json"},
		{"explicit", Options{Dir: dir, UserConfigDir: user, Explicit: "other.yaml"}, "other.yaml", "other.db", "table"},
		{"explicit, absolute", Options{Dir: dir, Explicit: named}, named, "user.db", "json"},
		{"variable", Options{Dir: dir, Getenv: variable}, "other.yaml", "other.db", "table"},
		{"explicit over variable", Options{Dir: dir, Getenv: variable, Explicit: FileName}, FileName, "work.db", "table"},
		{"none", Options{Dir: t.TempDir(), UserConfigDir: t.TempDir()}, "", "chatcops.db", "table"},
	} {
		got := mustLoad(t, c.o)
		if got.File != c.file || got.DB != c.db || got.Format != c.wantFormat {
			t.Errorf("%s: file %q db %q format %q", c.name, got.File, got.DB, got.Format)
		}
	}
}

const listed = `timezone: Europe/Berlin
goals:
  - {name: Order_Placed, event: Order_Placed, resolving: true}
  - name: refund
    tool: Issue_Refund*
  - {name: REFUND, outcome: resolved_confirmed}
  - {name: asked, pattern: '(?i)\bHow much\b', role: user}
tests:
  - name: PromptTone_V2
    variants: [Formal, friendly, "10"]
    weights: [0.50, 33, 0]
    metric: csat
    start: 2026-10-01
    end: 2026-10-26T00:00:00Z
  - {name: prompttone_v2, variants: [True, b], direction: lower, mde: 5%, planned_sessions: 20000, guardrails: [Duration], assignment: elsewhere}
rules:
  events:
    conversion: [Subscribed, TRIAL_started]
  tools:
    escalation: [Page_*]
  phrases:
    complaint: ["Call Me now", ünïcode]
`

func TestListsKeepCaseAndLiterals(t *testing.T) {
	c, err := loadText(t, listed)
	if err != nil {
		t.Fatal(err)
	}
	g := c.Goals
	if len(g) != 4 || g[0].Name != "Order_Placed" || g[0].Event != "Order_Placed" || !g[0].Resolving || g[1].Tool != "Issue_Refund*" ||
		g[2].Name != "REFUND" || !slices.Equal(g[2].Outcomes, []chat.Outcome{chat.ResolvedConfirmed}) || g[2].Resolving ||
		!g[3].Pattern.MatchString("so HOW MUCH is it") || g[3].Role != chat.RoleUser {
		t.Errorf("goals %+v", g)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	pos := func(line, column int) Pos { return Pos{FileName, line, column} }
	wantTests := []Test{
		{Name: "PromptTone_V2", Pos: pos(9, 5), Variants: []string{"Formal", "friendly", "10"}, Weights: []string{"0.50", "33", "0"},
			Metric: Entry{"csat", pos(12, 13)}, Start: time.Date(2026, 10, 1, 0, 0, 0, 0, berlin), End: time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC)},
		{Name: "prompttone_v2", Pos: pos(15, 5), Variants: []string{"True", "b"}, Weights: []string{"1", "1"}, Metric: Entry{"conversion_rate", pos(15, 5)},
			Direction: "lower", MDE: 0.05, PlannedSessions: 20000, Guardrails: []Entry{{"Duration", pos(15, 113)}}, Elsewhere: true},
	}
	if !reflect.DeepEqual(c.Tests, wantTests) {
		t.Errorf("got  %+v\nwant %+v", c.Tests, wantTests)
	}
	wantRules := Rules{
		Events:  []Rule{{"conversion", pos(18, 5), []Entry{{"Subscribed", pos(18, 18)}, {"TRIAL_started", pos(18, 30)}}}},
		Tools:   []Rule{{"escalation", pos(20, 5), []Entry{{"Page_*", pos(20, 18)}}}},
		Phrases: []Rule{{"complaint", pos(22, 5), []Entry{{"Call Me now", pos(22, 17)}, {"ünïcode", pos(22, 32)}}}},
	}
	if !reflect.DeepEqual(c.Rules, wantRules) {
		t.Errorf("got  %+v\nwant %+v", c.Rules, wantRules)
	}
}

func TestListsInForce(t *testing.T) {
	c, err := loadText(t, listed)
	if err != nil {
		t.Fatal(err)
	}
	want := []Setting{
		{"goals.Order_Placed", "event Order_Placed, resolving", "chatcops.yaml:3"},
		{"goals.refund", "tool Issue_Refund*", "chatcops.yaml:4"},
		{"goals.REFUND", "outcome resolved_confirmed", "chatcops.yaml:6"},
		{"goals.asked", `pattern (?i)\bHow much\b by user`, "chatcops.yaml:7"},
		{"default_goals", "true", "default"},
		{"graders", "none", "default"},
		{"tests.PromptTone_V2", "Formal 0.50, friendly 33, 10 0, csat, from 2026-10-01T00:00:00+02:00, until 2026-10-26T00:00:00Z", "chatcops.yaml:9"},
		{"tests.prompttone_v2", "True 1, b 1, conversion_rate (lower is better), mde 5%, 20000 sessions planned, guarding Duration, assigned elsewhere", "chatcops.yaml:15"},
		{"funnels", "none", "default"}, {"alerts", "none", "default"},
		{"prices", "none", "default"},
		{"rules.events.conversion", "Subscribed, TRIAL_started", "chatcops.yaml:18"},
		{"rules.tools.escalation", "Page_*", "chatcops.yaml:20"},
		{"rules.phrases.complaint", "Call Me now, ünïcode", "chatcops.yaml:22"},
		{"rules.off", "none", "default"},
	}
	if got := c.InForce[len(c.InForce)-len(want):]; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Dates are read in the timezone that wins, not in that of the file.
func TestDatesInTheTimezoneInForce(t *testing.T) {
	dir := write(t, map[string]string{FileName: "timezone: Europe/Berlin\ntests:\n- {name: a, variants: [x, y], start: 2026-10-01}\n"})
	c := mustLoad(t, Options{Dir: dir, Flags: map[string]string{"timezone": "America/New_York"}})
	if got := c.Tests[0].Start.UTC().Format(time.RFC3339); got != "2026-10-01T04:00:00Z" {
		t.Errorf("start %s", got)
	}
	if c.Location().String() != "America/New_York" {
		t.Errorf("location %s", c.Location())
	}
}

func TestLocalTimezone(t *testing.T) {
	for _, name := range []string{"local", "Local"} {
		c := mustLoad(t, Options{Dir: t.TempDir(), Flags: map[string]string{"timezone": name}})
		if c.Timezone != "local" || c.Location() != time.Local {
			t.Errorf("%s: %s, %s", name, c.Timezone, c.Location())
		}
	}
}

func TestGradersAndDefaultGoals(t *testing.T) {
	c, err := loadText(t, `graders:
  - {name: Tone, pattern: '(?i)\bplease\b', role: assistant, points: 10}
  - {name: Tone, pattern: rude, role: human_agent, points: -2.5}
default_goals: [email_captured]
goals:
  - {name: Kept, outcome: [resolved_confirmed, abandoned], counts: false}
`)
	if err != nil {
		t.Fatal(err)
	}
	g := c.Graders
	if len(g) != 2 || g[0].Name != "Tone" || !g[0].Pattern.MatchString("PLEASE") || g[0].Role != chat.RoleAssistant || g[0].Points != 10 ||
		g[1].Role != chat.RoleHumanAgent || g[1].Points != -2.5 {
		t.Errorf("graders %+v", g)
	}
	if !c.DefaultGoals.Given || !slices.Equal(values(c.DefaultGoals.Names), []string{"email_captured"}) {
		t.Errorf("default goals %+v", c.DefaultGoals)
	}
	if k := c.Goals[0]; !k.Uncounted || !slices.Equal(k.Outcomes, []chat.Outcome{chat.ResolvedConfirmed, chat.Abandoned}) {
		t.Errorf("goal %+v", k)
	}
	var got []Setting
	for _, s := range c.InForce {
		if strings.HasPrefix(s.Key, "graders") || strings.HasPrefix(s.Key, "default_goals") || strings.HasPrefix(s.Key, "goals") {
			got = append(got, s)
		}
	}
	want := []Setting{
		{"goals.Kept", "outcome resolved_confirmed or abandoned, not counted", "chatcops.yaml:6"},
		{"default_goals.email_captured", "true", "chatcops.yaml:4"},
		{"graders.Tone", `10 points for pattern (?i)\bplease\b by assistant`, "chatcops.yaml:2"},
		{"graders.Tone", "-2.5 points for pattern rude by human_agent", "chatcops.yaml:3"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for text, names := range map[string]int{"false": 0, "[]": 0, "true": 4} {
		c, err := loadText(t, "default_goals: "+text)
		if err != nil || !c.DefaultGoals.Given || len(c.DefaultGoals.Names) != names {
			t.Errorf("%s: %+v, %v", text, c.DefaultGoals, err)
		}
	}
}
