package store

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"chatcops/internal/chat"
)

// TestKeepReport: a report is kept as it was; of one that says the same the id
// and the time of its making stay.
func TestKeepReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(5)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := Report{Hash: "h1", GeneratedAt: 10, WrittenAt: 10, Type: "overview", Title: "'; DROP TABLE reports;--", Period: "2026-10", Start: 1, End: chat.NoTime, Timezone: "UTC",
		Filters: []string{"bot a"}, Redacted: true, Conversations: 5, Newest: 3, Rules: "r", Version: "v", Files: []ReportFile{{"pdf", "a.pdf"}}}
	if err := s.KeepReport(&r); err != nil {
		t.Fatal(err)
	}
	other := r
	other.Hash, other.WrittenAt, other.Filters, other.Redacted = "h2", 11, nil, false
	again := r
	again.GeneratedAt, again.WrittenAt, again.Files = 99, 20, []ReportFile{{"html", "b.html"}, {"json", "-"}}
	for _, x := range []*Report{&other, &again} {
		if err := s.KeepReport(x); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Reports()
	if err != nil || len(list) != 2 {
		t.Fatalf("%v %+v", err, list)
	}
	want := r
	want.ID, want.WrittenAt, want.Files = 1, 20, again.Files
	if !reflect.DeepEqual(list[0], want) {
		t.Errorf("%+v\n%+v", list[0], want)
	}
	if found, err := s.ReportOf("none"); err != nil || found != nil {
		t.Errorf("%v %v", found, err)
	}
	if err := s.conn.Exec("DELETE FROM reports"); err == nil {
		t.Error("the database can be written after a report was kept")
	}
}

// TestKeepReportReadOnly: where nothing can be written it is an error, not a crash.
func TestKeepReportReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(5)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.KeepReport(&Report{Hash: "h"}); err == nil {
		t.Error("kept in a file that can only be read")
	}
}
