package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// followed is a following whose looks the test chooses.
type followed struct {
	*world
	f        *Following
	paths    []string
	problems []string // and what became of the files
}

func (w *world) follow(paths ...string) *followed {
	w.t.Helper()
	f := &followed{world: w, paths: paths}
	f.o.Problem = func(path string, line int, problem string) {
		f.problems = append(f.problems, fmt.Sprintf("%s:%d: %s", filepath.Base(path), line, problem))
	}
	f.o.Changed = func(path, what string) { f.problems = append(f.problems, filepath.Base(path)+" "+what) }
	s, err := store.Create(w.db(), chat.TimeOf(testTime))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.Close() })
	im, err := New(s, testRules(), f.o)
	if err != nil {
		w.t.Fatal(err)
	}
	f.f = im.Follow(paths)
	return f
}

func (f *followed) look() {
	f.t.Helper()
	if err := f.f.Look(context.Background()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *followed) end() *Report {
	f.t.Helper()
	r, err := f.f.End()
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// write adds to a file, which may be a new one.
func (w *world) write(path, text string) {
	w.t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(text)
		err = errors.Join(err, file.Close())
	}
	w.must(err)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// messages are the contents of all messages in the database, which another process reads.
func (w *world) messages() (list []string) {
	w.t.Helper()
	s, err := store.Open(w.db())
	w.must(err)
	defer s.Close()
	w.must(s.Conversations(context.Background(), func(c *chat.Conversation) error {
		for _, m := range c.Messages {
			list = append(list, c.ID+" "+m.Content)
		}
		return nil
	}))
	return list
}

func (f *followed) holds(want ...string) {
	f.t.Helper()
	if got := f.messages(); !slices.Equal(got, want) {
		f.t.Fatalf("the database holds %q, want %q", got, want)
	}
}

func (f *followed) told(want ...string) {
	f.t.Helper()
	if !slices.Equal(f.problems, want) {
		f.t.Fatalf("told is %q, want %q", f.problems, want)
	}
	f.problems = nil
}

func said(id, content string) string {
	return fmt.Sprintf(`{"conversation_id":%q,"role":"user","content":%q}`+"\n", id, content)
}

// However a file grows, what comes in is what one import of all of it brings.
func TestFollowedIsOneImport(t *testing.T) {
	eachDemo(t, 40, func(t *testing.T, r records, want string) {
		random := rand.New(rand.NewPCG(1, 2))
		all := r.file(r.lines)
		w := newWorld(t)
		path := filepath.Join(w.dir, "live.log")
		w.write(path, "")
		f := w.follow(path)
		f.look()
		for rest := all; len(rest) > 0; {
			n := min(len(rest), 1+random.IntN(len(all)/5))
			w.write(path, string(rest[:n]))
			rest = rest[n:]
			f.look()
		}
		report := f.end().Files[0]
		sameDump(t, "followed", w.dump(), want)
		once := newWorld(t)
		one := once.run(once.file(".data", all)).Files[0]
		report.Path, report.Conversations, one.Path, one.Conversations = "", Conversations{}, "", Conversations{}
		if a, b := fmt.Sprintf("%+v", *report), fmt.Sprintf("%+v", *one); a != b {
			t.Errorf("followed, it reports\n%s\nby one import\n%s", a, b)
		}
		if again := w.run(path).Files[0]; !again.Known {
			t.Error("what was followed to its end is read again")
		}
		f = w.follow(path) // another time from the start
		f.look()
		if r := f.end().Files[0]; r.Messages.Inserted+r.Events.Inserted+r.Conversations.New+r.Conversations.Changed != 0 {
			t.Errorf("a restart brings %+v", r)
		}
		sameDump(t, "followed again", w.dump(), want)
	})
}

// Rows that nothing tells apart are different messages of one file, whichever
// look finds them and whoever else writes.
func TestFollowedRowsThatAreEqual(t *testing.T) {
	w := newWorld(t)
	a, b := filepath.Join(w.dir, "a.log"), filepath.Join(w.dir, "b.log")
	w.write(a, said("a", "ok"))
	w.write(b, said("b", "ok"))
	f := w.follow(a, b)
	f.look()
	w.write(a, said("a", "ok"))
	w.write(b, said("b", "ok"))
	f.look()
	f.holds("a ok", "a ok", "b ok", "b ok")
	timed := `{"conversation_id":"b","role":"user","content":"yes","timestamp":"2026-10-01T10:00:00Z"}` + "\n"
	w.write(b, timed)
	f.look()
	w.write(a, timed) // of two files it is one
	f.look()
	w.write(b, timed) // of one it is another, but here nobody can tell any more
	f.look()
	f.holds("a ok", "a ok", "b ok", "b ok", "b yes")
}

func TestFollowedThroughRotations(t *testing.T) {
	w := newWorld(t)
	path, old := filepath.Join(w.dir, "live.log"), filepath.Join(w.dir, "live.log.1")
	w.write(path, said("a", "1")+"no record\n"+`{"conversation_id":"a","role":"user",`)
	f := w.follow(path)
	f.look()
	f.told("live.log:2: \"no\" is no value in JSON (at byte 1)")
	f.holds("a 1")
	w.write(path, `"content":"2"}`+"\n")
	f.look()
	f.holds("a 1", "a 2")

	// Renamed: what is still written to it counts, as long as there is more.
	w.must(os.Rename(path, old))
	w.write(old, said("a", "3"))
	f.look()
	f.told("live.log is gone: it is waited for")
	f.holds("a 1", "a 2", "a 3")
	w.write(path, "nor this\n"+said("a", "5"))
	w.write(old, said("a", "4"))
	f.look()
	f.holds("a 1", "a 2", "a 3", "a 4")
	w.write(old, `{"cut":`)
	f.look()
	f.told()
	f.look() // nothing more comes
	f.told("live.log is another file now: it is read from its beginning", "live.log:6: unexpected end: the record is cut off (at byte 8)", "live.log:1: \"nor\" is no value in JSON (at byte 1)")
	f.holds("a 1", "a 2", "a 3", "a 4", "a 5")

	// Copied and cut short, also where it has grown longer than before.
	w.must(os.Truncate(path, 0))
	f.look()
	f.told("live.log was cut short or written anew: it is read from its beginning")
	w.write(path, said("a", "6"))
	f.look()
	w.must(os.Truncate(path, 0))
	w.write(path, said("a", "7 is longer")+said("a", "8"))
	f.look()
	f.told("live.log was cut short or written anew: it is read from its beginning")
	f.holds("a 1", "a 2", "a 3", "a 4", "a 5", "a 6", "a 7 is longer", "a 8")

	// Deleted, and another one comes.
	w.must(os.Remove(path))
	f.look()
	f.look()
	w.write(path, said("a", "9"))
	f.look()
	f.told("live.log is gone: it is waited for", "live.log is another file now: it is read from its beginning")
	r := f.end()
	if one := r.Files[0]; one.Messages.Inserted != 9 || one.Rejected != 3 || one.Records != 12 || len(one.Errors) != 3 || one.Conversations.New != 1 || r.Totals.Rejected != 3 {
		t.Errorf("reported is %+v", one)
	}
}

func TestFollowedUntilItIsClear(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(w.dir, "live.log")
	f := w.follow(path)
	f.look()
	f.told("live.log is gone: it is waited for")
	w.write(path, "conversation_id,role,con")
	f.look()
	f.told()
	w.write(path, "tent\nc,user,\"Hello,\n")
	f.look()
	w.write(path, "you\"\n")
	f.look()
	f.holds("c Hello,\nyou")
	if r := f.end(); r.Failed() || r.Files[0].Format != "native-csv" {
		t.Errorf("%+v", r.Files[0])
	}
}

func TestNotFollowed(t *testing.T) {
	w := newWorld(t)
	packed, _ := zstd.NewWriter(nil)
	paths := []string{w.file(".zst", packed.EncodeAll([]byte(said("a", "1")), nil)), w.file(".json", []byte(`{"resourceSpans":[
 {"scopeSpans":[]}]}`+"\n")), w.file(".log", []byte("one\ntwo\n")), w.dir}
	f := w.follow(paths...)
	f.look()
	f.look()
	f.told("1.zst:0: is compressed: only plain text can be followed; import it without --follow",
		"2.json:0: is one JSON document and not one record after the other: it cannot be followed; import it once it is complete",
		"3.log:0: no format recognised: neither JSON nor CSV with a column for the conversation", filepath.Base(w.dir)+":0: is no regular file: only those can be followed")
	if r := f.end(); !r.Failed() || r.Files[0].Problem == "" {
		t.Errorf("%+v", r.Files[0])
	}
}

// A record beyond the limit is passed over, though its end comes looks later.
func TestFollowedRecordThatIsTooLong(t *testing.T) {
	w := newWorld(t)
	w.o.RecordLimit = 1 << 20
	path := filepath.Join(w.dir, "live.log")
	w.write(path, said("a", "1"))
	f := w.follow(path)
	for range 4 {
		f.look()
		w.write(path, strings.Repeat("x", 600<<10))
	}
	w.write(path, "\n"+said("a", "2"))
	f.look()
	w.write(path, said("a", "3")+"bad\n")
	f.look()
	f.told("live.log:2: "+tooLong(1<<20), "live.log:5: \"bad\" is no value in JSON (at byte 1)")
	f.holds("a 1", "a 2", "a 3")
}

func TestFollowingInterrupted(t *testing.T) {
	w := newWorld(t)
	path := w.file(".log", bytes.Repeat([]byte(said("a", "1")), 1000))
	f := w.follow(path)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.f.Look(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	f.end()
	if r := w.run(path).Files[0]; r.Known || r.Records != 1000 {
		t.Errorf("afterwards: %+v", r)
	}
}
