package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// SourcedExposures calls yield for the exposures to a test in the order of
// reading, each with the source within which its session's id is unique.
func (s *Store) SourcedExposures(test string, yield func(source string, e chat.Exposure) error) error {
	names := newInterner()
	err := s.each("SELECT source, session_id, variant, timestamp FROM exposures WHERE test = ? ORDER BY id", func(q *sqlite.Stmt) error {
		return yield(names.of(q.Bytes(0)), chat.Exposure{Test: test, Session: q.Text(1), Variant: names.of(q.Bytes(2)), Time: readTime(q, 3)})
	}, test)
	return describe(s.path, err)
}

// ExposedTest is a test to which exposures are recorded.
type ExposedTest struct {
	Name        string
	Exposures   int64
	First, Last chat.Time // NoTime if none of them has a time
}

// ExposedTests returns the tests to which exposures are recorded, by name.
func (s *Store) ExposedTests() ([]ExposedTest, error) {
	var list []ExposedTest
	err := s.each("SELECT test, count(*), min(timestamp), max(timestamp) FROM exposures GROUP BY test ORDER BY test", func(q *sqlite.Stmt) error {
		list = append(list, ExposedTest{q.Text(0), q.Int(1), readTime(q, 2), readTime(q, 3)})
		return nil
	})
	return list, describe(s.path, err)
}
