package jsondoc

import "testing"

func TestAppendString(t *testing.T) {
	for s, want := range map[string]string{
		"":                      `""`,
		"plain":                 `"plain"`,
		"say \"hi\"\\":          `"say \"hi\"\\"`,
		"\n\r\t\b\x00\x1f":      `"\n\r\t\u0008\u0000\u001f"`,
		"<b>&</b>":              `"<b>&</b>"`,
		"é\u2028\u2029😀":        `"é\u2028\u2029😀"`,
		"\xffa\xc3":             "\"\ufffda\ufffd\"",
		"\ufffd kept as it was": "\"\ufffd kept as it was\"",
	} {
		if got := string(AppendString([]byte("{"), s)); got != "{"+want {
			t.Errorf("AppendString(%q) = %s, want %s", s, got, want)
		}
	}
}

func TestCompact(t *testing.T) {
	for raw, want := range map[string]string{
		" { \"a b\" :\n[ 1 ,\t2 ] }\r\n": `{"a b":[1,2]}`,
		`"a \" b" `:                      `"a \" b"`,
		``:                               ``,
	} {
		if got := string(Compact([]byte("x"), []byte(raw))); got != "x"+want {
			t.Errorf("Compact(%q) = %q, want %q", raw, got, want)
		}
	}
	Compact(nil, []byte(`{"never closed`)) // what is not valid must at least not panic
}
