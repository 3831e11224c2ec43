package demo

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Format is one way to write the conversations down.
type Format struct {
	Name  string
	Doc   string
	write func(*sink, Options) error
}

// Formats is the one table of output formats.
var Formats = []Format{
	{"native-jsonl", "one message a line, in order of time", perMoment(appendNative)},
	{"native-csv", "one message a row, in order of time", perRow(nativeHeader, nativeRow)},
	{"mixed-jsonl", "native-jsonl with models and tokens, and the events that messages cannot tell, in order of time", perMoment(appendMixed)},
	{"events-jsonl", "one event a line, messages included, in order of time", perMoment(appendEvent)},
	{"events-csv", "one event a row, messages included, in order of time", perRow(eventHeader, eventRow)},
	{"openai", "one conversation a line, in order of start", writeOpenAI},
	{"exposures-jsonl", "one exposure to the experiment a line, in order of time", perMoment(appendExposure)},
}

// Totals counts what was written.
type Totals struct {
	Conversations int // that the options asked for
	Messages      int // of any role
	Events        int
	Bytes         int64
}

// Write writes the conversations of o to w in the named format. Memory does not
// grow with their number. It fails on an unknown format, on options that make no
// sense, and when w does.
func Write(w io.Writer, format string, o Options) (Totals, error) {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
		if f.Name != format {
			continue
		}
		s := &sink{to: bufio.NewWriterSize(w, 1<<18), totals: Totals{Conversations: o.Conversations}}
		if err := f.write(s, o); err != nil {
			return s.totals, err
		}
		return s.totals, s.to.Flush()
	}
	return Totals{}, fmt.Errorf("unknown format %q: choose one of %s", format, strings.Join(names, ", "))
}

// sink counts what goes to a writer.
type sink struct {
	to     *bufio.Writer
	totals Totals
}

// Write implements io.Writer.
func (s *sink) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.totals.Bytes += int64(n)
	return n, err
}

// perMoment writes a line for each moment that the encoder has one for. An
// encoder says by event whether its line is an event or a message.
func perMoment(encode func(b []byte, m Moment, o Options) (line []byte, event bool)) func(*sink, Options) error {
	return func(s *sink, o Options) error {
		moments, err := Timeline(o)
		if err != nil {
			return err
		}
		var b []byte
		for m := range moments {
			var event bool
			if b, event = encode(b[:0], m, o); len(b) == 0 {
				continue
			}
			if err := s.line(b, event); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *sink) line(b []byte, event bool) error {
	s.count(event)
	_, err := s.Write(append(b, '\n'))
	return err
}

func (s *sink) count(event bool) {
	if event {
		s.totals.Events++
	} else {
		s.totals.Messages++
	}
}

// perRow writes a header and a CSV row for each moment that the encoder has one for.
func perRow(header func(Options) []string, encode func(Moment, Options) (cells []string, event bool)) func(*sink, Options) error {
	return func(s *sink, o Options) error {
		moments, err := Timeline(o)
		if err != nil {
			return err
		}
		out := csv.NewWriter(s)
		if err := out.Write(header(o)); err != nil {
			return err
		}
		for m := range moments {
			cells, event := encode(m, o)
			if cells == nil {
				continue
			}
			s.count(event)
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}
}
