package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	topKeys  = "db, timezone, format, no_color, period, compare, idle_timeout, source, currency, north_star, limits, redact, quality, goals, default_goals, graders, tests, funnels, alerts, prices, rules"
	outcomes = "escalated, resolved_confirmed, resolved_assumed, abandoned, pending, unknown"
	advice   = ": check the indentation, the quotes and the colons"
)

// mistake is a text of a file and the messages about it, without "chatcops.yaml:".
type mistake struct {
	text string
	want []string
}

func one(text, want string) mistake { return mistake{text, []string{want}} }

var settingMistakes = []mistake{
	one("# a\n\n  \ndb: x\nlimits:\n  depth: 9\n  timezon: UTC\n", `7:3: unknown key "timezon": known are record_bytes, depth, decompressed_bytes, decompression_ratio, archive_entries, conversation_messages, conversation_bytes, property_keys, groups`),
	one("timezon: UTC\n", `1:1: unknown key "timezon": did you mean "timezone"?`),
	one("idle-timeout: 3m\n", `1:1: unknown key "idle-timeout": did you mean "idle_timeout"?`),
	one("DB: x\n", `1:1: unknown key "DB": did you mean "db"?`),
	one("zzz: 1\n", `1:1: unknown key "zzz": known are `+topKeys),
	one(strings.Repeat("é", 100)+": 1\n", `1:1: unknown key "`+strings.Repeat("é", 60)+`…": known are `+topKeys),
	one("depth: 5\n", `1:1: unknown key "depth": put it below limits:`),
	one("limits:\n  dept: 5\n", `2:3: unknown key "dept": did you mean "depth"?`),
	one("limits:\n  limits: 5\n", `2:3: unknown key "limits": known are record_bytes, depth, decompressed_bytes, decompression_ratio, archive_entries, conversation_messages, conversation_bytes, property_keys, groups`),
	one("redact: {patterns: {Order: x}}", `1:21: redaction pattern "Order": a name has lower-case letters, digits and _, and begins with a letter`),
	one("redact: {patterns: {order: '('}}", `1:28: "(" is no regular expression (missing closing )): put \ before characters that stand for themselves`),
	one("redact: {patterns: [x]}", `1:20: expected names, each with a regular expression, such as order: '\bORD-\d{6}\b', found a list`),
	one("rules: {event: {}}", `1:9: unknown key "event": did you mean "events"?`),
	one("- a\n", `1:1: expected settings (`+topKeys+`), found a list`),
	one("just text\n", `1:1: expected settings (`+topKeys+`), found "just text"`),
	one("limits: 5\n", `1:9: expected settings (record_bytes, depth, decompressed_bytes, decompression_ratio, archive_entries, conversation_messages, conversation_bytes, property_keys, groups), found "5"`),
	one("rules: []\n", `1:8: expected settings (events, tools, phrases, off), found a list`),
	one("db: [a]\n", `1:5: db: expected a single value, found a list`),
	one("db: {a: b}\n", `1:5: db: expected a single value, found a map of keys`),
	one("db:\n", `1:4: db has no value: write one, or leave the line out`),
	one("db: ''\n", `1:5: db: empty: write a value, or leave the setting out`),
	one("source: \"a\\e[31mb\"\n", `1:9: source: "a\x1b[31mb" holds control characters: leave them out`),
	one("db: "+strings.Repeat("x", 5000)+"\n", `1:5: db is longer than 4096 bytes: shorten it`),
	one("idle_timeout: 30\n", `1:15: idle_timeout: "30" is no duration: write a number with a unit, such as 90s, 30m or 2h`),
	one("idle_timeout: -5m\n", `1:15: idle_timeout: "-5m" is no duration: write a number with a unit, such as 90s, 30m or 2h`),
	one("no_color: yes\n", `1:11: no_color: "yes" is neither true nor false: write one of the two`),
	one("format: jsn\n", `1:9: format: unknown format "jsn": did you mean "json"?`),
	one("timezone: Europe/Berln\n", `1:11: timezone: unknown timezone "Europe/Berln": write a name of the IANA database such as Europe/Berlin (case counts), UTC, or local`),
	one("timezone: ../../etc/passwd\n", `1:11: timezone: unknown timezone "../../etc/passwd": write a name of the IANA database such as Europe/Berlin (case counts), UTC, or local`),
	one("compare: befor\n", `1:10: compare: "befor" is neither previous, none nor a period: write one of them, such as 2026-10`),
	{"limits: {depth: 1e3, record_bytes: 10XB,\n decompressed_bytes: 9999999TiB}\n", []string{
		`1:17: limits.depth: "1e3" is no whole number from 8 to 10000: write one`,
		`1:36: limits.record_bytes: "10XB" is no size: write a whole number with a unit, such as 64MiB or 2GB`,
		`2:22: limits.decompressed_bytes: "9999999TiB" is no size: write a whole number with a unit, such as 64MiB or 2GB`}},
	{"limits: {depth: 7, record_bytes: 1B, decompressed_bytes: -1}\n", []string{
		`1:17: limits.depth: "7" is no whole number from 8 to 10000: write one`,
		`1:34: limits.record_bytes: "1B" is out of bounds: write a size from 1KiB to 1GB`,
		`1:58: limits.decompressed_bytes: "-1" is no size: write a whole number with a unit, such as 64MiB or 2GB`}},
	one("limits: {record_bytes: 2GB}\n", `1:24: limits.record_bytes: "2GB" is out of bounds: write a size from 1KiB to 1GB`),
	one("db: a\ndb: b\n", `2:1: key "db" is set twice: keep this one or that of line 1`),
	one("limits: {depth: 9}\nlimits: {depth: 10}\n", `2:1: key "limits" is set twice: keep this one or that of line 1`),
	one("? [a]\n: b\n", `1:3: a key must be a word, found a list: quote it`),
	one("~: x\n", `1:1: a key must be a word, found nothing: quote it`),
}

