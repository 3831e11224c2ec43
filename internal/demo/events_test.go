package demo

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"testing"
)

// Events have no tool results, and a call is an event of its own.
func TestEventsTellTheSameConversations(t *testing.T) {
	o := quarter(150, 11)
	want := map[string]*transcript{}
	for _, c := range all(t, o) {
		for _, e := range c.Entries {
			if e.Role != "" && e.Role != RoleTool && e.ToolCall == nil {
				add(want, c.ID, c.UserID, c.Channel, said{e.Role, e.Content, e.Millis})
			}
		}
	}
	data, totals := written(t, "events-jsonl", o)
	got := map[string]*transcript{}
	rows := lines(t, data)
	ids := map[string]bool{}
	for _, r := range rows {
		if ids[r.EventID] {
			t.Errorf("event id %s twice", r.EventID)
		}
		ids[r.EventID] = true
		role := map[string]string{"message_received": RoleUser, "message_sent": RoleAssistant}[r.EventType]
		if r.Properties.Role != "" {
			role = r.Properties.Role
		}
		if role != "" {
			add(got, r.SessionID, r.UserID, r.Channel, said{role, r.Properties.Text, millis(t, r.Timestamp)})
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("events-jsonl tells other conversations")
	}
	if len(rows) != totals.Events {
		t.Errorf("%d events, totals say %d", len(rows), totals.Events)
	}
	asCSV, _ := written(t, "events-csv", o)
	table, err := csv.NewReader(bytes.NewReader(asCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(table)-1 != len(rows) {
		t.Fatalf("%d rows, want %d", len(table)-1, len(rows))
	}
	for i, r := range rows {
		cells := table[i+1]
		if cells[0] != r.EventID || cells[1] != r.SessionID || cells[2] != r.UserID || cells[3] != r.EventType || !json.Valid([]byte(cells[4])) || cells[5] != r.Timestamp || cells[6] != r.Channel {
			t.Fatalf("row %d is %q, want %+v", i+1, cells, r)
		}
	}
}

func TestExposuresFollowTheAssignment(t *testing.T) {
	o := quarter(150, 11)
	data, _ := written(t, "exposures-jsonl", o)
	got := map[string]string{}
	for _, r := range lines(t, data) {
		if r.Test != Experiment || variantOf(r.SessionID) != r.Variant {
			t.Errorf("exposure %+v", r)
		}
		got[r.SessionID] = r.Variant
	}
	for _, c := range all(t, o) {
		if _, exposed := got[c.ID]; exposed == (c.Ending == EndSilent) {
			t.Errorf("%s, which ended %s: exposed %v", c.ID, c.Ending, exposed)
		}
	}
}
