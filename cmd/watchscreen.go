package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// watchResult is one look at a file.
type watchResult struct {
	File string  `json:"file"`
	At   *string `json:"at"`
	*metrics.Live
	PerMinute float64    `json:"messages_per_minute"` // mean of the last five minutes
	Rejected  int        `json:"rejected"`            // records that cannot be read
	Alerts    []alertRow `json:"alerts"`
	alerts    *alertResult
	now       time.Time
}

// spoken are the roles whose messages count.
var spoken = []chat.Role{chat.RoleUser, chat.RoleAssistant, chat.RoleHumanAgent}

// perMinute is the mean number of messages a minute while a conversation is active.
func perMinute(ctx context.Context, s *store.Store, live *metrics.Live, now chat.Time) (float64, error) {
	if live.Active == 0 {
		return 0, nil
	}
	keys := &store.Keys{}
	for _, k := range live.ActiveKeys() {
		keys.Add(k)
	}
	n := 0
	err := s.ScanMessages(ctx, keys, spoken, 1, func(int) func(*store.ScannedMessage) error {
		return func(m *store.ScannedMessage) error {
			if metrics.InLast(metrics.ActiveWithin, m.Time, now) {
				n++
			}
			return nil
		}
	})
	return float64(n) / metrics.ActiveWithin.Minutes(), err
}

func watchDocument(r *watchResult) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "figure", Only: report.Machines}, {Name: "title", Title: "What", Only: report.People}, {Name: "value", Title: "Now", Right: true}}}
	add := func(name, title string, v report.Cell) {
		t.Rows = append(t.Rows, []report.Cell{report.Word(name), report.Word(title), v})
	}
	add("active_conversations", "Active conversations", report.Int(r.Active))
	add("messages_per_minute", "Messages per minute", report.Number(r.PerMinute, report.Decimal(1)))
	add("conversations", "Conversations so far", report.Int(r.Conversations))
	add("engaged", "Engaged", report.Int(r.Engaged))
	if r.Rejected > 0 {
		add("rejected", "Records that cannot be read", report.Int(int64(r.Rejected)))
	}
	of := metrics.Result{Coverage: metrics.Coverage{Engaged: r.Engaged}, Outcomes: r.Outcomes}
	d := &report.Document{Heading: r.File + " · " + r.now.Format(time.DateTime), JSON: r, Tables: []report.Table{t, outcomeTable(&of)}}
	if len(r.Alerts) > 0 {
		a := alertsDocument(r.alerts, true, "table")
		d.Tables = append(d.Tables, a.Tables...)
		d.Tables[2].Title = a.Heading
	}
	return d
}

// follow looks at the file again and again until the command is interrupted.
func (w *watcher) follow(ctx context.Context) error {
	f, err := w.app.follow(ctx, &w.o.common, w.cfg, w.db, []string{w.path}, importOptions{})
	if err != nil {
		return err
	}
	w.states = map[string]store.AlertState{}
	w.told = newTeller(w)
	err = w.looks(ctx, f)
	_, eerr := f.end()
	return errors.Join(interrupted(ctx, err), eerr)
}

func (w *watcher) looks(ctx context.Context, f *followed) error {
	if err := f.look(ctx); err != nil {
		return err
	}
	first := f.files.Report()
	if one := first.Files[0]; one.Problem != "" || one.Records > 0 {
		if err := readSomething(first); err != nil {
			return err
		}
	}
	screen := &screen{app: w.app, plain: !w.app.OutTerminal || w.cfg.Format != "table"}
	if !screen.plain {
		f.hush() // the picture is in its place
	}
	screen.enter()
	defer screen.leave()
	for {
		begun := time.Now()
		w.rejected = f.files.Report().Totals.Rejected
		r, err := w.look(ctx)
		if err == nil {
			err = w.show(screen, r)
		}
		if err == nil {
			err = w.told.post(ctx, r)
		}
		if err != nil {
			return err
		}
		if !w.o.every.wait(ctx, time.Since(begun)) {
			return nil
		}
		if err := f.look(ctx); err != nil {
			return err
		}
	}
}

func (w *watcher) show(s *screen, r *watchResult) error {
	var b bytes.Buffer
	o := report.Options{Color: w.app.OutTerminal && !w.cfg.NoColor, Width: w.app.Width}
	if err := report.Write(&b, w.cfg.Format, watchDocument(r), o); err != nil {
		return err
	}
	return s.draw(b.String(), fmt.Sprint(*r.Live, r.PerMinute, r.Rejected, r.alerts.States))
}

// screen draws one picture after another in the same place of a terminal, or
// below one another where that is not one.
type screen struct {
	app   *App
	plain bool
	last  string // picture
	state string // what the last picture showed, but for the time
}

// Control sequences of terminals (ECMA-48 and the xterm manual): another screen
// without a cursor, and back; to the upper left, erase the rest.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l"
	leaveScreen = "\x1b[?25h\x1b[?1049l"
	topLeft     = "\x1b[H"
	eraseLine   = "\x1b[K"
	eraseBelow  = "\x1b[J"
)

func (s *screen) enter() {
	if !s.plain {
		s.app.restore.Store(&restoration{s.app.Out, leaveScreen})
		fmt.Fprint(s.app.Out, enterScreen)
	}
}

// leave gives the terminal back as it was, with the last picture on it.
func (s *screen) leave() {
	if !s.plain {
		s.app.restoreTerminal()
		fmt.Fprint(s.app.Out, s.last)
	}
}

// draw shows a picture of a state; off a terminal only if that is a new one.
func (s *screen) draw(picture, state string) error {
	changed := state != s.state
	s.last, s.state = picture, state
	if s.plain {
		if !changed {
			return nil
		}
		_, err := io.WriteString(s.app.Out, picture)
		return err
	}
	lines := strings.Split(strings.TrimRight(picture, "\n"), "\n")
	if s.app.Height > 1 && len(lines) >= s.app.Height {
		lines = lines[:s.app.Height-1]
	}
	_, err := io.WriteString(s.app.Out, topLeft+strings.Join(lines, eraseLine+"\n")+eraseLine+"\n"+eraseBelow)
	return err
}

// restoration is what gives a terminal back.
type restoration struct {
	to   io.Writer
	text string
}

// restoreTerminal gives the terminal back as it was, once.
func (app *App) restoreTerminal() {
	if r := app.restore.Swap(nil); r != nil {
		fmt.Fprint(r.to, r.text)
	}
}
