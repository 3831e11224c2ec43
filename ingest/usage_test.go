package ingest

import (
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

func TestUsageObjects(t *testing.T) {
	for _, c := range []struct {
		name, object string
		want         usage
	}{
		{"openai chat", `{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":64}}`, usage{100, 9, 64, chat.Cost{}}},
		{"openai responses", `{"input_tokens":100,"output_tokens":9,"input_tokens_details":{"cached_tokens":64}}`, usage{100, 9, 64, chat.Cost{}}},
		{"cache beside the input", `{"input_tokens":10,"output_tokens":9,"cache_read_input_tokens":80,"cache_creation_input_tokens":5}`, usage{95, 9, 80, chat.Cost{}}},
		{"with a cost", `{"prompt_tokens":10,"completion_tokens":2,"cost":0.00012}`, usage{10, 2, 0, chat.Cost{Known: true, Nanos: 120_000}}},
		{"a cost of nothing", `{"input":1,"output":1,"total_cost":0}`, usage{1, 1, 0, chat.Cost{Known: true}}},
		{"more from the cache than was read", `{"input_tokens":10,"cached_tokens":20}`, usage{10, 0, 10, chat.Cost{}}},
		{"no numbers", `{"input_tokens":"many","output_tokens":-4,"cost":"dear"}`, usage{}},
	} {
		var p jsondoc.Parser
		v, err := p.Parse([]byte(c.object))
		if err != nil {
			t.Fatal(err)
		}
		if got := tokens(v); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestCosts(t *testing.T) {
	for text, want := range map[string]chat.Cost{
		"0.5": {Known: true, Nanos: 500_000_000}, "0": {Known: true}, "1e-9": {Known: true, Nanos: 1}, "": {}, "free": {}, "-1": {}, "NaN": {}, "Inf": {}, "1e9": {},
	} {
		if got := parseCost(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}