var documentMistakes = []mistake{
	{"db: &a x\nsource: *a\n", []string{
		`1:5: anchor &a: write the value out where it is needed, or quote a text that begins with &`,
		`2:9: alias *a: write the value out, or quote a text that begins with *`}},
	one("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", `1:4: anchor &a: write the value out where it is needed, or quote a text that begins with &
chatcops.yaml:2:4: anchor &b: write the value out where it is needed, or quote a text that begins with &
chatcops.yaml:3:4: anchor &c: write the value out where it is needed, or quote a text that begins with &`),
	one("limits:\n  <<: {depth: 9}\n", `2:3: unknown key "<<": known are record_bytes, depth, decompressed_bytes, decompression_ratio, archive_entries, conversation_messages, conversation_bytes, property_keys, groups`),
	one("db: !<a%0Ab> x\n", `1:5: tag "a\nb": leave it out, or quote a text that begins with !`),
	one("db: !!str x\n", `1:5: tag "!!str": leave it out, or quote a text that begins with !`),
	one("format: csv\ndb: *b\n", `2: not valid YAML: alias *b: write the value out, or quote a text that begins with *`),
	one("db: x\n---\ndb: y\n", `2:1: a second document begins here: keep one, without a line ---`),
	one("db: x\n---\n]\n", `3: not valid YAML: did not find expected node content`+advice),
	one("a: \xff\n", `1:4: not UTF-8: save the file in UTF-8`),
	one("\xff\xfed\x00b\x00", `1:1: not UTF-8: save the file in UTF-8`),
	one("db: x\na: é\x00\n", `2:5: control character U+0000: delete it`),
	one("db: x\nfoo\nbar: y\n", `2: not valid YAML: could not find expected ':'`+advice),
	one("db: x\n\tfoo: 1\n", `2: not valid YAML: found a tab character that violates indentation: indent with spaces`),
	one("a: b: c\n", `1: not valid YAML: mapping values are not allowed in this context`+advice),
	one("\ufeffdb: x\n\na: b: c\n", `3: not valid YAML: mapping values are not allowed in this context`+advice),
	one("db: x\nq: [1, 2\nr: 3\n", `2: not valid YAML: did not find expected ',' or ']'`+advice),
	one("limits:\n  depth: 5\n  x: y\n\n\n - a\n", `6: not valid YAML: did not find expected key`+advice),
	one("goals:\n\n  - name: x\n\n    event: y\n\n  x: 1\n", `7: not valid YAML: did not find expected '-' indicator`+advice),
	one("db: 'x' y\nformat: json\n", `1: not valid YAML: did not find expected key`+advice),
	one("]\n", `1: not valid YAML: did not find expected node content`+advice),
	one("db: @x\n", `1: not valid YAML: found character that cannot start any token: indent with spaces, and quote texts that begin with a special character`),
	one("db: \"x\n\n\nformat: csv\n", `1: not valid YAML: found unexpected end of stream: close the quote that opens here`),
	one(strings.Repeat("[", 20000), `1: not valid YAML: exceeded max depth of 10000`+advice),
}

