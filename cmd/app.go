// Package cmd is the command line: flags, configuration, wiring, progress and
// exit codes. One file a command; what a command needs hangs on App.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// App is the world as commands see it. Tests build one of buffers and a fixed clock.
type App struct {
	In            io.Reader
	Out, Err      io.Writer
	Now           func() time.Time
	Getenv        func(string) string
	Dir           string // working directory
	UserConfigDir string // where the user's configuration lives, "" if unknown
	TempDir       string
	OutTerminal   bool // Out is a terminal
	ErrTerminal   bool // Err is a terminal
	Width         int  // columns of the terminal, 0 if there is none
	Height        int  // lines of the terminal, 0 if there is none

	temporary folders
	zoneTold  bool                        // that TZ names no timezone
	paging    atomic.Bool                 // a pager has the terminal
	restore   atomic.Pointer[restoration] // what gives the terminal back, nil if nothing has it
}

// Main runs one command line in the real world and returns the exit code.
func Main(args []string) int {
	app, err := realApp()
	if err != nil {
		return (&App{Err: os.Stderr}).report(usageError{err})
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // an import keeps little and makes much garbage
	}
	time.Local = namedLocal(os.Getenv, "/etc/localtime")
	ctx, stop := app.heedSignals(context.Background())
	defer stop()
	return app.Run(ctx, args)
}

func realApp() (*App, error) {
	app := &App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Getenv: os.Getenv, TempDir: os.TempDir()}
	if s := os.Getenv("CHATCOPS_NOW"); s != "" {
		now, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return nil, fmt.Errorf("CHATCOPS_NOW=%q is no time in RFC 3339, such as 2026-11-01T09:00:00Z", s)
		}
		app.Now = func() time.Time { return now }
	}
	app.Dir, _ = os.Getwd()
	app.UserConfigDir, _ = os.UserConfigDir()
	app.OutTerminal = term.IsTerminal(int(os.Stdout.Fd()))
	app.ErrTerminal = term.IsTerminal(int(os.Stderr.Fd()))
	if app.OutTerminal {
		app.Width, app.Height, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	return app, nil
}

// wanted says what the values of flags are, by their type.
var wanted = map[string]string{"int": "a whole number", "float64": "a number", "duration": "a time such as 500ms, 2s or 5m", "bool": "true or false"}

// Run executes args and returns the exit code. Errors go to Err, data to Out.
func (app *App) Run(ctx context.Context, args []string) int {
	root := newRootCmd(app)
	root.SetArgs(args)
	root.SetIn(app.In)
	root.SetOut(app.Out)
	root.SetErr(app.Err)
	mendHelp(root)
	mendCompletion(root)
	app.completeNames(root)
	c, err := root.ExecuteContextC(ctx)
	var bad *pflag.InvalidValueError
	switch {
	case err == nil:
	case errors.As(err, &bad) && wanted[bad.GetFlag().Value.Type()] != "":
		err = usagef("--%s %s: write %s", bad.GetFlag().Name, bad.GetValue(), wanted[bad.GetFlag().Value.Type()])
	case strings.HasSuffix(err.Error(), fmt.Sprintf(" for %q", c.CommandPath())) && !c.HasSubCommands():
		err = usagef("%s takes no argument, but was given %q", c.CommandPath(), c.Flags().Arg(0))
	case isArgumentCount(err):
		err = usagef("wrong number of arguments: write %s", strings.TrimSuffix(c.UseLine(), " [flags]"))
	}
	if err != nil {
		err = app.misspelt(c, err)
	}
	return app.report(err)
}
