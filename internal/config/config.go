// Package config is the typed configuration of chatcops: the table of settings
// with their defaults, the file chatcops.yaml with the positions of mistakes,
// and the merging of file, environment and flags. Names that users choose
// (goals, tests, variants, events) keep their case.
package config

import (
	"regexp"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/safe"
)

// FileName is the name of the configuration file in the working directory and
// in the folder "chatcops" of the user's configuration.
const FileName = "chatcops.yaml"

// Config is the configuration in force. Everything in it has been validated.
type Config struct {
	File        string        // the file that was read, as people name it; "" if there is none
	DB          string        // path of the database
	Timezone    string        // IANA name or "local"
	Format      string        // one of the output formats
	IdleTimeout time.Duration // after which silence ends a conversation; 0: at once
	Source      string        // name of the source of imported data
	NoColor     bool
	Period      string // in the words of --period; "all": no bounds
	Compare     string // "previous", "none" or a period
	Limits      Limits
	Weights     []Weight // of the quality score, in the order of the file
	Goals       []Goal   // in the order of the file
	// DefaultGoals chooses among the goals that hold beside Goals.
	DefaultGoals DefaultGoals
	Graders      []Grader // in the order of the file
	Tests        []Test   // in the order of the file
	Rules        Rules
	Redact       Redact
	Funnels      []Funnel // in the order of the file
	NorthStar    string   // name of the metric that leads
	Alerts       []Alert  // in the order of the file
	Currency     string   // of the prices and of the costs in the data
	Prices       []Price  // in the order of the file
	// InForce lists every setting with its value and where that came from.
	InForce []Setting
}

// Limits bounds what an import accepts and what an analysis holds in memory.
type Limits struct {
	RecordBytes          int64 // of one record
	Depth                int   // of nested JSON
	DecompressedBytes    int64 // that one compressed input may grow to
	DecompressionRatio   int   // of the decompressed size to that on disk
	ArchiveEntries       int   // in one zip archive
	ConversationMessages int   // of one conversation; as many events
	ConversationBytes    int64 // of the texts of one conversation
	PropertyKeys         int   // in one set of properties
	Groups               int   // that an analysis tells apart
}

// Redact says what personal data is replaced, and when.
type Redact struct {
	Ingest   bool           // before it is stored
	Patterns []safe.Pattern // beside the built-in kinds, in the order of the file
	pos      []Pos          // of the patterns
}

// Setting is a value in force. Origin is "default", FILE:LINE, the name of an
// environment variable, or --FLAG.
type Setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// Pos is where something was written. Line and Column count from 1 and are 0
// where they are not known, as for environment variables and flags, which
// stand in File.
type Pos struct {
	File         string
	Line, Column int
}

// Entry is a text of the file with its position.
type Entry struct {
	Value string
	Pos   Pos
}

// Goal is something a conversation may reach. Exactly one of Event, Tool,
// Outcomes and Pattern is set.
type Goal struct {
	Name     string
	Pos      Pos
	Event    string         // name of an event, as written
	Tool     string         // name of a tool; * stands for any characters
	Outcomes []chat.Outcome // none if the trigger is another
	Pattern  *regexp.Regexp // searched in the messages of Role
	Role     chat.Role      // holds only where Pattern is set
	// Resolving says that reaching the goal resolves the conversation.
	Resolving bool
	// Uncounted says that reaching the goal does not complete a conversation.
	Uncounted bool
}

// Grader gives points to a score; several may have one name.
type Grader struct {
	Name    string
	Pos     Pos
	Pattern *regexp.Regexp // searched in the messages of Role
	Role    chat.Role
	Points  float64 // for a conversation in which a message matches
}

// DefaultGoals chooses among the built-in goals; nothing is chosen unless Given.
type DefaultGoals struct {
	Given bool
	Pos   Pos
	Names []Entry // those that hold
}

// Test is an experiment. It has two variants or more and as many weights.
type Test struct {
	Name     string
	Pos      Pos
	Variants []string
	// Weights are decimals such as "50" or "0.5", as written, at least one of
	// them above zero; "1" for each variant if the file gives none.
	Weights []string
	Metric  Entry // name of a metric, not checked here
	// Direction is "higher" or "lower", "" where the metric decides.
	Direction       string
	MDE             float64 // smallest lift of interest, 0 for the default
	PlannedSessions int64   // of the whole test, 0 for none
	Guardrails      []Entry // names of metrics, not checked here
	Elsewhere       bool    // something else than the hash assigns the variants
	// Start and End bound the test as [Start, End); zero where open.
	Start, End time.Time
}

// Rules are the user's own scoring rules, beside the built-in ones.
type Rules struct {
	Events  []Rule  // word of the vocabulary, the user's names of events that mean it
	Tools   []Rule  // meaning, names of tools; * stands for any characters
	Phrases []Rule  // kind of phrase, phrases
	Off     []Entry // names of built-in word rules that are not used
}

// Rule is one name of the rules with its values, in the order of the file.
type Rule struct {
	Name   string
	Pos    Pos
	Values []Entry
}

// Location returns the timezone in which periods are cut.
func (c *Config) Location() *time.Location {
	loc, err := period.LoadLocation(c.Timezone)
	if err != nil { // Load has checked it: the database of timezones is gone since
		return time.UTC
	}
	return loc
}
