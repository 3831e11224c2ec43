package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Exit codes, as product.md states them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a mistake on the command line or in the configuration.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

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

// report prints err for a person and returns its exit code.
func (app *App) report(err error) int {
	if err == nil {
		return exitDone
	}
	if !errors.Is(err, errSilent) {
		text := err.Error()
		if errors.Is(err, context.Canceled) {
			text = "interrupted: what was read is kept; run the same command again to go on"
		}
		fmt.Fprintln(app.Err, "chatcops:", strings.TrimSpace(strings.TrimPrefix(text, "chatcops: ")))
		var h interface{ Hint() string } // errors of the store bring their own
		if errors.As(err, &h) && h.Hint() != "" {
			fmt.Fprintln(app.Err, "hint:", h.Hint())
		}
	}
	var usage usageError
	if errors.As(err, &usage) || isCobraUsage(err) {
		return exitUsage
	}
	return exitFailed
}

// isCobraUsage recognises the errors that cobra and pflag return as plain text.
func isCobraUsage(err error) bool {
	for _, start := range []string{"unknown command", "unknown flag", "unknown shorthand flag", "flag needs an argument",
		"invalid argument", "accepts ", "requires at least", "required flag", "bad flag syntax"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}
