package cmd

import (
	"context"
	"fmt"
	"strings"

	"chatcops/ingest"
	"chatcops/internal/safe"
)

// notice tells something on stderr that is no error.
func (app *App) notice(c *common, format string, args ...any) {
	if c.quiet {
		return
	}
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			args[i] = app.asWritten(err)
		}
	}
	app.say("chatcops", fmt.Sprintf(format, args...))
}

// tellNotices tells what a person should know of files that were read.
func (app *App) tellNotices(c *common, r *ingest.Report) {
	for _, f := range r.Files {
		for _, text := range f.Notices {
			app.notice(c, "%s", safe.Terminal(text))
		}
	}
}

// problemPrinter prints records that could not be read as FILE:LINE: problem,
// the first of each file; with --quiet only what concerns a whole file.
type problemPrinter struct {
	ctx     context.Context
	app     *App
	c       *common // of the command that reads
	mute    bool    // nothing is told any more
	path    string
	printed int
	more    int
}

const problemsPerFile = 20

func (p *problemPrinter) print(path string, line int, problem string) {
	if p.mute {
		return
	}
	if path != p.path {
		p.close()
		p.path = path
	}
	if line == 0 && p.ctx.Err() != nil || line > 0 && p.c.quiet {
		return // a file that an interruption has cut off has no problem
	}
	if line > 0 {
		if p.printed++; p.printed > problemsPerFile {
			p.more++
			return
		}
		path = fmt.Sprintf("%s:%d", path, line)
	}
	fmt.Fprintln(p.app.Err, safe.Terminal(path+": "+p.c.advice(problem)))
}

// close tells of the problems of a file that were not printed.
func (p *problemPrinter) close() {
	if p.more > 0 {
		text := fmt.Sprintf("%s: and %d more", p.path, p.more)
		if f := p.c.flags.Lookup("rejects"); f == nil || !f.Changed {
			text += p.c.advice("; --rejects FILE keeps them all")
		}
		fmt.Fprintln(p.app.Err, safe.Terminal(text))
	}
	p.path, p.printed, p.more = "", 0, 0
}

// advice turns what names flags of ingest into what a command without them can take.
func (c *common) advice(text string) string {
	for _, name := range []string{"map", "rejects", "input-format"} {
		if c.flags.Lookup(name) == nil {
			text = strings.ReplaceAll(text, "--"+name+" ", "chatcops ingest --"+name+" ")
		}
	}
	return text
}
