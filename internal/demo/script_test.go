package demo

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"
)

// visit calls check with every line of a script, however deep, and its field.
func visit(v reflect.Value, path string, check func(path, line string)) {
	switch v.Kind() {
	case reflect.String:
		check(path, v.String())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			visit(v.Index(i), path, check)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			visit(v.Field(i), path+"."+v.Type().Field(i).Name, check)
		}
	}
}

var slot = regexp.MustCompile(`<([a-z_]+)>`)

func TestScriptsUseKnownSlots(t *testing.T) {
	r := rng(1)
	check := func(path, line string) {
		f := newFacts(&r, &english, describe(1), 0)
		for _, m := range slot.FindAllStringSubmatch(line, -1) {
			if _, known := f.slot(m[1]); !known {
				t.Errorf("%s: unknown slot %s in %q", path, m[0], line)
			}
		}
	}
	for _, l := range languages {
		visit(reflect.ValueOf(*l), l.code, check)
	}
	for name, tool := range tools {
		check(name, tool.arguments)
		check(name, tool.result)
	}
}

func TestScriptsAreComplete(t *testing.T) {
	mayBeEmpty := map[string]bool{"facts": true, "general": true}
	for _, l := range languages {
		v := reflect.ValueOf(*l)
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			if v.Field(i).Len() == 0 && !mayBeEmpty[field] {
				t.Errorf("%s: no %s", l.code, field)
			}
		}
		visit(v, l.code, func(path, line string) {
			if !utf8.ValidString(line) {
				t.Errorf("%s: invalid UTF-8 in %q", path, line)
			}
		})
		if strings.Contains(l.bye[0], "<name>") {
			t.Errorf("%s: the first goodbye names somebody: %s", l.code, l.bye[0])
		}
		if n := len(l.facts); n != 0 && n != len(catalogue) {
			t.Errorf("%s: facts about %d products of %d", l.code, n, len(catalogue))
		}
		bots := map[bool]bool{}
		for _, topic := range l.topics {
			bots[topic.sales] = true
			checkTopic(t, l.code+"/"+topic.intent, topic)
		}
		if len(bots) != 2 {
			t.Errorf("%s: one of the bots has no topic", l.code)
		}
	}
	if len(languageWeights) != len(languages) {
		t.Errorf("%d weights for %d languages", len(languageWeights), len(languages))
	}
}

func checkTopic(t *testing.T, name string, topic topic) {
	t.Helper()
	_, known := tools[topic.tool]
	switch {
	case topic.weight < 1:
		t.Errorf("%s: no weight", name)
	case len(topic.open)+len(topic.openFull) == 0, len(topic.answer) == 0, len(topic.follow) == 0:
		t.Errorf("%s: lines are missing", name)
	case len(topic.open) > 0 && (len(topic.ask) == 0 || len(topic.give) == 0):
		t.Errorf("%s: the agent must ask back, but nothing is said then", name)
	case topic.tool != "" && !known:
		t.Errorf("%s: unknown tool %s", name, topic.tool)
	}
}

func TestToolsSpeakJSON(t *testing.T) {
	r := rng(2)
	f := newFacts(&r, &german, describe(2), 0)
	for name, tool := range tools {
		for _, text := range []string{tool.arguments, tool.result} {
			if !json.Valid([]byte(f.fill(text))) {
				t.Errorf("%s: %s", name, f.fill(text))
			}
		}
	}
}

func TestFill(t *testing.T) {
	start := time.Date(2026, 10, 30, 23, 0, 0, 0, time.UTC).UnixMilli()
	for _, c := range []struct {
		lang             *language
		line, want       string
		product, wait, n int
	}{
		{&english, "<order> is here on <eta>, <amount>", "FW-000042 is here on 2 November, $249.00", 0, 3, 42},
		{&german, "<order> kommt am <eta>, <amount>", "FW-000042 kommt am 2. November, 249,00 €", 0, 3, 42},
		{&spanish, "el <eta>", "el 31 de octubre", 0, 1, 42},
		{&english, "a < b > c, <nonsense> and <order", "a < b > c, <nonsense> and <order", 0, 1, 42},
		{&english, "", "", 0, 1, 42},
	} {
		f := facts{lang: c.lang, start: time.UnixMilli(start).UTC(), product: c.product, wait: c.wait, order: c.n}
		if got := f.fill(c.line); got != c.want {
			t.Errorf("fill(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

func TestTyping(t *testing.T) {
	for _, c := range []struct {
		style      int
		text, want string
	}{
		{styleCareful, "Where is it?", "Where is it?"},
		{styleCasual, "Where is it.", "where is it"},
		{styleCasual, "FW-123456", "FW-123456"},
		{styleCasual, "É a minha.", "é a minha"},
		{styleCasual, "", ""},
		{styleLower, "Order FW-1, ÉTÉ", "order fw-1, été"},
	} {
		r := rng(1)
		d := dialogue{r: &r, facts: facts{visitor: visitor{style: c.style}}}
		if got := d.styled(c.text); got != c.want {
			t.Errorf("style %d of %q = %q, want %q", c.style, c.text, got, c.want)
		}
	}
}

func TestStringsAreJSON(t *testing.T) {
	roundTrip := func(s string) bool {
		if !utf8.ValidString(s) {
			return true
		}
		var back string
		return json.Unmarshal(appendString(nil, s), &back) == nil && back == s
	}
	if err := quick.Check(roundTrip, nil); err != nil {
		t.Error(err)
	}
	for c := range rune(0x80) {
		if s := "a" + string(c) + "b"; !roundTrip(s) {
			t.Errorf("%q does not survive as %s", s, quote(s))
		}
	}
}
