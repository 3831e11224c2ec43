package ingest

import (
	"bytes"
	"io"
	"os"
)

// growing reads a file as far as it goes for now.
type growing struct {
	file  *os.File
	at    int64  // how much was read
	upTo  int64  // how much is read before a pause: a writer may be as fast as we are
	last  []byte // what was read last, by which a file is known that was written anew
	ended bool   // there will be no more
}

// lastSize is how much of what was read is looked at again.
const lastSize = 512

func (g *growing) Read(p []byte) (int, error) {
	if g.ended {
		return 0, io.EOF
	}
	if g.at >= g.upTo {
		return 0, errPaused
	}
	n, err := g.file.ReadAt(p[:min(int64(len(p)), g.upTo-g.at)], g.at)
	g.at += int64(n)
	g.last = append(g.last, p[max(0, n-lastSize):n]...)
	g.last = g.last[max(0, len(g.last)-lastSize):]
	if err == io.EOF {
		err = errPaused
	}
	return n, err
}

// grown reports whether there is more to read than at the look before.
func (g *growing) grown() bool {
	if info, err := g.file.Stat(); err == nil {
		g.upTo = info.Size()
	}
	return g.upTo > g.at
}

// rewritten reports whether what was read is no longer there: the file was cut
// short, and may have grown since.
func (g *growing) rewritten() bool {
	now := make([]byte, len(g.last))
	_, err := g.file.ReadAt(now, g.at-int64(len(now)))
	return err != nil && err != io.EOF || !bytes.Equal(now, g.last)
}

// is reports whether info is that of this very file.
func (g *growing) is(info os.FileInfo) bool {
	own, err := g.file.Stat()
	return err == nil && os.SameFile(own, info)
}
