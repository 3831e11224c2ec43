package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"chatcops/report"
)

// endings are the signals that end a command in good order: what is temporary
// is removed. One that is ignored from the start, as nohup does, stays so.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
	return slices.DeleteFunc(all, signal.Ignored)
}

// oneSignal is how long after the first signal another one is the same: timeout(1) and
// others send theirs to a process and to its group.
const oneSignal = 200 * time.Millisecond

// heedSignals returns a context that the first signal cancels, so that the
// command cleans up on its way out; the second one does not wait for that way.
// A reader that goes away makes writing fail instead of ending the process.
func (app *App) heedSignals(parent context.Context) (ctx context.Context, stop func()) {
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(parent)
	caught := make(chan os.Signal, 2)
	if all := endings(); len(all) > 0 { // none would mean all
		signal.Notify(caught, all...)
	}
	go func() {
		var first time.Time
		for left := 2; left > 0; left-- {
			select {
			case got := <-caught:
				if got == os.Interrupt && app.paging.Load() {
					left++ // it is for the pager, which stops a search by it
					continue
				}
			case <-parent.Done():
				return
			}
			if !first.IsZero() && time.Since(first) < oneSignal {
				left++
				continue
			}
			if ctx.Err() != nil {
				app.restoreTerminal()
				app.temporary.remove()
				report.RemoveUnfinished()
				os.Exit(exitFailed)
			}
			first = time.Now()
			cancel()
		}
	}()
	return ctx, func() { signal.Stop(caught); cancel() }
}

// readerGone reports whether writing failed because the reader of stdout, such
// as head, has read enough.
func readerGone(err error) bool {
	if errors.Is(err, syscall.EPIPE) {
		return true
	}
	const brokenPipe, noData = syscall.Errno(109), syscall.Errno(232) // as Windows says it
	return runtime.GOOS == "windows" && (errors.Is(err, brokenPipe) || errors.Is(err, noData))
}

// folders are the temporary folders that are in use. They hold transcripts, so
// none may stay behind.
type folders struct {
	sync.Mutex
	paths []string
}

// temporaryFolder makes a folder that only the user can read; remove takes it away.
func (app *App) temporaryFolder() (path string, remove func(), err error) {
	app.temporary.Lock() // a signal must find the folder listed
	defer app.temporary.Unlock()
	path, err = os.MkdirTemp(app.TempDir, "chatcops-")
	if err != nil {
		var inPath *fs.PathError
		if errors.As(err, &inPath) {
			err = inPath.Err
		}
		return "", nil, withHint(fmt.Errorf("%s: no temporary folder can be made in it: %w", app.TempDir, err),
			"set TMPDIR (TMP on Windows) to a folder that exists and that you may write")
	}
	app.temporary.paths = append(app.temporary.paths, path)
	return path, func() { os.RemoveAll(path) }, nil
}

// remove takes away all temporary folders, while they may still be written.
func (f *folders) remove() {
	f.Lock()
	defer f.Unlock()
	const tries = 3
	for _, path := range f.paths {
		for range tries {
			if os.RemoveAll(path) == nil {
				break
			}
		}
	}
}
