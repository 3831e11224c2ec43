package csvrow

import (
	"strings"
	"testing"
)

func TestDetectSeparator(t *testing.T) {
	for name, c := range map[string]struct {
		sample string
		want   byte
	}{
		"empty":                  {"", ','},
		"one column":             {"a\nb\n", ','},
		"comma":                  {"id,role,content\n1,user,hello; you\n2,bot,a|b\n", ','},
		"semicolon":              {"id;role;content\n1;user;hello, you, there\n2;bot;\"a;b\"\n", ';'},
		"tab":                    {"id\trole\tcontent\n1\tuser\thello, you\n", '\t'},
		"bar":                    {"id|role|content\n1|user|hello, you; all\n", '|'},
		"header only, cut off":   {"id;role;cont", ';'},
		"quoted separators":      {"\"a,b,c\";\"d,e\"\n\"1,2,3\";\"4,5\"\n", ';'},
		"decimal commas":         {"a;b\n1,5;2,5\n3,5;4,5\n", ';'},
		"as many, more fields":   {"a;b,c,d\n1;2,3,4\n", ','},
		"more records consent":   {"a;b,c,d\n1;2,3\n1;2,3\n", ';'},
		"cut off in a quote":     {"a;b\n1;2\n3;\"x,\ny", ';'},
		"errors are no fields":   {"a;b\n\"x\"y;1\n2;3\n", ';'},
		"only the first hundred": {"a;b\n" + strings.Repeat("1;2\n", 100) + strings.Repeat("1,2,3\n", 1000), ';'},
	} {
		if got := DetectSeparator([]byte(c.sample)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTrimBOM(t *testing.T) {
	for in, want := range map[string]string{"\xef\xbb\xbfa,b": "a,b", "a,b": "a,b", "\xef\xbb": "\xef\xbb", "": "", "a\xef\xbb\xbf": "a\xef\xbb\xbf"} {
		if got := string(TrimBOM([]byte(in))); got != want {
			t.Errorf("TrimBOM(%q) = %q, want %q", in, got, want)
		}
	}
}
