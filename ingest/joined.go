package ingest

import "chatcops/internal/chat"

// pushLoose appends a record that tells a part of a conversation. Where it only
// goes on with what the record before it tells, that one takes it in: most logs
// tell many messages of a conversation in a row.
func (d *decoder) pushLoose(rec *chat.Record) {
	size, plain := bytesOf(rec), !d.mayHaveManyKeys(longestObject(rec))
	if n := len(d.out.records); n > 0 && d.out.goesOn && plain && d.fits(&d.out.records[n-1], d.out.size+size) && d.out.takeIn(&d.out.records[n-1], rec) {
		d.out.size += size
		return
	}
	d.out.push(rec, 0)
	d.out.goesOn, d.out.size = plain, size
}

// fits reports whether a record may take in another message or event, to have so
// many bytes then: what is too much together is no fault of either.
func (d *decoder) fits(r *chat.Record, size int64) bool {
	b := d.bounds
	return (b.Bytes == 0 || size <= b.Bytes) && (b.Messages == 0 || max(len(r.Messages), len(r.Events)) < b.Messages)
}

// takeIn puts what rec tells into last, if that makes one record of them that
// says the same as both.
func (out *decoded) takeIn(last, rec *chat.Record) bool {
	if rec.Conversation == "" || last.Conversation != rec.Conversation || last.CreatedAt != rec.CreatedAt || last.UpdatedAt != rec.UpdatedAt ||
		len(rec.Feedback)+len(rec.Exposures)+len(rec.Scores) > 0 {
		return false
	}
	theirs := [...]*string{&rec.UserID, &rec.Bot, &rec.Channel, &rec.Language, &rec.Properties, &rec.UserProperties}
	ours := [...]*string{&last.UserID, &last.Bot, &last.Channel, &last.Language, &last.Properties, &last.UserProperties}
	for i, s := range theirs {
		if *s != "" && *ours[i] != "" && *s != *ours[i] {
			return false
		}
	}
	messages, ok := out.messages.join(last.Messages, rec.Messages)
	if !ok {
		return false
	}
	events, ok := out.events.join(last.Events, rec.Events)
	if !ok {
		return false
	}
	last.Messages, last.Events = messages, events
	for i, s := range theirs {
		fill(ours[i], *s)
	}
	return true
}

// join returns one slice of two that one has handed out, if they lie side by side.
func (s *slab[T]) join(a, b []T) (joined []T, ok bool) {
	switch from := s.used - len(a) - len(b); {
	case len(b) == 0:
		return a, true
	case len(a) == 0:
		return b, true
	case from < 0 || &s.all[from] != &a[0]:
		return nil, false
	default:
		return s.all[from:s.used:s.used], true
	}
}

// bytesOf is how many bytes of text a record holds.
func bytesOf(r *chat.Record) int64 {
	size := len(r.Properties) + len(r.UserProperties)
	for i := range r.Messages {
		m := &r.Messages[i]
		size += len(m.Content) + len(m.ToolCalls) + len(m.Properties)
	}
	for i := range r.Events {
		size += len(r.Events[i].Properties)
	}
	return int64(size)
}

// longestObject is how many bytes the longest properties of a record have.
func longestObject(r *chat.Record) int {
	most := max(len(r.Properties), len(r.UserProperties))
	for i := range r.Messages {
		most = max(most, len(r.Messages[i].Properties))
	}
	for i := range r.Events {
		most = max(most, len(r.Events[i].Properties))
	}
	return most
}
