package ingest

import (
	"math"
	"strconv"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// usage is what a usage object says of one request.
type usage struct {
	input, output, cached int64
	cost                  chat.Cost
}

// tokens reads a usage object. Where the tokens of the cache are told beside the
// others (cache_read_input_tokens), they are added to those that were read, of
// which they are a part elsewhere.
func tokens(v jsondoc.Value) usage {
	u := usage{
		input:  firstCount(v, "input_tokens", "prompt_tokens", "input"),
		output: firstCount(v, "output_tokens", "completion_tokens", "output"),
		cached: firstCount(v, "cached_tokens", "cached_input_tokens", "input_cached_tokens"),
	}
	for _, details := range []string{"prompt_tokens_details", "input_tokens_details"} {
		if d := v.Get(details); d.Kind() == jsondoc.Object && u.cached == 0 {
			u.cached = firstCount(d, "cached_tokens")
		}
	}
	if read := firstCount(v, "cache_read_input_tokens"); read > 0 && u.cached == 0 {
		u.cached, u.input = read, u.input+read
	}
	u.input += firstCount(v, "cache_creation_input_tokens")
	u.cached = min(u.cached, u.input)
	for _, key := range []string{"cost", "total_cost"} {
		if c := v.Get(key); c.Exists() && !u.cost.Known {
			u.cost = parseCost(c.Scalar())
		}
	}
	return u
}

// firstCount returns the first of the keys that holds a count.
func firstCount(v jsondoc.Value, keys ...string) int64 {
	for _, k := range keys {
		if n, ok := v.Get(k).Int(); ok && n >= 0 && n < 1<<40 {
			return n
		}
	}
	return 0
}

// use takes over what a usage object of the row says.
func (r *row) use(u usage) {
	r.inputTokens, r.outputTokens, r.cachedTokens = u.input, u.output, u.cached
	if u.cost.Known {
		r.cost = u.cost
	}
}

// mostCost bounds a cost, so that sums of many stay within an integer.
const mostCost = 1e9

// parseCost reads an amount of money; it is unknown where the text is none.
func parseCost(s string) chat.Cost {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= 0 && v < mostCost) {
		return chat.Cost{}
	}
	return chat.Cost{Known: true, Nanos: int64(math.Round(v * 1e9))}
}

// setCost reads the cost of a row; what is no amount stays a property.
func (r *row) setCost(key, s string) {
	if c := parseCost(s); c.Known {
		r.cost, r.costKey = c, key
	} else if s != "" {
		r.addExtra(key, jsondoc.AppendString(nil, s))
	}
}

// keepCost makes the cost that an event tells a property of it: it is no price of words.
func (r *row) keepCost() {
	if r.cost.Known && r.costKey != "" {
		r.addExtra(r.costKey, strconv.AppendFloat(nil, float64(r.cost.Nanos)/1e9, 'g', -1, 64))
	}
}

// on gives what was used to a message.
func (u usage) on(m *chat.Message) {
	m.InputTokens, m.OutputTokens, m.CachedTokens = u.input, u.output, u.cached
	if u.cost.Known {
		m.Cost = u.cost
	}
}

// onLast gives what was used to the last answer.
func (u usage) onLast(messages []chat.Message) {
	if last := lastAnswer(messages); last != nil {
		u.on(last)
	}
}

// spend gives the tokens of a whole record to its last answer, for they are those
// of the request that it came from. It does not where messages have their own.
func spend(messages []chat.Message, of jsondoc.Value) bool {
	u := tokens(of)
	if u.input+u.output == 0 {
		return false
	}
	for i := range messages {
		if messages[i].InputTokens+messages[i].OutputTokens > 0 {
			return false
		}
	}
	last := lastAnswer(messages)
	if last == nil {
		return false
	}
	u.on(last)
	return true
}

// charge does the same for a cost.
func charge(messages []chat.Message, cost chat.Cost) bool {
	last := lastAnswer(messages)
	if last == nil || !cost.Known {
		return false
	}
	for i := range messages {
		if messages[i].Cost.Known {
			return false
		}
	}
	last.Cost = cost
	return true
}

// lastAnswer is the last message of the agent, nil if there is none.
func lastAnswer(messages []chat.Message) *chat.Message {
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Role == chat.RoleAssistant {
			return &messages[i]
		}
	}
	return nil
}
