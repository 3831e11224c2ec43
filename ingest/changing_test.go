package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// meddler does something to a file once so much of it was read.
type meddler struct {
	after, read int
	do          func()
	done        bool
}

func (m *meddler) File(string, int64)  { m.read = 0 }
func (m *meddler) Settle(int64, int64) {}
func (m *meddler) Done()               {}
func (m *meddler) Read(n int) {
	if m.read += n; m.read >= m.after && !m.done {
		m.done = true
		m.do()
	}
}

// Whatever happens to a file while it is read, what was read is kept, the change
// is told where it may have cost something, and importing the file again makes of
// it what an undisturbed import makes.
func TestFilesThatChange(t *testing.T) {
	data := demoData(t, "native-jsonl", 150, true)
	more := demoData(t, "native-jsonl", 200, true) // begins with the same conversations
	if !bytes.HasPrefix(more, data[:1000]) {
		more = append(bytes.Clone(data), []byte(fineAfter)...)
	}
	for _, c := range []struct {
		name   string
		do     func(path string) error
		says   string // the problem with the file
		notice string
		final  []byte // what the file holds afterwards, nil if it is gone
	}{
		{"removed", os.Remove, "", "", nil},
		{"replaced by another", func(path string) error {
			other := path + ".new"
			if err := os.WriteFile(other, more, 0o600); err != nil {
				return err
			}
			return os.Rename(other, path)
		}, "", "", more},
		{"grown", func(path string) error { return appendTo(path, []byte(fineAfter)) }, "", "grew while it was read", append(bytes.Clone(data), fineAfter...)},
		{"shrunk", func(path string) error { return os.Truncate(path, 50_000) }, "has shrunk while it was read, from", "", data[:50_000]},
		{"emptied and written anew", func(path string) error {
			if err := os.Truncate(path, 0); err != nil {
				return err
			}
			return appendTo(path, []byte(fineBefore))
		}, "has shrunk while it was read, from", "", []byte(fineBefore)},
		{"changed in place", func(path string) error {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteAt([]byte(" "), 0)
				f.Close()
			}
			return err
		}, "was changed while it was read", "", append([]byte(" "), data[1:]...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			path := w.file(".jsonl", data)
			m := &meddler{after: 100_000}
			m.do = func() {
				if err := c.do(path); err != nil {
					t.Error(err)
				}
			}
			w.o.Progress = m
			r := w.run(path)
			f := r.Files[0]
			if !m.done || !strings.Contains(f.Problem, c.says) || c.says == "" && f.Problem != "" || r.Failed() != (c.says != "") {
				t.Errorf("meddled %v, problem %q, failed %v", m.done, f.Problem, r.Failed())
			}
			if got := strings.Join(f.Notices, " "); !strings.Contains(got, c.notice) || c.notice == "" && got != "" {
				t.Errorf("notices %q", got)
			}
			if f.Conversations.New == 0 {
				t.Error("nothing of what was read is kept")
			}
			w.o.Progress = nil
			if c.final == nil {
				if f := w.run(path).Files[0]; f.Problem != "no such file or directory" {
					t.Errorf("a file that is gone: %q", f.Problem)
				}
				w.add(data)
				c.final = data
			} else if again := w.run(path).Files[0]; again.Known != (c.notice != "") { // what has grown was read to its new end
				t.Errorf("known %v", again.Known)
			}
			// All the data that there ever was, in any order.
			sameDump(t, c.name, w.add(data, c.final).dump(), newWorld(t).add(data, c.final).dump())
		})
	}
}

func appendTo(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err == nil {
		_, err = f.Write(data)
		f.Close()
	}
	return err
}

// A file that is gone or may not be read any more when its turn comes does not
// stop the others.
func TestFileGoneBeforeItsTurn(t *testing.T) {
	w := newWorld(t)
	first, second := w.file(".jsonl", []byte(fineBefore)), w.file(".jsonl", []byte(fineAfter))
	w.o.Progress = &meddler{do: func() { os.Remove(filepath.Join(w.dir, "2.jsonl")) }}
	r := w.run(first, second)
	if !r.Failed() || r.Files[0].Messages.Inserted != 1 || r.Files[1].Problem != "no such file or directory" {
		t.Errorf("%+v %+v", *r.Files[0], *r.Files[1])
	}
}
