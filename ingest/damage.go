package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// unpacked reads what a decompressor gives and says in words for people what is
// wrong with a file that it cannot make sense of.
type unpacked struct {
	r      io.Reader
	format string // of the compression
}

func (u unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	return n, damaged(u.format, err)
}

// damaged makes a *damage of an error of a decompressor; the errors of the disk
// and of an interruption stay what they are.
func damaged(format string, err error) error {
	if err == nil || err == io.EOF || errors.As(err, new(*fs.PathError)) || errors.Is(err, context.Canceled) {
		return err
	}
	return &damage{format, err}
}

// damage says that a compressed file is not as it was written.
type damage struct {
	format string
	err    error // of the decompressor
}

func (d *damage) Unwrap() error { return d.err }

func (d *damage) Error() string {
	if d.cut() {
		return fmt.Sprintf("the %s file is cut off before its first record; get it anew", d.format)
	}
	return fmt.Sprintf("the %s file is damaged (%v); get it anew", d.format, d.err)
}

// in tells on which line of the text it was found and how many records came before.
func (d *damage) in(line, records int) string {
	if d.cut() {
		return fmt.Sprintf("the %s file is cut off in line %d; records read before: %d; get it anew and import it again, nothing is counted twice", d.format, line, records)
	}
	return fmt.Sprintf("the %s file is damaged, found in line %d (%v); records read before: %d, of which some may be wrong; get it anew and import it into a new database",
		d.format, line, d.err, records)
}

func (d *damage) cut() bool { return errors.Is(d.err, io.ErrUnexpectedEOF) || errors.Is(d.err, io.EOF) }
