package demo

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func written(t *testing.T, format string, o Options) ([]byte, Totals) {
	t.Helper()
	var b bytes.Buffer
	totals, err := Write(&b, format, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), totals
}

// The bytes are a promise: benchmarks and examples refer to them. A change of
// the script or of the order of random numbers changes them all.
func TestBytesAreFixed(t *testing.T) {
	o := quarter(40, 7)
	o.MessageIDs = true
	want := map[string]string{
		"native-jsonl":    "75676e2d2cef85ca",
		"native-csv":      "f2f0e6636c23c3b7",
		"mixed-jsonl":     "c441b34b1ca96eac",
		"events-jsonl":    "7c2e528c0e2e953c",
		"events-csv":      "01de0df0df6f8d64",
		"openai":          "c935c6843e7993bf",
		"exposures-jsonl": "b6adfe71aa904a5d",
	}
	for _, f := range Formats {
		data, totals := written(t, f.Name, o)
		sum := sha256.Sum256(data)
		if got := hex.EncodeToString(sum[:8]); got != want[f.Name] {
			t.Errorf("%s: hash %s, want %s", f.Name, got, want[f.Name])
		}
		if totals.Bytes != int64(len(data)) || totals.Conversations != 40 {
			t.Errorf("%s: totals %+v of %d bytes", f.Name, totals, len(data))
		}
	}
}

// said is what all formats tell of a message.
type said struct {
	role, content string
	millis        int64
}

type transcript struct {
	user, channel string
	messages      []said
}

func add(all map[string]*transcript, id, user, channel string, m said) {
	if all[id] == nil {
		all[id] = &transcript{user: user, channel: channel}
	}
	all[id].messages = append(all[id].messages, m)
}

func millis(t *testing.T, iso string) int64 {
	t.Helper()
	moment, err := time.Parse(time.RFC3339Nano, iso)
	if err != nil {
		t.Fatal(err)
	}
	return moment.UnixMilli()
}

// row is any line of the JSONL formats.
type row struct {
	ConversationID string `json:"conversation_id"`
	MessageID      string `json:"message_id"`
	SessionID      string `json:"session_id"`
	EventID        string `json:"event_id"`
	EventType      string `json:"event_type"`
	UserID         string `json:"user_id"`
	Channel        string
	Role           string
	Content        string
	Timestamp      string
	Properties     struct{ Text, Role string }
	ToolCalls      []struct {
		Function struct{ Name, Arguments string }
	} `json:"tool_calls"`
	Test, Variant string
}

func lines(t *testing.T, data []byte) (rows []row) {
	t.Helper()
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var r row
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatalf("%v in %s", err, s.Text())
		}
		rows = append(rows, r)
	}
	return rows
}

func fromMessages(t *testing.T, format string, o Options) map[string]*transcript {
	data, totals := written(t, format, o)
	got := map[string]*transcript{}
	var last int64
	messages := 0
	for _, r := range lines(t, data) {
		now := millis(t, r.Timestamp)
		if now < last {
			t.Fatalf("%s: %s goes back in time", format, r.Timestamp)
		}
		last = now
		if r.EventType != "" {
			continue
		}
		messages++
		for _, call := range r.ToolCalls {
			if !json.Valid([]byte(call.Function.Arguments)) {
				t.Errorf("%s: arguments %s", format, call.Function.Arguments)
			}
		}
		add(got, r.ConversationID, r.UserID, r.Channel, said{r.Role, r.Content, now})
	}
	if messages != totals.Messages {
		t.Errorf("%s: %d messages, totals say %d", format, messages, totals.Messages)
	}
	return got
}

func fromCSV(t *testing.T, o Options) map[string]*transcript {
	data, totals := written(t, "native-csv", o)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]*transcript{}
	for _, r := range rows[1:] {
		add(got, r[0], r[4], r[5], said{r[1], r[2], millis(t, r[3])})
	}
	if len(rows)-1 != totals.Messages {
		t.Errorf("%d rows, totals say %d", len(rows)-1, totals.Messages)
	}
	return got
}

func fromOpenAI(t *testing.T, o Options) map[string]*transcript {
	data, _ := written(t, "openai", o)
	got := map[string]*transcript{}
	for line := range bytes.Lines(data) {
		var c struct {
			ID, Type, CreatedAt string
			Messages            []struct {
				Role, Content, CreatedAt string
			}
			Properties     struct{ Channel string }
			UserProperties struct{ UserID string }
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if c.Type != "openai" {
			t.Errorf("%s is of type %q", c.ID, c.Type)
		}
		for _, m := range c.Messages {
			add(got, c.ID, c.UserProperties.UserID, c.Properties.Channel, said{m.Role, m.Content, millis(t, m.CreatedAt)})
		}
	}
	return got
}

func TestFormatsTellTheSameConversations(t *testing.T) {
	o := quarter(150, 11)
	want := map[string]*transcript{}
	for _, c := range all(t, o) {
		for _, e := range c.Entries {
			if e.Role != "" {
				add(want, c.ID, c.UserID, c.Channel, said{e.Role, e.Content, e.Millis})
			}
		}
	}
	for name, got := range map[string]map[string]*transcript{
		"native-jsonl": fromMessages(t, "native-jsonl", o),
		"mixed-jsonl":  fromMessages(t, "mixed-jsonl", o),
		"native-csv":   fromCSV(t, o),
		"openai":       fromOpenAI(t, o),
	} {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s tells other conversations", name)
		}
	}
}

func TestMessageIDsOnDemand(t *testing.T) {
	o := quarter(5, 1)
	for _, with := range []bool{false, true} {
		o.MessageIDs = with
		data, _ := written(t, "native-jsonl", o)
		ids := map[string]bool{}
		rows := lines(t, data)
		for _, r := range rows {
			ids[r.MessageID] = true
		}
		if with && len(ids) != len(rows) || !with && len(ids) != 1 {
			t.Errorf("MessageIDs %v: %d ids in %d messages", with, len(ids), len(rows))
		}
		table, _ := written(t, "native-csv", o)
		header, _, _ := strings.Cut(string(table), "\n")
		if strings.HasSuffix(header, ",message_id") != with {
			t.Errorf("MessageIDs %v: header %s", with, header)
		}
	}
}

func TestNoConversations(t *testing.T) {
	for _, f := range Formats {
		data, totals := written(t, f.Name, quarter(0, 1))
		if header := strings.HasSuffix(f.Name, "-csv"); header != (len(data) > 0) || totals.Messages+totals.Events != 0 {
			t.Errorf("%s: %q, %+v", f.Name, data, totals)
		}
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	if _, err := Write(nil, "parquet", quarter(1, 1)); err == nil || !strings.HasPrefix(err.Error(), `unknown format "parquet": choose one of native-jsonl, `) {
		t.Errorf("unknown format: %v", err)
	}
	for _, f := range Formats {
		if _, err := Write(fullDisk{}, f.Name, quarter(3000, 1)); !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want %v", f.Name, err, errFull)
		}
		if _, err := Write(fullDisk{}, f.Name, quarter(1, 1)); !errors.Is(err, errFull) {
			t.Errorf("%s, short: %v, want %v", f.Name, err, errFull)
		}
		if _, err := Write(&bytes.Buffer{}, f.Name, Options{Conversations: 1}); err == nil {
			t.Errorf("%s: no error without a time span", f.Name)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if _, err := Write(&out, f.Name, quarter(1000, 1)); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(out.Len()))
			}
		})
	}
}
