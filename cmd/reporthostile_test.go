package cmd

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostileTexts are what people may write to do harm or by accident.
var hostileTexts = []string{
	`<script>alert(1)</script><img src=x onerror=alert(1)></style></svg>`, `=HYPERLINK("http://evil.example","x")`, "+1+1", "-2+3", "@SUM(1+1)|cmd", "\t=1", "\r=1",
	"a\x00b\x1b[31mred\u009b2J\x07", "\u202Eevil\u202C \u2066txt\u2069", "{{.Title}} {nb} \x1f#\x1f", "# heading\n- list\n| a | b |\n```", "[a](javascript:b)", "'; DROP TABLE reports;--",
	"\ufffe\uffff\U0010ffff\ud7ff", "مرحبا بالعالم", "שלום עולם", "नमस्ते", "สวัสดี", "你好 안녕 こんにちは", "Ελλάδα Россия", "👨‍👩‍👧 🇩🇪", strings.Repeat("W", 200), strings.Repeat("long ", 40), "",
}

// writeHostile writes conversations, feedback and exposures whose every text is
// one of those, or evil where it is given.
func writeHostile(t *testing.T, dir, evil string, n int) {
	t.Helper()
	text := func(i int) string {
		if evil != "" {
			return evil
		}
		return hostileTexts[i%len(hostileTexts)]
	}
	var b bytes.Buffer
	line := func(v any) {
		if err := json.NewEncoder(&b).Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		at := func(minute int) string { return fmt.Sprintf("2026-10-%02dT%02d:%02d:00Z", 1+i%28, i%24, minute) }
		id := text(i) + strconv.Itoa(i)
		message := func(role string, k int, extra string) map[string]any {
			return map[string]any{"role": role, "content": text(i+k) + extra, "timestamp": at(k), "model": text(i), "input_tokens": 5, "output_tokens": 2}
		}
		line(map[string]any{"conversation_id": id, "user_id": text(i) + strconv.Itoa(i%9), "bot": strconv.Itoa(i%40) + text(i), "channel": text(i + 1), "language": text(i + 2), "properties": map[string]any{text(i): text(i + 1)},
			"messages": []any{message("user", 1, " where is my parcel"), message("assistant", 2, " Sorry, I did not understand that."), message("user", 3, " great, thanks"), message("assistant", 4, " it is done"), message("user", 5, "")}})
		line(map[string]any{"type": "feedback", "feedback_id": fmt.Sprint(i), "conversation_id": id, "rating": 1 + i%5, "reasons": []any{map[string]any{"label": text(i), "details": text(i)}}, "comment": text(i), "timestamp": at(6)})
		line(map[string]any{"type": "exposure", "session_id": id, "timestamp": at(0), "test": text(i % 3), "variant": text(i%2 + 1)})
		line(map[string]any{"type": "event", "event_type": "goal_completed", "conversation_id": id, "timestamp": at(5), "properties": map[string]any{"goal": text(i)}})
	}
	if evil == "" {
		line(map[string]any{"conversation_id": "long", "bot": "0", "messages": []any{
			map[string]any{"role": "user", "content": strings.Repeat("x ", 5<<20) + " useless", "timestamp": "2026-10-05T10:00:00Z"}, map[string]any{"role": "assistant", "content": strings.Repeat("<b>", 1<<16), "timestamp": "2026-10-05T10:01:00Z"},
			map[string]any{"role": "user", "content": "useless! terrible!", "timestamp": "2026-10-05T10:02:00Z"}, map[string]any{"role": "assistant", "content": "Sorry, I did not understand that.", "timestamp": "2026-10-05T10:03:00Z"}}})
	}
	if err := os.WriteFile(filepath.Join(dir, "talk.jsonl"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hostileReport writes a report of what writeHostile has written.
func hostileReport(t *testing.T, dir, title, kind, formats, output string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "talk.db")); err != nil {
		runHostile(t, dir, "ingest", "talk.jsonl", "--db", "talk.db", "--quiet")
	}
	runHostile(t, dir, "report", "--db", "talk.db", "--period", "2026-10", "--type", kind, "--format", formats, "--output", output, "--title", title)
}

func runHostile(t *testing.T, dir string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	app := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }, Dir: dir, TempDir: dir,
		Getenv: func(name string) string { return map[string]string{"CHATCOPS_TIMEZONE": "UTC"}[name] }}
	if code := app.Run(context.Background(), args); code != exitDone {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
}

// unsafe are characters that no file of a report may hold: controls other than
// the ends of lines, and what turns the direction of writing.
var unsafe = regexp.MustCompile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069]")

// TestReportOfHostileText: whatever stands in whichever field, in each type and
// format of report it is text and no more.
func TestReportOfHostileText(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of runs; others run the same goroutines")
	}
	dir := t.TempDir()
	writeHostile(t, dir, "", 2*len(hostileTexts))
	for _, kind := range reportTypes(false) {
		hostileReport(t, dir, hostileTexts[0]+hostileTexts[1], kind, "pdf,html,markdown,csv,json", "{type}.{ext}")
		read := func(ext string) []byte {
			b, err := os.ReadFile(filepath.Join(dir, kind+"."+ext))
			if err != nil || len(b) == 0 {
				t.Fatalf("%s: %v", ext, err)
			}
			return b
		}
		for _, ext := range []string{"html", "md", "json"} {
			if m := unsafe.Find(read(ext)); m != nil {
				t.Errorf("%s.%s holds %q", kind, ext, m)
			}
		}
		html := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(string(read("html")), "")
		if m := regexp.MustCompile(`(?i)<(script|img|image|iframe|link|a|form|b)\b[^>]*>`).FindString(html); m != "" {
			t.Errorf("%s.html has %s", kind, m)
		}
		if m := regexp.MustCompile(`(?i)<(script|img|/style|/svg)`).Find(read("md")); m != nil {
			t.Errorf("%s.md has %s", kind, m)
		}
		if !json.Valid(read("json")) {
			t.Errorf("%s.json is none", kind)
		}
		if pdf := read("pdf"); !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(pdf), []byte("%%EOF")) {
			t.Errorf("%s.pdf is none", kind)
		}
		hostileTables(t, kind, read("zip"))
	}
}

// hostileTables reads each table of the archive: no cell is a formula, and each
// row has as many cells as the head.
func hostileTables(t *testing.T, kind string, archive []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.ContainsAny(f.Name, "/\\<>:") {
			t.Errorf("a file is called %q", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatalf("%s %s: %v", kind, f.Name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s %s: a cell begins %.20q", kind, f.Name, cell)
				}
			}
		}
		if m := unsafe.Find(content); m != nil {
			t.Errorf("%s %s holds %q", kind, f.Name, m)
		}
	}
}