var graderMistakes = []mistake{
	one("graders: {}\n", `1:10: expected a list of graders, such as - {name: Politeness, pattern: '\bplease\b', role: assistant, points: 10}, found a map of keys`),
	{"graders:\n- {}\n", []string{
		`2:3: the grader has no name: add name: and a name`,
		`2:3: the grader has no pattern: add pattern: and a regular expression`,
		`2:3: pattern needs a role: add role: and one of user, assistant, human_agent, tool`,
		`2:3: the grader has no points: add points: and a number`}},
	one("graders: [{name: a, pattern: '(', role: user, points: 1}]", `1:30: "(" is no regular expression (missing closing )): put \ before characters that stand for themselves`),
	one("graders: [{name: a, pattern: x, role: boss, points: 1}]", `1:39: unknown role "boss": known are user, assistant, human_agent, tool`),
	one("graders: [{name: a, pattern: x, role: user, points: many}]", `1:53: points: "many" is no number from -1000000 to 1000000`),
	one("graders: [{name: a, pattern: x, role: user, points: 1e9}]", `1:53: points: "1e9" is no number from -1000000 to 1000000`),
	one("graders: [{name: a, pattern: x, role: user, points: NaN}]", `1:53: points: "NaN" is no number from -1000000 to 1000000`),
	one("graders: [{name: a, pattrn: x, role: user, points: 1}]", `1:21: unknown key "pattrn": did you mean "pattern"?`),
	one("default_goals: maybe\n", `1:16: default_goals: "maybe" is neither true nor false: write one of the two, or a list of lead_captured, question_answered, escalation_avoided, email_captured`),
	one("default_goals: [lead_capture]\n", `1:17: unknown default goal "lead_capture": did you mean "lead_captured"?`),
	one("default_goals: [lead_captured, lead_captured]\n", `1:32: default goal "lead_captured" is listed twice: delete one`),
	one("default_goals: {a: b}\n", `1:16: default_goals: expected true, false or a list, found a map of keys`),
}

