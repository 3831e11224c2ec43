package cmd

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"

	"chatcops/internal/safe"
	"chatcops/internal/store"
)

// Exit codes, as product.md states them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitCheck  = 3 // an alert or a gate
	// What a shell reports of cat or grep when their reader goes away: the
	// output is not whole, which a 0 would hide from set -o pipefail.
	exitReaderGone = 128 + 13
)

// usageError is a mistake on the command line or in the configuration.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// checkError is a check of the data that failed.
type checkError struct{ error }

// hintError adds the way out to an error; it prints on a line of its own.
type hintError struct {
	err  error
	hint string
}

func (e hintError) Error() string { return e.err.Error() }
func (e hintError) Unwrap() error { return e.err }

// Hint returns the way out.
func (e hintError) Hint() string { return e.hint }

func withHint(err error, format string, args ...any) error {
	return hintError{err, fmt.Sprintf(format, args...)}
}

// errSilent ends a command with exitFailed when all has been said already.
var errSilent = errors.New("failed")

// keptError is an interruption after which what was read is kept.
type keptError struct{ error }

func (e keptError) Unwrap() error { return e.error }

// report prints err for a person and returns its exit code. All errors are
// printed here; what they quote from files and arguments is as hostile as transcripts.
func (app *App) report(err error) int {
	if err == nil {
		return exitDone
	}
	if readerGone(err) {
		return exitReaderGone // the reader knows
	}
	if !errors.Is(err, errSilent) {
		text := app.asWritten(err)
		if errors.Is(err, context.Canceled) {
			text = "interrupted"
			if errors.As(err, new(keptError)) {
				text += ": what was read is kept; run the same command again to go on"
			}
		}
		app.say("chatcops", strings.TrimSpace(strings.TrimPrefix(text, "chatcops: ")))
	}
	var h interface{ Hint() string } // errors of the store bring their own
	if errors.As(err, &h) && h.Hint() != "" {
		app.say("hint", h.Hint())
	} else if errors.Is(err, syscall.ENOSPC) {
		app.say("hint", "make room, or write to another disk, and run the same command again")
	}
	var usage usageError
	if errors.As(err, &usage) || isCobraUsage(err) {
		return exitUsage
	}
	if errors.As(err, new(checkError)) {
		return exitCheck
	}
	return exitFailed
}

// asWritten is the text of an error in which a database of the working directory
// is called as people call it.
func (app *App) asWritten(err error) string {
	text := err.Error()
	var e *store.Error
	if errors.As(err, &e) && filepath.IsAbs(e.Path) {
		if short, rerr := filepath.Rel(app.Dir, e.Path); rerr == nil && filepath.IsLocal(short) {
			text = strings.Replace(text, e.Path, short, 1)
		}
	}
	return text
}

// say prints text on stderr, cleaned.
func (app *App) say(who, text string) {
	fmt.Fprintln(app.Err, who+": "+safe.TerminalBlock(text))
}

// isArgumentCount recognises cobra's complaints of too few or too many arguments.
func isArgumentCount(err error) bool {
	return strings.HasPrefix(err.Error(), "accepts ") || strings.HasPrefix(err.Error(), "requires at least")
}

// isCobraUsage recognises the errors that cobra and pflag return as plain text.
func isCobraUsage(err error) bool {
	for _, start := range []string{"unknown command", "unknown flag", "unknown shorthand flag", "flag needs an argument",
		"invalid argument", "required flag", "bad flag syntax"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}
