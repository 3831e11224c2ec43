package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/store"
	"chatcops/report"
)

func newDBCheckCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "check",
		Short:   "Look for damage",
		Long:    "Looks for damage: in the structure of the file, in what refers to what, and in\nwhat must hold of conversations and their facts. Exit code 1 if there is any.",
		Example: "  chatcops db check\n  chatcops db check --db support.db --format json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runDBCheck(app, o) },
	}
	o.bind(c, formatNames()...)
	return c
}

// dbCheck is what db check tells programs.
type dbCheck struct {
	Path     string      `json:"path"`
	Sound    bool        `json:"sound"`
	Findings []dbFinding `json:"findings"`
}

type dbFinding struct {
	Check    string   `json:"check"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples"`
}

func runDBCheck(app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	path := app.rooted(cfg.DB)
	s, err := store.Open(path)
	if err != nil {
		return named(err, path, cfg.DB)
	}
	defer s.Close()
	found, err := s.Check()
	if err != nil {
		return named(err, path, cfg.DB)
	}
	out := dbCheck{Path: cfg.DB, Sound: len(found) == 0, Findings: []dbFinding{}}
	t := report.Table{Columns: []report.Column{{Name: "check", Title: "Does not hold"}, {Name: "count", Title: "Count", Right: true}, {Name: "examples", Title: "For example"}}}
	for _, f := range found {
		out.Findings = append(out.Findings, dbFinding(f))
		t.Rows = append(t.Rows, []report.Cell{report.Word(f.Check), report.Int(f.Count), report.Text(strings.Join(f.Examples, "; "))})
	}
	d := &report.Document{Heading: cfg.DB + " is sound", Tables: []report.Table{t}, JSON: out}
	if out.Sound {
		d.Tables[0].Columns[0].Only, d.Tables[0].Columns[1].Only, d.Tables[0].Columns[2].Only = report.Machines, report.Machines, report.Machines
		return o.write(app, cfg, d)
	}
	d.Heading = cfg.DB + " is damaged"
	if err := o.write(app, cfg, d); err != nil {
		return err
	}
	return withHint(errSilent, "restore a backup, or import the transcripts into a new file")
}

func newVacuumCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "vacuum",
		Short:   "Write the file anew, smaller and without deleted bytes",
		Example: "  chatcops db vacuum\n  chatcops db vacuum --db support.db",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runVacuum(app, o) },
	}
	o.bind(c, formatNames()...)
	return c
}

// vacuumed is what db vacuum has done.
type vacuumed struct {
	Path   string `json:"path"`
	Before int64  `json:"bytes_before"`
	After  int64  `json:"bytes_after"`
}

func runVacuum(app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	v := vacuumed{Path: cfg.DB}
	err = app.writeDB(o, cfg, func(s *store.Store) (err error) {
		if v.Before, err = s.Bytes(); err != nil {
			return err
		}
		if err := s.Vacuum(); err != nil {
			return err
		}
		v.After, err = s.Bytes()
		return err
	})
	if err != nil {
		return err
	}
	t := report.Table{Columns: []report.Column{{Name: "path", Title: "Path"}, {Name: "bytes_before", Title: "Bytes before", Right: true}, {Name: "bytes_after", Title: "Bytes after", Right: true}},
		Rows: [][]report.Cell{{report.Text(v.Path), report.Int(v.Before), report.Int(v.After)}}}
	return o.write(app, cfg, &report.Document{Tables: []report.Table{t}, JSON: v})
}

func newBackupCmd(app *App) *cobra.Command {
	o := &common{}
	replace := false
	c := &cobra.Command{
		Use:     "backup FILE",
		Short:   "Write a consistent copy, also while an import is running",
		Example: "  chatcops db backup backups/chatcops-2026-11.db\n  chatcops db backup --force latest.db",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return runBackup(app, o, args[0], replace) },
	}
	o.bind(c, formatNames()...)
	c.Flags().BoolVar(&replace, "force", false, "replace a file that exists already")
	return c
}

// backedUp is what db backup has done.
type backedUp struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

func runBackup(app *App, o *common, to string, replace bool) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	if to == "" || to == "-" {
		return usagef("db backup writes a file, not to standard output: name one")
	}
	path, target := app.rooted(cfg.DB), app.rooted(to)
	if info, err := os.Stat(target); err == nil && info.IsDir() || os.IsPathSeparator(to[len(to)-1]) {
		return withHint(fmt.Errorf("%s: is a folder", to), "name a file, such as %s", filepath.Join(to, "chatcops.db"))
	}
	if err := overwrites(target, "the backup", databaseFiles(path)...); err != nil {
		return err
	}
	s, err := store.Open(path)
	if err != nil {
		return named(err, path, cfg.DB)
	}
	defer s.Close()
	if err := s.Backup(target, replace); err != nil {
		return named(err, target, to)
	}
	b := backedUp{Path: to}
	copied, err := store.Open(target)
	if err != nil {
		return named(err, target, to)
	}
	defer copied.Close()
	if b.Bytes, err = copied.Bytes(); err != nil {
		return err
	}
	t := report.Table{Columns: []report.Column{{Name: "path", Title: "Backup"}, {Name: "bytes", Title: "Bytes", Right: true}}, Rows: [][]report.Cell{{report.Text(to), report.Int(b.Bytes)}}}
	return o.write(app, cfg, &report.Document{Tables: []report.Table{t}, JSON: b})
}