var funnelMistakes = []mistake{
	one("funnels: x\n", `1:10: expected a list of funnels, such as - {name: Checkout, steps: [{state: engaged}, {event: cart_add}]}, found "x"`),
	{"funnels:\n- {}\n", []string{`2:3: the funnel has no name: add name: and a name`, `2:3: the funnel has no steps: add steps: and two or more`}},
	one("funnels: [{name: a, steps: [{state: engaged}]}]", `1:28: a funnel needs from 2 to 50 steps, not 1: add or delete some`),
	one("funnels: [{name: a, steps: [{state: engged}, {event: x}]}]", `1:37: unknown state "engged": did you mean "engaged"?`),
	one("funnels: [{name: a, steps: [{event: x}, {event: x}]}]", `1:41: step "x" is there twice: rename this one or that of line 1 with name:`),
	one("funnels: [{name: a, steps: [{name: b}, {event: x}]}]", `1:29: the step says not what reaches it: add one of state, event, goal, outcome, user_messages, pattern`),
	one("funnels: [{name: a, steps: [{event: y, goal: z}, {event: x}]}]", `1:29: the step has event and goal: keep one of them`),
	one("funnels: [{name: a, steps: [{user_messages: 0}, {event: x}]}]", `1:45: user_messages: "0" is no whole number from 1 to 10000: write one`),
	one("funnels: [{name: a, steps: [{pattern: '(', role: user}, {event: x}]}]", `1:39: "(" is no regular expression (missing closing )): put \ before characters that stand for themselves`),
	one("funnels: [{name: a, steps: [{event: y, role: user}, {event: x}]}]", `1:46: role goes with pattern only: leave it out`),
	one("funnels: [{name: a, window: 0s, steps: [{event: y}, {event: x}]}]", `1:29: window: "0s" leaves no time: write a longer one, or leave window out`),
	one("funnels: [{name: a, window: soon, steps: [{event: y}, {event: x}]}]", `1:29: window: "soon" is no duration: write a number with a unit, such as 90s, 30m or 2h`),
	one("funnels: [{name: a, order: true, steps: [{event: y}, {event: x}]}]", `1:21: unknown key "order": did you mean "ordered"?`),
}

var priceMistakes = []mistake{
	one("currency: US Dollars\n", `1:11: currency: "US Dollars" is no currency: write a few letters, such as EUR or USD`),
	{"prices:\n- {}\n", []string{`2:3: the price has no model: add model: and a name`, `2:3: the price has no input: add input: and the price of a million tokens`,
		`2:3: the price has no output: add output: and the price of a million tokens`}},
	one("prices: [{model: a, input: -1, output: 2}]", `1:28: input: "-1" is no price: write a number from 0 to 1000000, such as 2.5, for a million tokens`),
	one("prices: [{model: a, input: NaN, output: 2}]", `1:28: input: "NaN" is no price: write a number from 0 to 1000000, such as 2.5, for a million tokens`),
	one("prices: [{model: a, input: 1, output: 2, from: soon}]", `1:48: from: "soon" is no date: write one such as 2026-10-01 or 2026-10-01T09:00:00Z`),
	one("prices:\n- {model: a, input: 1, output: 2}\n- {model: a, input: 2, output: 2}\n", `3:3: model "a" has a price from that day already: keep this one or that of line 2`),
}

