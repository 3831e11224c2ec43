package cmd

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"chatcops/abtest"
)

// experiment writes the transcripts of a test: experiment FILE TEST DAYS
// VARIANT=HITS/SESSIONS[@SECONDS][,HITS/SESSIONS[@SECONDS]...]... What stands after
// a comma comes in as many days more. The sessions are named so that the hash of
// equal weights assigns them as written, spread evenly over the days from
// 2026-10-01 on; the agent answers after about SECONDS. Two sessions in a row are
// of one user. The channels web and app take turns.
func experiment(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 5 {
		ts.Fatalf("usage: experiment FILE TEST DAYS VARIANT=HITS/SESSIONS[@SECONDS]...")
	}
	days, err := strconv.Atoi(args[2])
	ts.Check(err)
	var names []string
	for _, a := range args[3:] {
		name, _, _ := strings.Cut(a, "=")
		names = append(names, name)
	}
	test, err := abtest.NewTest(args[1], names, nil)
	ts.Check(err)
	var out strings.Builder
	next := 0
	for i, a := range args[3:] {
		_, phases, _ := strings.Cut(a, "=")
		for phase, counts := range strings.Split(phases, ",") {
			hits, sessions, seconds := phaseOf(ts, counts)
			start := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, phase*days)
			for k := range sessions {
				for {
					next++
					if variant, _ := test.Assign(fmt.Sprintf("s%d", next)); variant == i {
						break
					}
				}
				s := simulated{id: fmt.Sprintf("s%d", next), user: fmt.Sprintf("%s%d", names[i], k/2), test: args[1], variant: names[i], channel: []string{"web", "app"}[k%2],
					at: start.AddDate(0, 0, k*days/sessions), wait: seconds + k%5, converts: k*hits/sessions < (k+1)*hits/sessions}
				s.write(&out)
			}
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(out.String()), 0o600))
}

// phaseOf reads HITS/SESSIONS[@SECONDS].
func phaseOf(ts *testscript.TestScript, counts string) (hits, sessions, seconds int) {
	counts, given, slow := strings.Cut(counts, "@")
	_, err := fmt.Sscanf(counts, "%d/%d", &hits, &sessions)
	ts.Check(err)
	seconds = 5
	if slow {
		seconds, err = strconv.Atoi(given)
		ts.Check(err)
	}
	return hits, sessions, seconds
}

// simulated is a session of an experiment.
type simulated struct {
	id, user, test, variant, channel string
	at                               time.Time
	wait                             int // seconds for an answer
	converts                         bool
}

func (s simulated) write(out *strings.Builder) {
	at := func(seconds int) string {
		return s.at.Add(time.Duration(seconds) * time.Second).Format(time.RFC3339)
	}
	fmt.Fprintf(out, "{\"type\":\"exposure\",\"test\":%q,\"session_id\":%q,\"variant\":%q,\"timestamp\":%q}\n", s.test, s.id, s.variant, at(0))
	for _, m := range []struct {
		role, content string
		at            int
	}{{"user", "Where is my order?", 1}, {"assistant", "It arrives tomorrow.", 1 + s.wait}} {
		fmt.Fprintf(out, "{\"conversation_id\":%q,\"user_id\":%q,\"channel\":%q,\"role\":%q,\"content\":%q,\"timestamp\":%q}\n", s.id, s.user, s.channel, m.role, m.content, at(m.at))
	}
	if s.converts {
		fmt.Fprintf(out, "{\"event_id\":\"e%s\",\"session_id\":%q,\"event_type\":\"conversion\",\"timestamp\":%q}\n", s.id, s.id, at(60))
	}
}
