// Command gen writes invented chats of a small outdoor shop for tests and
// benchmarks. The same flags write the same bytes everywhere.
//
//	go run ./internal/demo/gen -n 100000 -format openai -o chats.jsonl
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chatcops/internal/demo"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	flags := flag.NewFlagSet("gen", flag.ExitOnError)
	opts := register(flags)
	if err := flags.Parse(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
	totals, err := run(opts)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("%s: %d conversations, %d messages, %d events, %d bytes",
		opts.output, totals.Conversations, totals.Messages, totals.Events, totals.Bytes)
}

type options struct {
	conversations int
	seed          uint64
	start, end    string
	messageIDs    bool
	format        string
	output        string
}

func register(flags *flag.FlagSet) *options {
	var o options
	var names []string
	for _, f := range demo.Formats {
		names = append(names, f.Name)
	}
	flags.IntVar(&o.conversations, "n", 1000, "how many `conversations`")
	flags.Uint64Var(&o.seed, "seed", 1, "another `number`, other conversations")
	flags.StringVar(&o.start, "start", "2026-08-01", "first `day`")
	flags.StringVar(&o.end, "end", "2026-11-01", "`day` after the last")
	flags.BoolVar(&o.messageIDs, "message-ids", false, "write the ids of messages in the native formats too")
	flags.StringVar(&o.format, "format", "native-jsonl", "`format`: "+strings.Join(names, ", "))
	flags.StringVar(&o.output, "o", "", "`file` to write")
	return &o
}

// run writes the file, which appears whole or not at all.
func run(o *options) (totals demo.Totals, err error) {
	if o.output == "" {
		return totals, errors.New("no output file: name one with -o FILE")
	}
	want := demo.Options{Conversations: o.conversations, Seed: o.seed, MessageIDs: o.messageIDs}
	if want.Start, err = time.Parse(time.DateOnly, o.start); err != nil {
		return totals, fmt.Errorf("-start: %q is not a day such as 2026-08-01", o.start)
	}
	if want.End, err = time.Parse(time.DateOnly, o.end); err != nil {
		return totals, fmt.Errorf("-end: %q is not a day such as 2026-11-01", o.end)
	}
	f, err := os.CreateTemp(filepath.Dir(o.output), ".gen-*")
	if err != nil {
		return totals, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	totals, err = demo.Write(f, o.format, want)
	if err = errors.Join(err, f.Close()); err != nil {
		return totals, err
	}
	if err = os.Chmod(f.Name(), 0o644); err != nil {
		return totals, err
	}
	return totals, os.Rename(f.Name(), o.output)
}