var goalMistakes = []mistake{
	one("goals: x\n", `1:8: expected a list of goals, such as - {name: Order_Placed, event: order_placed}, found "x"`),
	one("goals:\n- x\n", `2:3: expected a goal, such as {name: Order_Placed, event: order_placed}, found "x"`),
	one("goals:\n-\n", `2:2: expected a goal, such as {name: Order_Placed, event: order_placed}, found nothing`),
	{"goals:\n- {}\n", []string{
		`2:3: the goal has no name: add name: and a name`,
		`2:3: the goal has no trigger: add one of event, tool, outcome, pattern`}},
	one("goals: [{name: Aa}]", `1:9: goal "Aa" has no trigger: add one of event, tool, outcome, pattern`),
	one("goals: [{name: a, event: x, tool: y}]", `1:9: goal "a" has event and tool: keep one of them, or write several goals`),
	one("goals: [{name: a, evnt: x}]", `1:19: unknown key "evnt": did you mean "event"?`),
	one("goals: [{event: x}]", `1:9: the goal has no name: add name: and a name`),
	one("goals:\n- {name: a, event: x}\n- {name: A, event: x}\n- {name: a, tool: y}", `4:10: goal "a" is defined twice: rename or delete this one or that of line 2`),
	one("goals: [{name: '', event: x}]", `1:16: name: empty: write a value, or leave the setting out`),
	one("goals: [{name: a, event: [x]}]", `1:26: event: expected a single value, found a list`),
	one("goals: [{name: a, event: }]", `1:26: event has no value: write one, or leave the line out`),
	one("goals: [{name: a, outcome: resolved}]", `1:28: unknown outcome "resolved": did you mean "resolved_confirmed" or "resolved_assumed"?`),
	one("goals: [{name: a, outcome: happy}]", `1:28: unknown outcome "happy": known are `+outcomes),
	one("goals: [{name: a, outcome: escalatd}]", `1:28: unknown outcome "escalatd": did you mean "escalated"?`),
	one("goals: [{name: a, outcome: [escalated, lost]}]", `1:40: unknown outcome "lost": known are `+outcomes),
	one("goals: [{name: a, outcome: [pending, pending]}]", `1:38: outcome "pending" is listed twice: delete one`),
	one("goals: [{name: a, outcome: []}]", `1:28: the list of outcomes is empty: name one of `+outcomes),
	one("goals: [{name: a, outcome: {a: b}}]", `1:28: outcome: expected a single value, found a map of keys`),
	one("goals: [{name: a, event: b, counts: often}]", `1:37: counts: "often" is neither true nor false: write one of the two`),
	one("goals: [{name: a, outcome: escalated, resolving: true}]", `1:50: a goal that is an outcome cannot decide the outcome: leave resolving out`),
	one("goals: [{name: a, pattern: '(', role: user}]", `1:28: "(" is no regular expression (missing closing )): put \ before characters that stand for themselves`),
	one("goals: [{name: a, pattern: x}]", `1:9: pattern needs a role: add role: and one of user, assistant, human_agent, tool`),
	one("goals: [{name: a, pattern: x, role: boss}]", `1:37: unknown role "boss": known are user, assistant, human_agent, tool`),
	one("goals: [{name: a, event: x, role: user}]", `1:35: role goes with pattern only: leave it out`),
	{"goals: [{name: a, pattern: x, role: , resolving: }]", []string{
		`1:37: role has no value: write one, or leave the line out`,
		`1:50: resolving has no value: write one, or leave the line out`}},
	one("goals: [{name: a, event: x, resolving: maybe}]", `1:40: resolving: "maybe" is neither true nor false: write one of the two`),
}

var testMistakes = []mistake{
	one("tests: [{name: a}]", `1:9: the test has no variants: add variants: and two names or more, such as [formal, friendly]`),
	one("tests: [{variants: [a, b]}]", `1:9: the test has no name: add name: and a name`),
	one("tests: [{name: a, variant: [a, b]}]", `1:19: unknown key "variant": did you mean "variants"?`),
	one("tests: [{name: a, variants: [a]}]", `1:29: a test needs two variants or more: add one, or delete the test`),
	one("tests: [{name: a, variants: }]", `1:29: a test needs two variants or more: add one, or delete the test`),
	one("tests: [{name: a, variants: [a, B, b, a]}]", `1:39: variant "a" is listed twice: delete one`),
	one("tests: [{name: a, variants: [a, '']}]", `1:33: variant: empty: write a value, or leave the setting out`),
	one("tests: [{name: a, variants: x}]", `1:29: expected a list of variants, such as [formal, friendly], found "x"`),
	one("tests:\n- {name: a, variants: [a, b]}\n- {name: a, variants: [a, b]}", `3:10: test "a" is defined twice: rename or delete this one or that of line 2`),
	one("tests: [{name: a, variants: [a, b], weights: [1]}]", `1:46: weights: 1 for 2 variants: write one for each`),
	{"tests: [{name: a, variants: [a, b], weights: [1e3, -1, 50%, ~]}]", []string{
		`1:47: weight: "1e3" is not a plain decimal number such as 50 or 0.5`,
		`1:52: weight: "-1" is negative: a weight is 0 or more`,
		`1:56: weight: "50%" is not a plain decimal number such as 50 or 0.5`,
		`1:61: weight has no value: write one, or leave the line out`}},
	one("tests: [{name: a, variants: [a, b], weights: [0, 0.0]}]", `1:46: weights: the weights are all zero: at least one variant needs a weight above 0`),
	one("tests: [{name: a, variants: [a, b], weights: 5}]", `1:46: expected a list of weights, such as [50, 50], found "5"`),
	{"tests: [{name: a, variants: [a, b], start: tomorrow, end: 2026-13-01}]", []string{
		`1:44: start: "tomorrow" is no date: write one such as 2026-10-01 or 2026-10-01T09:00:00Z`,
		`1:59: end: "2026-13-01" is no date: write one such as 2026-10-01 or 2026-10-01T09:00:00Z`}},
	one("tests: [{name: a, variants: [a, b], start: 2026-10-02, end: 2026-10-02}]", `1:61: the test ends before it begins: put end after start`),
	one("tests: [{name: a, variants: [a, b], start: }]", `1:44: start has no value: write one, or leave the line out`),
	{"tests: [{name: a, variants: [a, b], direction: up, mde: 0, planned_sessions: many, assignment: has}]", []string{
		`1:48: unknown direction "up": known are higher, lower`,
		`1:57: mde: "0" is no share between 0 and 1: write one such as 0.1 or 10%`,
		`1:78: planned_sessions: "many" is no whole number from 1 to 1000000000000: write one such as 20000`,
		`1:96: unknown assignment "has": did you mean "hash"?`}},
	one("tests: [{name: a, variants: [a, b], mde: 100%}]", `1:42: mde: "100%" is no share between 0 and 1: write one such as 0.1 or 10%`),
	one("tests: [{name: a, variants: [a, b], mde: NaN}]", `1:42: mde: "NaN" is no share between 0 and 1: write one such as 0.1 or 10%`),
	one("tests: [{name: a, variants: [a, b], guardrails: csat}]", `1:49: expected a list of metrics, such as [escalation_rate], found "csat"`),
	one("tests: [{name: a, variants: [a, b], metric: }]", `1:45: metric has no value: write one, or leave the line out`),
}

