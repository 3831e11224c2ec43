package cmd

import (
	"io"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"

	"chatcops/internal/safe"
)

// progress shows how far an import is: bytes, rate and remaining time.
type progress struct {
	w    io.Writer
	mute bool // it is no longer wanted
	bar  *progressbar.ProgressBar
	step string // that the bar is of
}

func newProgress(w io.Writer) *progress { return &progress{w: w} }

func (p *progress) File(path string, bytes int64) {
	p.Done()
	if p.mute {
		return
	}
	if bytes == 0 {
		bytes = -1 // unknown: a spinner
	}
	p.bar = p.newBar(bytes, safe.Snippet(safe.Terminal(filepath.Base(path)), 30), true)
}

func (p *progress) newBar(total int64, title string, bytes bool) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(title), progressbar.OptionShowBytes(bytes), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(20), progressbar.OptionFullWidth(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionShowElapsedTimeOnFinish())
}

func (p *progress) Read(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n)
	}
}

func (p *progress) Settle(done, total int64) { p.Step("merging conversations", done, total) }

// Step shows how much of one step of the work is done.
func (p *progress) Step(what string, done, total int64) {
	if p.mute {
		return
	}
	if p.step != what {
		p.Done()
		p.bar, p.step = p.newBar(total, what, false), what
	}
	_ = p.bar.Set64(done)
}

func (p *progress) Done() {
	if p.bar != nil {
		_ = p.bar.Finish()
		_ = p.bar.Clear()
	}
	p.bar, p.step = nil, ""
}
