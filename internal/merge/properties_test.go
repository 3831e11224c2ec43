package merge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/jsondoc"
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

// A union that is used again and again tells of each key what was told last.
func TestUnion(t *testing.T) {
	var u Union
	rapid.Check(t, func(rt *rapid.T) {
		u.Reset()
		keys := rapid.SampledFrom([]int{3, 40}).Draw(rt, "keys")
		want := map[string]string{}
		last, several := "", false
		for range rapid.IntRange(0, 12).Draw(rt, "objects") {
			var members []string
			for range rapid.IntRange(0, 6).Draw(rt, "members") {
				key := fmt.Sprintf("k\"%d", rapid.IntRange(1, keys).Draw(rt, "key"))
				value := string(jsondoc.AppendString(nil, strings.Repeat("é", rapid.SampledFrom([]int{0, 1, 2, 20_000}).Draw(rt, "length"))))
				want[key] = value
				members = append(members, string(jsondoc.AppendString(nil, key))+":"+value)
			}
			object := "{" + strings.Join(members, ",") + "}"
			u.Add(object, false)
			several = several || last != "" && object != last
			last = object
		}
		if several {
			var members []string
			for key, value := range want {
				members = append(members, string(jsondoc.AppendString(nil, key))+":"+value)
			}
			slices.Sort(members)
			last = "{" + strings.Join(members, ",") + "}"
		}
		if got := u.String(); got != last {
			rt.Fatalf("%.500s\ninstead of\n%.500s", got, last)
		}
	})
}