var ruleMistakes = []mistake{
	{"rules:\n  events:\n    escalation: [x]\n    escalation_requestd: [y]\n", []string{
		`3:5: "escalation" is a dialect's word: write "escalation_requested"`,
		`4:5: unknown event "escalation_requestd": did you mean "escalation_requested"?`}},
	one("rules: {events: {conversion: x}}", `1:30: expected a list, such as [one, two], found "x"`),
	{"rules: {events: {conversion: [x, x],\n lead_captured: [x]}}", []string{
		`1:34: value "x" is listed twice: delete one`,
		`2:18: event "x" means conversion already: an event has one meaning, keep one`}},
	{"rules: {tools: {escalate: [x], sucess: [x], other: [x]}}", []string{
		`1:17: unknown meaning "escalate": did you mean "escalation"?`,
		`1:32: unknown meaning "sucess": did you mean "success"?`,
		`1:45: unknown meaning "other": known are escalation, lead, conversion, success, fallback`}},
	one("rules:\n  phrases:\n    thanks: [ta, '(merci|']", `3:18: phrase "(merci|": a bracket is not closed`),
	one("rules:\n  off: [thanks, give_up]", `2:17: unknown rule "give_up": did you mean "gives_up"?`),
	{"rules: {phrases: {'': [x], complaints: [x], goodbye: [[x], '']}}", []string{
		`1:19: unknown kind of phrase "": known are acceptance, acknowledgement, apology, closing, complaint, confirmation, correction, decline, dislike, done, escalation_request, failure, fallback, goodbye, handoff, handoff_offer, objection, praise, promise, refusal, success, thanks, withdrawal`,
		`1:28: unknown kind of phrase "complaints": did you mean "complaint"?`,
		`1:55: value: expected a single value, found a list`,
		`1:60: value: empty: write a value, or leave the setting out`}},
}

func TestMistakes(t *testing.T) {
	for _, group := range [][]mistake{settingMistakes, documentMistakes, goalMistakes, graderMistakes, funnelMistakes, priceMistakes, testMistakes, ruleMistakes} {
		for _, m := range group {
			c, err := loadText(t, m.text)
			want := "chatcops.yaml:" + strings.Join(m.want, "\nchatcops.yaml:")
			if err == nil || err.Error() != want {
				t.Errorf("%.80q\ngot  %v\nwant %s", m.text, err, want)
			}
			if c != nil {
				t.Errorf("%.80q: a configuration with mistakes was returned", m.text)
			}
		}
	}
}

