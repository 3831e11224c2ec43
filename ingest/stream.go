package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// openStream opens what may keep silent for ever, be it when it is opened, as a
// pipe without a writer, or when it is read, as a terminal. It is opened and read
// beside the caller and ends with the error of ctx once that is cancelled.
func openStream(ctx context.Context, open func() (io.ReadCloser, error)) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		source, err := open()
		if err == nil {
			_, err = io.Copy(w, source)
			source.Close()
		}
		w.CloseWithError(err)
	}()
	stop := context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	return stream{r, stop}
}

// stream is the caller's end of what openStream reads.
type stream struct {
	*io.PipeReader
	stop func() bool
}

func (s stream) Close() error {
	s.stop()
	return s.PipeReader.Close()
}

// isStream reports whether path is a pipe, a device or the like: what was read of
// it is gone, and it cannot be opened again.
func isStream(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// openPath opens a file; the error does not repeat its path.
func openPath(path string) (*os.File, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s; %s", cause(err), wayToRead)
	case err != nil:
		return nil, errors.New(cause(err))
	}
	return f, nil
}
