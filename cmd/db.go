package cmd

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
)

func newDBCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:     "db",
		Short:   "Look after the database: what it holds, check, back up, forget, score anew",
		Example: "  chatcops db info\n  chatcops db backup chatcops-backup.db\n  chatcops db forget --user u_4711",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			var names []string
			for _, sub := range c.Commands() {
				names = append(names, sub.Name())
			}
			return usagef("say what to do: %s", strings.Join(names, ", "))
		},
	}
	c.AddCommand(newDBInfoCmd(app), newDBCheckCmd(app), newBackupCmd(app), newForgetCmd(app), newVacuumCmd(app), newRescoreCmd(app))
	return c
}

// create opens a database for writing; a person is told when that takes waiting.
func (app *App) create(c *common, db string) (*store.Store, error) {
	return store.CreateTelling(db, chat.TimeOf(app.Now()), func() {
		app.notice(c, "another process is writing to %s: waiting until it is done", filepath.Base(db))
	})
}

// writeDB opens an existing database for writing, brings its schema up to date and runs do.
func (app *App) writeDB(c *common, cfg *config.Config, do func(*store.Store) error) error {
	path := app.rooted(cfg.DB)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		_, err := store.Open(path) // tells what is missing
		return named(err, path, cfg.DB)
	}
	s, err := app.create(c, path)
	if err != nil {
		return named(err, path, cfg.DB)
	}
	defer s.Close()
	return named(do(s), path, cfg.DB)
}