// The period's message lists all forms and belongs to package period.
func TestBadPeriod(t *testing.T) {
	_, err := loadText(t, "period: last-moth\n")
	if err == nil || !strings.HasPrefix(err.Error(), `chatcops.yaml:1:9: period: "last-moth" is no period; write one of today, `) {
		t.Error(err)
	}
}

func TestAllSourcesReportAtOnce(t *testing.T) {
	_, err := Load(Options{
		Dir:    write(t, map[string]string{FileName: "tests: [{name: a, variants: [a, b], start: soon}]\nidle_timeout: x\nbd: y\n"}),
		Getenv: environ(map[string]string{"CHATCOPS_FORMAT": "xml", "CHATCOPS_LIMITS_DEPTH": "deep"}),
		Flags:  map[string]string{"db": "", "timezone": "Mars", "format": "json"},
	})
	want := `chatcops.yaml:1:44: start: "soon" is no date: write one such as 2026-10-01 or 2026-10-01T09:00:00Z
chatcops.yaml:2:15: idle_timeout: "x" is no duration: write a number with a unit, such as 90s, 30m or 2h
chatcops.yaml:3:1: unknown key "bd": did you mean "db"?
CHATCOPS_FORMAT: unknown format "xml": known are table, csv, json, jsonl, markdown
CHATCOPS_LIMITS_DEPTH: "deep" is no whole number from 8 to 10000: write one
--db: empty: write a value, or leave the setting out
--timezone: unknown timezone "Mars": write a name of the IANA database such as Europe/Berlin (case counts), UTC, or local`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 7 || problems[0].Pos != (Pos{FileName, 1, 44}) {
		t.Errorf("problems %v", problems)
	}
}

func TestBrokenFileHidesNoOtherMistake(t *testing.T) {
	_, err := Load(Options{Dir: write(t, map[string]string{FileName: "]"}), Flags: map[string]string{"db": ""}})
	want := "chatcops.yaml:1: not valid YAML: did not find expected node content" + advice + "\n--db: empty: write a value, or leave the setting out"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestManyMistakesAreCounted(t *testing.T) {
	var text strings.Builder
	for i := range maxProblems + 3 {
		fmt.Fprintf(&text, "zzzzzzzz%d: 1\n", i)
	}
	_, err := loadText(t, text.String())
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != maxProblems+1 || lines[maxProblems] != "and 3 more mistakes" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	dir := write(t, map[string]string{"huge.yaml": strings.Repeat("#\n", maxFileBytes/2+1), "chatcops/chatcops.yaml/x": ""})
	edge := strings.Repeat("#\n", maxFileBytes/2)
	if err := os.WriteFile(filepath.Join(dir, "edge.yaml"), []byte(edge), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "chatcops", FileName)
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Dir: dir, Explicit: "edge.yaml"}, ""},
		{Options{Dir: dir, Explicit: "huge.yaml"}, "huge.yaml: larger than 1 MiB: a configuration has a few kilobytes; name the right file with --config"},
		{Options{Dir: dir, Explicit: "no.yaml"}, "no.yaml: no such file: correct --config, or write the file with: chatcops config init no.yaml"},
		{Options{Dir: dir, Getenv: environ(map[string]string{"CHATCOPS_CONFIG": "no.yaml"})},
			"no.yaml: no such file: correct CHATCOPS_CONFIG, or write the file with: chatcops config init no.yaml"},
		{Options{Dir: t.TempDir(), UserConfigDir: dir}, folder + ": cannot be read (is a directory): make it a file that you may read, or name another with --config"},
	} {
		_, err := Load(c.o)
		if got := fmt.Sprint(err); got != c.want && (c.want != "" || err != nil) {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
