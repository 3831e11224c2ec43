package cmd

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// quote is a JSON string of arbitrary bytes, as a careless writer makes it.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + `"`
}

// fill puts the text, quoted, in the place of each {} of the lines, and a number
// behind it in that of {n}.
func fill(text, lines string) string {
	lines = regexp.MustCompile(`\{(\d)\}`).ReplaceAllStringFunc(lines, func(m string) string { return quote(text + m[1:2]) })
	return strings.ReplaceAll(lines, "{}", quote(text))
}

func hostileData(text string) string {
	var b strings.Builder
	for i := range 8 {
		at := `"2026-11-0` + strconv.Itoa(1+i) + `T10:00:0`
		b.WriteString(fill(text, `{"conversation_id":{`+strconv.Itoa(i)+`},"id":{`+strconv.Itoa(i)+`},"role":"user","content":{},"user_id":{},"bot":{},"channel":{},"language":{},"name":{},"timestamp":`+at+`1Z","properties":{"k":{},{}:{}},"user_properties":{{}:{}}}
{"conversation_id":{`+strconv.Itoa(i)+`},"role":"assistant","content":{},"model":{},"bot":{},"name":{},"input_tokens":5,"output_tokens":6,"cost":0.1,"timestamp":`+at+`2Z","tool_calls":[{"id":{},"function":{"name":{},"arguments":{}}}]}
{"conversation_id":{`+strconv.Itoa(i)+`},"role":"tool","tool_call_id":{},"content":{},"timestamp":`+at+`3Z"}
{"conversation_id":{`+strconv.Itoa(i)+`},"event_type":{},"event_id":{`+strconv.Itoa(i)+`},"timestamp":`+at+`4Z","properties":{{}:{},"goal":{},"tool":{}}}
{"conversation_id":{`+strconv.Itoa(i)+`},"event_type":"fallback_triggered","timestamp":`+at+`4Z","properties":{"reason":{}}}
{"conversation_id":{`+strconv.Itoa(i)+`},"event_type":"escalation_requested","timestamp":`+at+`5Z","properties":{"reason":{}}}
{"conversation_id":{`+strconv.Itoa(i)+`},"type":"negative","comment":{},"reasons":[{"label":{},"details":{}}],"timestamp":`+at+`6Z"}
{"type":"exposure","test":{},"session_id":{`+strconv.Itoa(i)+`},"variant":{`+strconv.Itoa(i%2)+`},"timestamp":`+at+`0Z"}
`))
	}
	return b.String() + fill(text, `{"id":{9},"messages":[{"role":"user","content":{}},{"role":"assistant","content":"Here is your order."},{"role":"user","content":"Thank you"}],"properties":{"k":{},{}:{"deep":[{}]}},"userProperties":{{}:{}},"createdAt":"2026-11-09T10:00:00Z"}
{"conversation_id":"plain","role":"user","content":"Where is my order?","bot":"plain","timestamp":"2026-11-09T10:00:00Z"}
`)
}

func hostileRejects(text string) string {
	return fill(text, `{"conversation_id":{},"role":{},"content":{}}
{"conversation_id":{},"role":"user","content":"x","timestamp":{}}
{"conversation_id":{},"role":"user","content":"x","rating":{}}
{"conversation_id":{},"role":"user","content":"x","input_tokens":{}}
{{}:{}}
`) + strings.ReplaceAll(text, "\n", " ") + "\n"
}

func hostileScores(text string) string {
	return fill(text, `{"conversation_id":"plain","name":"plain","score":0.5,"comment":{}}
{"conversation_id":{1},"name":{},"score":0.5,"scorer":{},"comment":{}}
{"conversation_id":{2},"name":{},"score":0.25,"scorer":{},"comment":{}}
`)
}

func hostileSettings(text string) string {
	pattern := regexp.QuoteMeta(strings.ToValidUTF8(text, "?"))
	return strings.ReplaceAll(fill(strings.ToValidUTF8(text, "?"), `goals: [{name: {}, event: {}}, {name: {2}, pattern: P, role: user}]
graders: [{name: {}, pattern: P, role: assistant, points: 1}]
funnels: [{name: {}, steps: [{name: {}, state: started}, {name: {2}, event: {}}, {goal: {}}]}]
tests: [{name: {}, variants: [{0}, {1}]}]
prices: [{model: {}, input: 1, output: 2}]
rules: {events: {escalation: [{}]}, phrases: {fallback: [{}]}}
`), ": P,", ": "+quote(pattern)+",")
}
