package safe

import (
	"strings"
	"testing"
)

// However a text is cut into writes, the same is shown.
func TestTerminalWriter(t *testing.T) {
	const text = "a,\"b\rc\"\r\nover\u202eride\u2066,ü漢👨\u200d👩\u009b1m\xff\r\nred \x1b[31m\t1\r"
	const want = "a,\"b␍c\"\noverride,ü漢👨\u200d👩\ufffd1m\ufffd\nred \x1b[31m\t1␍"
	for size := 1; size <= len(text); size++ {
		var b strings.Builder
		w := NewTerminalWriter(&b)
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if _, err := w.Write([]byte(rest[:n])); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := w.Flush(); err != nil || b.String() != want {
			t.Fatalf("by %d: %q, %v, want %q", size, b.String(), err, want)
		}
	}
}
