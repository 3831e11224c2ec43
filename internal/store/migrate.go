package store

import (
	"embed"
	"fmt"

	"chatcops/internal/chat"
)

//go:embed migrations
var migrations embed.FS

//go:embed indexes.sql
var indexes string

// schemaVersion is the number of the newest migration.
func schemaVersion() int {
	n := 0
	for {
		if _, err := migrations.Open(fmt.Sprintf("migrations/%d.sql", n+1)); err != nil {
			return n
		}
		n++
	}
}

// migrate runs the migrations that the file lacks, each in one transaction with
// the record that it ran.
func (s *Store) migrate(version int, now chat.Time) error {
	for v := version + 1; v <= schemaVersion(); v++ {
		sql, err := migrations.ReadFile(fmt.Sprintf("migrations/%d.sql", v))
		if err != nil {
			return err
		}
		// Another process may have migrated since we looked: ask again under the lock.
		if err := s.conn.Exec("BEGIN IMMEDIATE"); err != nil {
			return err
		}
		is, err := s.conn.Int("PRAGMA user_version")
		if err == nil && int(is) < v {
			err = s.conn.Exec(string(sql) + fmt.Sprintf("; INSERT INTO migrations VALUES(%d, %d); PRAGMA application_id = %d; PRAGMA user_version = %d", v, now, applicationID, v))
		}
		if err != nil {
			_ = s.conn.Exec("ROLLBACK")
			return err
		}
		if err := s.conn.Exec("COMMIT"); err != nil {
			return err
		}
	}
	return nil
}

// index makes the indexes that a first load of a new file leaves for its end.
func (s *Store) index() error { return s.conn.Exec(indexes) }
