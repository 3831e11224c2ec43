package store

import (
	"encoding/json"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Report is the record of a report that was written.
type Report struct {
	ID            int64
	Hash          string // of all that it says but its date
	GeneratedAt   chat.Time
	WrittenAt     chat.Time
	Type          string
	Title         string
	Period        string
	Start, End    chat.Time // NoTime where the period is open
	Timezone      string
	Filters       []string
	Redacted      bool
	Conversations int64
	Newest        chat.Time // of the data, NoTime if it has no times
	Rules         string
	Version       string
	Files         []ReportFile
}

// ReportFile is where a format of a report was written, "-" for standard output.
type ReportFile struct{ Format, Path string }

// MarshalJSON writes a file as [format, path].
func (f ReportFile) MarshalJSON() ([]byte, error) { return json.Marshal([2]string{f.Format, f.Path}) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *ReportFile) UnmarshalJSON(b []byte) error {
	var pair [2]string
	err := json.Unmarshal(b, &pair)
	f.Format, f.Path = pair[0], pair[1]
	return err
}

const reportColumns = `id, hash, generated_at, written_at, type, title, period, start_at, end_at, timezone, filters, redacted, conversations, newest, rules, version, files`

// ReportOf returns the record of the report of that hash, nil if there is none.
func (s *Store) ReportOf(hash string) (*Report, error) {
	list, err := s.reports("WHERE hash = ?", hash)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Reports lists the records of reports, those written last first.
func (s *Store) Reports() ([]Report, error) { return s.reports("") }

func (s *Store) reports(where string, args ...any) ([]Report, error) {
	var list []Report
	err := s.each("SELECT "+reportColumns+" FROM reports "+where+" ORDER BY written_at DESC, id DESC", func(q *sqlite.Stmt) error {
		r := Report{ID: q.Int(0), Hash: q.Text(1), GeneratedAt: readTime(q, 2), WrittenAt: readTime(q, 3), Type: q.Text(4), Title: q.Text(5), Period: q.Text(6),
			Start: readTime(q, 7), End: readTime(q, 8), Timezone: q.Text(9), Redacted: q.Int(11) != 0, Conversations: q.Int(12), Newest: readTime(q, 13),
			Rules: q.Text(14), Version: q.Text(15)}
		if err := json.Unmarshal(q.Bytes(10), &r.Filters); err != nil {
			return err
		}
		if err := json.Unmarshal(q.Bytes(16), &r.Files); err != nil {
			return err
		}
		list = append(list, r)
		return nil
	}, args...)
	return list, describe(s.path, err)
}

// KeepReport records a report. Of an earlier one of the same hash the id and the
// time of its making stay. It fails where the database cannot be written.
func (s *Store) KeepReport(r *Report) error { return describe(s.path, s.keepReport(r)) }

func (s *Store) keepReport(r *Report) error {
	filters, err := json.Marshal(append([]string{}, r.Filters...))
	if err != nil {
		return err
	}
	files, err := json.Marshal(append([]ReportFile{}, r.Files...))
	if err != nil {
		return err
	}
	if err := s.conn.Exec("PRAGMA query_only = 0"); err != nil {
		return err
	}
	defer s.conn.Exec("PRAGMA query_only = 1")
	q, err := s.conn.Prepare(`INSERT INTO reports(hash, generated_at, written_at, type, title, period, start_at, end_at, timezone, filters, redacted, conversations, newest, rules, version, files)
 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(hash) DO UPDATE SET written_at = excluded.written_at, newest = excluded.newest, files = excluded.files`)
	if err != nil {
		return err
	}
	defer q.Close()
	redacted := 0
	if r.Redacted {
		redacted = 1
	}
	if err := q.Bind(r.Hash, int64(r.GeneratedAt), int64(r.WrittenAt), r.Type, r.Title, r.Period, timeOrNull(r.Start), timeOrNull(r.End), r.Timezone,
		string(filters), redacted, r.Conversations, timeOrNull(r.Newest), r.Rules, r.Version, string(files)); err != nil {
		return err
	}
	return q.Exec()
}

// EachRating calls yield for each feedback whose conversation is known: its
// rating (0 without one) and its reasons, a JSON array of {label, details}.
func (s *Store) EachRating(yield func(conversation int64, rating int, reasons []byte) error) error {
	return describe(s.path, s.each("SELECT conversation, rating, reasons FROM feedback WHERE conversation IS NOT NULL", func(q *sqlite.Stmt) error {
		return yield(q.Int(0), int(q.Int(1)), q.Bytes(2))
	}))
}

// Tests lists the names of the tests that sessions were exposed to, sorted.
func (s *Store) Tests() ([]string, error) {
	var names []string
	err := s.each("SELECT DISTINCT test FROM exposures ORDER BY test", func(q *sqlite.Stmt) error {
		names = append(names, q.Text(0))
		return nil
	})
	return names, describe(s.path, err)
}
