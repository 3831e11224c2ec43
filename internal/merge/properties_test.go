package merge

import (
	"encoding/json"
	"testing"
)

func TestProperties(t *testing.T) {
	for _, c := range []struct {
		older, newer string
		tie          bool
		want         string
	}{
		{"", "", false, ""},
		{`{"a":1}`, "", false, `{"a":1}`},
		{"", `{"a":1}`, false, `{"a":1}`},
		{`{"a":1}`, `{"a":2,"b":3}`, false, `{"a":2,"b":3}`},
		{`{"a":9}`, `{"a":2}`, false, `{"a":2}`},
		{`{"a":9}`, `{"a":2}`, true, `{"a":9}`},
		{`no object`, `{"a":2}`, false, `{"a":2}`},
		{`{"b":1,"a":2}`, `{"b":1,"a":2}`, false, `{"b":1,"a":2}`},
		{`{"b":1,"a":2}`, `{"c":[{}]}`, false, `{"a":2,"b":1,"c":[{}]}`},
		{`{"a":2}`, `[1]`, false, `{"a":2}`},
		{`{"<k>":1}`, `{"ü":2}`, false, "{\"<k>\":1,\"ü\":2}"},
	} {
		got := Properties(c.older, c.newer, c.tie)
		if got != c.want {
			t.Errorf("%s and %s: %s, want %s", c.older, c.newer, got, c.want)
		}
		if got != "" && !json.Valid([]byte(got)) {
			t.Errorf("%s is no JSON", got)
		}
	}
}
