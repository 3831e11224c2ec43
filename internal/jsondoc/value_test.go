package jsondoc

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestMissing(t *testing.T) {
	v := parse(t, `{"a":{"b":[10,20]},"n":null}`)
	for name, m := range map[string]Value{
		"zero": {}, "absent": v.Get("x"), "through absent": v.Get("x").Get("y").Index(3),
		"Get of an array": v.Get("a").Get("b").Get("0"), "Index of an object": v.Index(0),
		"Index behind": v.Get("a").Get("b").Index(2), "negative Index": v.Get("a").Get("b").Index(-1),
	} {
		_, isStr := m.Str()
		_, isInt := m.Int()
		_, isFloat := m.Float()
		_, isBool := m.Bool()
		it := m.Iter()
		if m.Exists() || m.Kind() != Missing || isStr || isInt || isFloat || isBool || m.Len() != 0 ||
			m.Text() != "" || m.Scalar() != "" || m.Raw() != nil || m.RawString() != "" || it.Next() {
			t.Errorf("%s: not Missing: %q", name, m.RawString())
		}
	}
	if n := v.Get("n"); !n.Exists() || n.Kind() != Null || n.Scalar() != "" {
		t.Errorf("null: kind %v, %q", n.Kind(), n.Scalar())
	}
	if got := v.Get("a").Get("b").Index(1).RawString(); got != "20" {
		t.Errorf("Index(1) = %q, want 20", got)
	}
}

func TestRaw(t *testing.T) {
	v := parse(t, " { \"s\" : \"x\\n\" , \"n\":-1.50e1, \"l\" : [ 1 , {} ] ,\"o\":{ },\"t\":true } ")
	for key, want := range map[string]string{"s": `"x\n"`, "n": "-1.50e1", "l": "[ 1 , {} ]", "o": "{ }", "t": "true"} {
		if got := string(v.Get(key).Raw()); got != want {
			t.Errorf("Raw of %s = %q, want %q", key, got, want)
		}
	}
	if got := v.RawString(); got[0] != '{' || got[len(got)-1] != '}' {
		t.Errorf("Raw of the document = %q", got)
	}
	if v.Get("l").Scalar() != "" || v.Get("t").Scalar() != "true" || v.Get("n").Scalar() != "-1.50e1" || v.Get("s").Scalar() != "x\n" {
		t.Error("Scalar is wrong")
	}
}

func TestDuplicateKeys(t *testing.T) {
	v := parse(t, `{"a":1,"\u0061":2,"b":3}`)
	if got := v.Get("a").RawString(); got != "2" {
		t.Errorf("Get(a) = %q, want the last, 2", got)
	}
	keys := ""
	for it := v.Iter(); it.Next(); {
		keys += it.Key()
	}
	if keys != "aab" || v.Len() != 3 {
		t.Errorf("keys %q, Len %d", keys, v.Len())
	}
}

func TestInt(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want int64
		ok   bool
	}{
		{"0", 0, true}, {"-0", 0, true}, {"-0.0e5", 0, true}, {"12", 12, true}, {"-12.0", -12, true},
		{"1e3", 1000, true}, {"1.25E2", 125, true}, {"1000e-3", 1, true}, {"1.50", 0, false}, {"1e-1", 0, false},
		{"9223372036854775807", math.MaxInt64, true}, {"9223372036854775808", 0, false},
		{"-9223372036854775808", math.MinInt64, true}, {"-9223372036854775809", 0, false},
		{"92233720368547758070e-1", math.MaxInt64, true}, {"18446744073709551616", 0, false}, {"99999999999999999999", 0, false},
		{"1e18", 1e18, true}, {"1e19", 0, false}, {"1e999999999999999999999", 0, false}, {"0e999999999999999999999", 0, true},
		{"1e-999999999999999999999", 0, false}, {"0.00000000000000000000000000001e30", 10, true},
		{"100000000000000000000000000000e-29", 1, true}, {`"12"`, 0, false}, {"null", 0, false}, {"[1]", 0, false},
	} {
		if got, ok := parse(t, c.doc).Int(); got != c.want && c.ok || ok != c.ok {
			t.Errorf("Int of %s = %d, %v, want %d, %v", c.doc, got, ok, c.want, c.ok)
		}
	}
}

func TestIntIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.StringMatching(`-?(0|[1-9][0-9]{0,21})(\.[0-9]{0,10}[0-9])?`).Draw(t, "mantissa")
		if rapid.Bool().Draw(t, "exponent") {
			doc += fmt.Sprintf("e%d", rapid.IntRange(-30, 30).Draw(t, "power"))
		}
		var p Parser
		v, err := p.Parse([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		exact, _ := new(big.Rat).SetString(doc)
		got, ok := v.Int()
		if want := exact.IsInt() && exact.Num().IsInt64(); ok != want || ok && got != exact.Num().Int64() {
			t.Fatalf("Int of %s = %d, %v, want %s", doc, got, ok, exact)
		}
	})
}

func TestFloat(t *testing.T) {
	for doc, want := range map[string]float64{"1.5": 1.5, "-2e3": -2000, "1e-999": 0, "0": 0} {
		if got, ok := parse(t, doc).Float(); !ok || got != want {
			t.Errorf("Float of %s = %v, %v", doc, got, ok)
		}
	}
	for _, doc := range []string{"1e999", "-1e999", `"1.5"`, "true"} {
		if got, ok := parse(t, doc).Float(); ok {
			t.Errorf("Float of %s = %v, want none", doc, got)
		}
	}
}
