package config

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"chatcops/scoring"
)

// setting is one row of the table of settings: defaults, environment, file,
// template, docs and `config show` derive from it.
type setting struct {
	key      string // as in the file; a point separates a section from its setting
	flag     string // without dashes, "" if there is none
	presence string // a foreign variable that means true when it is not empty
	def      string
	example  string
	doc      string
	scalar   // for a single value
	list     // for what the user's names are the keys of
}

// scalar reads and stores a single value; its parse is nil in other rows.
type scalar struct {
	kindName string
	parse    func(text string) (value any, canonical string, err error)
	store    func(c *Config, value any)
}

// list reads a list or map of the file; its read is nil in other rows.
type list struct {
	examples []string // lines of YAML, each valid on its own below the key
	read     func(w *walker, value *yaml.Node)
	entries  func(c *Config) []entry
	fields   []field // of the items, if they are maps
}

// field is one key of a list's items.
type field struct{ name, kind, doc string }

// of binds a kind to the field of Config that it fills.
func of[T any](k kind[T], target func(*Config) *T) scalar {
	return scalar{
		kindName: k.name,
		parse: func(text string) (any, string, error) {
			v, err := k.parse(text)
			if err != nil {
				return nil, "", err
			}
			return v, k.print(v), nil
		},
		store: func(c *Config, value any) { *target(c) = value.(T) },
	}
}

