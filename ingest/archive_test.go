package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// zipped packs files; stored says that they are not compressed.
func zipped(t testing.TB, files [][2]string, stored bool) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f[0], Method: zip.Deflate}
		if stored {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func exportFiles(t testing.TB) (files [][2]string) {
	t.Helper()
	for _, name := range []string{"conversations-000.json", "conversations-001.json", "message_feedback.json"} {
		b, err := os.ReadFile(filepath.Join("../testdata/formats/chatgpt", name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, [2]string{"export/" + name, string(b)})
	}
	return append(files, [2]string{"export/user.json", `{"id":"user-1","email":"a@example.com"}`}, [2]string{"export/chat.html", "<html></html>"},
		[2]string{"__MACOSX/export/._conversations-000.json", "\x00"}, [2]string{"export/file-1.dat", "\x00\x01"})
}

// An archive brings what its files bring, and each file is told of under its name.
func TestArchive(t *testing.T) {
	plain := newWorld(t)
	plain.run("../testdata/formats/chatgpt/conversations-000.json", "../testdata/formats/chatgpt/conversations-001.json", "../testdata/formats/chatgpt/message_feedback.json")
	want := plain.dump()
	for _, stored := range []bool{false, true} {
		w := newWorld(t)
		path := w.file(".zip", zipped(t, exportFiles(t), stored))
		r := w.run(path)
		sameDump(t, "archive", w.dump(), want)
		var told []string
		for _, f := range r.Files {
			told = append(told, strings.TrimPrefix(f.Path, path)+" "+f.Format+strings.TrimPrefix(strings.Join(f.Notices, ""), f.Path+": "))
		}
		if got := strings.Join(told, "\n"); got != "/export/conversations-000.json chatgpt\n/export/conversations-001.json chatgpt\n/export/message_feedback.json chatgpt\n"+
			"/export/user.json holds no conversations, but what lies beside those of a ChatGPT export; passed over" || r.Failed() {
			t.Errorf("told:\n%s\nfailed: %v", got, r.Failed())
		}
		if again := w.run(path); !again.Files[0].Known || !again.Files[1].Known {
			t.Error("members are read again")
		}
	}
}

// Wherever an archive is cut off, what came before is read, and it is told.
func TestArchiveCutOff(t *testing.T) {
	whole := zipped(t, exportFiles(t), false)
	directory := bytes.Index(whole, []byte("PK\x01\x02"))
	full := newWorld(t)
	full.run(full.file(".zip", whole))
	for _, at := range []int{3, 20, 200, 1500, directory - 3, directory, directory + 10, len(whole) - 1} {
		w := newWorld(t)
		problems := 0
		w.o.Problem = func(string, int, string) { problems++ }
		r := w.run(w.file(".zip", whole[:at]))
		if problems == 0 || len(r.Files) == 0 {
			t.Errorf("cut at %d: nobody is told", at)
		}
		if at == 1500 && r.Totals.Conversations == 0 {
			t.Error("nothing of the first member was read")
		}
		if at >= directory {
			sameDump(t, "without directory", w.dump(), full.dump())
		}
	}
}

// A bomb of several members ends at the limit that they share.
func TestArchiveLimit(t *testing.T) {
	line := `{"conversation_id":"c1","role":"user","content":"` + strings.Repeat("x", 1000) + `"}` + "\n"
	big := strings.Repeat(line, 1000)
	w := newWorld(t)
	w.o.DecompressedLimit = 1_500_000
	r := w.run(w.file(".zip", zipped(t, [][2]string{{"a.jsonl", big}, {"b.jsonl", big}}, false)))
	if first, second := r.Files[0], r.Files[1]; first.Problem != "" || !strings.Contains(second.Problem, "limits.decompressed_bytes") || second.Records == 0 {
		t.Errorf("%+v\n%+v", first, second)
	}
}

// FuzzArchive reads any bytes as an archive.
func FuzzArchive(f *testing.F) {
	f.Add(zipped(f, [][2]string{{"a.jsonl", `{"conversation_id":"c1","role":"user","content":"hi"}`}}, true))
	f.Add(zipped(f, [][2]string{{"a.jsonl", `{"conversation_id":"c1","role":"user","content":"hi"}`}, {"b.csv", "x"}}, false))
	f.Fuzz(func(t *testing.T, data []byte) {
		z := newZipStream(bytes.NewReader(data), func(r io.Reader) io.Reader { return &bounded{r, expansion{bytes: 1 << 20}, new(int64), nil} })
		for range 100 {
			if _, _, err := z.next(); err != nil {
				return
			}
		}
	})
}