// settings is the one table of settings, in the order of template and docs.
var settings = []setting{
	{key: "db", flag: "db", def: "chatcops.db", example: "support.db",
		doc:    "The database file. A relative path starts in the working directory.",
		scalar: of(textKind, func(c *Config) *string { return &c.DB })},
	{key: "timezone", flag: "timezone", def: localTimezone, example: "Europe/Berlin",
		doc:    "The timezone in which days begin: an IANA name, or local for that of the machine.",
		scalar: of(timezoneKind, func(c *Config) *string { return &c.Timezone })},
	{key: "format", flag: "format", def: "table", example: "json",
		doc:    "How results are printed.",
		scalar: of(formatKind, func(c *Config) *string { return &c.Format })},
	{key: "no_color", flag: "no-color", presence: "NO_COLOR", def: "false", example: "true",
		doc:    "No colours on a terminal.",
		scalar: of(boolKind, func(c *Config) *bool { return &c.NoColor })},
	{key: "period", flag: "period", def: "all", example: "30d",
		doc:    "The span of time that is analysed: all, 30d, 12w, last-month, 2026-10, 2026-Q3 and more.",
		scalar: of(periodKind, func(c *Config) *string { return &c.Period })},
	{key: "compare", flag: "compare", def: "previous", example: "none",
		doc:    "What a period is compared with: previous is the one before it.",
		scalar: of(compareKind, func(c *Config) *string { return &c.Compare })},
	{key: "idle_timeout", def: "30m", example: "2h",
		doc:    "A conversation whose last message is younger than this, at the time of the newest data, is pending.",
		scalar: of(durationKind, func(c *Config) *time.Duration { return &c.IdleTimeout })},
	{key: "source", flag: "source", def: "default", example: "helpdesk",
		doc:    "Name of the source of imported data. Ids are unique within a source.",
		scalar: of(textKind, func(c *Config) *string { return &c.Source })},
	{key: "currency", def: "USD", example: "EUR",
		doc:    "The currency of the prices and of the costs in the data. Nothing is converted.",
		scalar: of(currencyKind, func(c *Config) *string { return &c.Currency })},
	{key: "north_star", def: "resolution_rate", example: "completion_rate",
		doc:    "The metric that leads: stats shows it first.",
		scalar: of(metricKind, func(c *Config) *string { return &c.NorthStar })},
	{key: "limits.record_bytes", def: "64MiB", example: "256MiB",
		doc:    "Longest record that an import accepts; a longer one is rejected.",
		scalar: of(bytesBetween(1<<10, 1e9), func(c *Config) *int64 { return &c.Limits.RecordBytes })}, // SQLite holds no value above 1 GB
	{key: "limits.depth", def: "512", example: "1000",
		doc:    "Deepest nesting of JSON that an import accepts.",
		scalar: of(wholeNumber(8, 10000), func(c *Config) *int { return &c.Limits.Depth })}, // encoding/json stops at 10000
	{key: "limits.decompressed_bytes", def: "64GiB", example: "1TiB",
		doc:    "Size to which one compressed input may grow before the import stops: the guard against decompression bombs.",
		scalar: of(bytesBetween(1<<20, 1<<50), func(c *Config) *int64 { return &c.Limits.DecompressedBytes })},
	{key: "limits.decompression_ratio", def: "500", example: "2000",
		doc:    "How many times its size on disk a compressed input may grow, once it is larger than 64 MiB, before the import stops.",
		scalar: of(wholeNumber(2, 1_000_000), func(c *Config) *int { return &c.Limits.DecompressionRatio })},
	{key: "limits.archive_entries", def: "10000", example: "50000",
		doc:    "How many files one zip archive may hold.",
		scalar: of(wholeNumber(1, 1_000_000), func(c *Config) *int { return &c.Limits.ArchiveEntries })},
	{key: "limits.conversation_messages", def: "50000", example: "250000",
		doc:    "How many messages, and how many events, one conversation keeps: the first ones. Memory grows by 5 KB a message.",
		scalar: of(wholeNumber(100, 10_000_000), func(c *Config) *int { return &c.Limits.ConversationMessages })},
	{key: "limits.conversation_bytes", def: "64MiB", example: "256MiB",
		doc:    "How much text of messages and events one conversation keeps.",
		scalar: of(bytesBetween(64<<10, 1e9), func(c *Config) *int64 { return &c.Limits.ConversationBytes })},
	{key: "limits.property_keys", def: "1000", example: "5000",
		doc:    "How many properties one message, event, conversation or user may have.",
		scalar: of(wholeNumber(10, 1_000_000), func(c *Config) *int { return &c.Limits.PropertyKeys })},
	{key: "limits.groups", def: "100000", example: "500000",
		doc:    "How many groups are told apart: users, bots, models, values of a property, cases of compare --pair.",
		scalar: of(wholeNumber(10, 10_000_000), func(c *Config) *int { return &c.Limits.Groups })},
	{key: "redact.ingest", def: "false", example: "true",
		doc:    "Personal data is replaced before it is stored, as by ingest --redact.",
		scalar: of(boolKind, func(c *Config) *bool { return &c.Redact.Ingest })},
	{key: "redact.patterns", def: "none",
		doc: "Your own personal data, beside e-mail addresses, phone numbers, cards, IBANs and IP addresses: the name that the\n" +
			"placeholder shows, and a regular expression (RE2) of which each match is replaced as a whole.",
		list: list{read: (*walker).readPatterns, entries: patternEntries, examples: []string{
			`order: '\bORD-\d{6}\b'`,
		}}},
	{key: "quality.weights", def: strings.Join(defaultWeights(), ", "),
		doc: "How much each component counts in the quality score: " + strings.Join(weightNames(), ", ") + ".\n" +
			"Only their ratio matters; one that is left out keeps its default.",
		list: list{read: (*walker).readQuality, entries: weightEntries, examples: defaultWeights()}},
	{key: "goals", def: "none",
		doc: "What a conversation may reach. Each goal has a name and exactly one of event, tool, outcome and pattern.\n" +
			"One named like a default goal stands instead of it.",
		list: list{read: (*walker).readGoals, entries: goalEntries, fields: goalFields, examples: []string{
			"- {name: Order_Placed, event: order_placed, resolving: true}",
			"- {name: Refund, tool: issue_refund*, resolving: true}",
			`- {name: Asked_Price, pattern: '(?i)\bhow much\b', role: user}`,
		}}},
	{key: "default_goals", def: "true",
		doc: "Which built-in goals hold: true for all, false for none, or a list of " + strings.Join(defaultGoalNames(), ", ") + ".",
		list: list{read: (*walker).readDefaultGoals, entries: defaultGoalEntries, examples: []string{
			"- lead_captured",
			"- question_answered",
		}}},
	{key: "graders", def: "none",
		doc: "Scores by patterns: each grader adds its points once to the score of its name if a message of the role matches.\n" +
			"Several graders may have one name. See score:NAME among the metrics.",
		list: list{read: (*walker).readGraders, entries: graderEntries, fields: graderFields, examples: []string{
			`- {name: Politeness, pattern: '(?i)\bplease\b', role: assistant, points: 10}`,
			`- {name: Politeness, pattern: '(?i)\b(whatever|calm down)\b', role: assistant, points: -20}`,
		}}},
	{key: "tests", def: "none",
		doc: "Experiments. A session belongs to a variant by the hash of test and session, in the ratio of the weights.",
		list: list{read: (*walker).readTests, entries: testEntries, fields: testFields, examples: []string{
			"- {name: PromptTone_V2, variants: [formal, friendly], weights: [50, 50], metric: conversion_rate, start: 2026-10-01}",
			"- {name: Shorter_Answers, variants: [long, short], metric: resolution_rate, mde: 5%, planned_sessions: 20000, guardrails: [escalation_rate]}",
		}}},
	{key: "funnels", def: "none",
		doc: "Ways that conversations take in steps, for chatcops funnel NAME. Without any there is the built-in funnel default:\n" +
			"started, engaged, answered, resolved, converted.",
		list: list{read: (*walker).readFunnels, entries: funnelEntries, fields: funnelFields, examples: []string{
			"- {name: Checkout, window: 2h, steps: [{state: engaged}, {name: Asked_Price, pattern: '(?i)\\bhow much\\b', role: user}, {goal: Order_Placed}]}",
			"- {name: Care, ordered: false, steps: [{user_messages: 2}, {event: escalation_requested}, {outcome: [resolved_confirmed, escalated]}]}",
		}}},
	{key: "alerts", def: "none",
		doc: alertsDoc(),
		list: list{read: (*walker).readAlerts, entries: alertEntries, examples: []string{
			"- escalation_rate > 10%",
			"- conversations < 50 per day over 7d",
			"- response_time.mean > 5s",
			"- resolution_rate drops 2pp over 7d",
			"- fallback_rate above usual of 8 over 7d",
		}}},
	{key: "prices", def: "none",
		doc: "What models cost, for chatcops usage: per million tokens, in the currency of the setting of that name.\n" +
			"A cost in the data stands before the price. There are no prices built in, since they change.",
		list: list{read: (*walker).readPrices, entries: priceEntries, fields: priceFields, examples: []string{
			"- {model: sprout-large-*, input: 3, cached: 0.3, output: 15}",
			"- {model: sprout-large-*, input: 2.5, cached: 0.25, output: 10, from: 2026-10-15}",
		}}},
	{key: "rules.events", def: "none",
		doc: "Your own names of events, below the word of the vocabulary that they mean.",
		list: list{read: (*walker).readEventRules, entries: ruleEntries(func(c *Config) []Rule { return c.Rules.Events }),
			examples: []string{
				"escalation_requested: [paged_human]",
				"conversion: [Subscribed, trial_started]",
			}}},
	{key: "rules.tools", def: "none",
		doc: "Your own tools, below what a call means: " + strings.Join(toolMeanings, ", ") + ". A * stands for any characters.",
		list: list{read: (*walker).readToolRules, entries: ruleEntries(func(c *Config) []Rule { return c.Rules.Tools }),
			examples: []string{
				"escalation: [page_on_call, transfer_*]",
			}}},
	{key: "rules.phrases", def: "none",
		doc: "Your own phrases, below what they say:\n" + wrapped(scoring.Kinds()) + ".\n" +
			"(a|b c) is one of these, [word] optional, ... up to four words, word* any ending, ^ and $ the ends of the message.",
		list: list{read: (*walker).readPhraseRules, entries: ruleEntries(func(c *Config) []Rule { return c.Rules.Phrases }),
			examples: []string{
				`escalation_request: ["(speak|talk) to [the] owner"]`,
			}}},
	{key: "rules.off", def: "none",
		doc:  "Built-in word rules that are not used, by name, in every language; rules.phrases may replace them.",
		list: list{read: (*walker).readRulesOff, entries: offEntries, examples: []string{"- gives_up"}}},
}

// env is the environment variable of a single value.
func (s *setting) env() string {
	return "CHATCOPS_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// section is the part of the key before the point, "" at the top level.
func (s *setting) section() string {
	section, _, found := strings.Cut(s.key, ".")
	if !found {
		return ""
	}
	return section
}

// leaf is the key within its section.
func (s *setting) leaf() string { return s.key[strings.LastIndexByte(s.key, '.')+1:] }

// wrapped lists words on lines of about 100 bytes.
func wrapped(words []string) string {
	var b strings.Builder
	line := 0
	for i, w := range words {
		switch {
		case i > 0 && line > 90:
			b.WriteString(",\n")
			line = 0
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(w)
		line += len(w) + 2
	}
	return b.String()
}
