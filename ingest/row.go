package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/jsondoc"
)

// row is a native record taken apart: a message, an event, feedback or an
// exposure on one line of JSON or CSV.
type row struct {
	conversation, messageID, id, role, content, user, channel, bot, model, language string
	name, toolCallID, toolCalls, rating, reasons, comment                           string
	eventType, eventID, typ, entityType, test, variant                              string
	score, otherScore, scorer                                                       string
	properties, payload                                                             object
	userProperties                                                                  string // JSON object
	propertiesUser                                                                  string // the user, as the user properties have it
	time                                                                            chat.Time
	position                                                                        int32
	inputTokens, outputTokens, cachedTokens                                         int64
	cost                                                                            chat.Cost
	costKey                                                                         string // under which the data has the cost
	hasContent                                                                      bool
	extra                                                                           []byte // members of a JSON object that are no field of ours
}

func (r *row) clear() {
	extra := r.extra[:0]
	*r = row{time: chat.NoTime, position: -1, extra: extra}
}

// addExtra keeps what is no field of ours; raw is JSON.
func (r *row) addExtra(key string, raw []byte) {
	if len(r.extra) > 0 {
		r.extra = append(r.extra, ',')
	}
	r.extra = jsondoc.AppendString(r.extra, key)
	r.extra = append(r.extra, ':')
	r.extra = jsondoc.Compact(r.extra, raw)
}

// allProperties joins the record's own properties object with what is no field of ours.
func (r *row) allProperties(object string) string {
	return joinObject(object, r.extra)
}

// joinObject adds members to a JSON object, "" if both are empty.
func joinObject(object string, members []byte) string {
	if object == "" && len(members) == 0 {
		return ""
	}
	inner := strings.TrimSpace(object)
	inner = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(inner, "{"), "}"))
	switch {
	case inner == "" && len(members) == 0:
		return ""
	case len(members) == 0:
		return object
	case inner == "":
		return "{" + string(members) + "}"
	}
	return "{" + inner + "," + string(members) + "}"
}

// errNotNative is the reason why a JSON object is no record of ours.
var errNotNative = errors.New("neither a message (role and content), an event (event_type), a conversation (messages), feedback (rating) nor an exposure (test and variant)")

var errNoConversation = errors.New("no conversation_id (nor session_id, thread_id, chat_id); name the column with --map conversation_id=COLUMN")

// kind tells what a row is by the fields that it has.
func (r *row) kind() (chatKind, error) {
	switch {
	case r.typ == "exposure" || r.eventType == "" && r.test != "" && r.variant != "":
		return kindExposure, nil
	case r.eventType != "":
		return kindEvent, nil
	case r.role != "":
		return kindMessage, nil
	case isVerdict(r.typ) && (r.messageID != "" || r.conversation != ""):
		return kindFeedback, nil
	case r.typ != "" && !r.hasContent || strings.ContainsAny(r.typ, ":.") || r.entityType != "":
		return kindEvent, nil
	case r.rating != "":
		return kindFeedback, nil
	case r.hasContent:
		return 0, errors.New("a message without role (nor sender, author, from)")
	}
	return 0, errNotNative
}

type chatKind uint8

const (
	kindMessage chatKind = iota + 1
	kindEvent
	kindFeedback
	kindExposure
	kindConversation
)

// decoded is what records of an input become; strings alias the input.
type decoded struct {
	records []chat.Record
	hashes  []int64 // of whole records, 0 for others
	goesOn  bool    // the last record may take in more
	size    int64   // of the last record, if it may
	// The records' messages and so on lie in these, which are not reallocated
	// while records refer to them.
	messages  slab[chat.Message]
	events    slab[chat.Event]
	feedback  slab[chat.Feedback]
	exposures slab[chat.Exposure]
	scores    slab[chat.Given]
	rejects   []Reject
	read      int // records read, rejected ones included
	mended    int // records of which text was not UTF-8
	mendedAt  int // line of the first of them
}

// mend notes that text of the record on this line was not UTF-8.
func (d *decoded) mend(line int) {
	if d.mended++; d.mended == 1 {
		d.mendedAt = line
	}
}

// Reject is a record that could not be read.
type Reject struct {
	Line    int
	Problem string
	Record  []byte // verbatim
}

// slab hands out single elements of larger pieces of memory.
type slab[T any] struct {
	all  []T
	used int
}

const slabSize = 64

// one returns a slice of length 1 that holds v.
func (s *slab[T]) one(v T) []T {
	next := s.next()
	next[0] = v
	return next
}

// next returns a slice of length 1 to be filled.
func (s *slab[T]) next() []T {
	if s.used == len(s.all) {
		s.all, s.used = make([]T, slabSize), 0
	}
	s.used++
	return s.all[s.used-1 : s.used : s.used]
}

func newRecord(conversation string, line int) chat.Record {
	return chat.Record{Conversation: conversation, Line: line, CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime}
}

// add appends what the row says, or returns why it says nothing.
func (d *decoder) add(r *row, line int) error {
	if d.kinds.scores {
		return d.out.addScore(r, line)
	}
	kind, err := r.kind()
	if err != nil {
		return err
	}
	if !d.kinds.has(kind) {
		return d.kinds.refuse()
	}
	if r.userProperties != "" {
		d.adoptUserProperties(r)
	}
	switch kind {
	case kindMessage:
		return d.addMessage(r, line)
	case kindEvent:
		return d.addEvent(r, line)
	case kindFeedback:
		return d.out.addFeedbackRow(r, line)
	}
	return d.out.addExposure(r, line)
}

// adoptUserProperties takes what the user properties say for fields that the row
// lacks, as adoptProperties does for conversations.
func (d *decoder) adoptUserProperties(r *row) {
	rec := chat.Record{UserProperties: r.userProperties, Feedback: []chat.Feedback{{}}} // a rating there is about no row
	d.adoptProperties(&rec)
	r.propertiesUser = rec.UserID
	fill(&r.channel, rec.Channel)
	fill(&r.bot, rec.Bot)
	fill(&r.language, rec.Language)
}

func (d *decoder) addMessage(r *row, line int) error {
	if r.conversation == "" {
		return errNoConversation
	}
	role, ok := chat.ParseRole(r.role)
	if !ok {
		return fmt.Errorf("unknown role %q; known are user, assistant, human_agent, system and tool", clip(r.role))
	}
	if !r.hasContent && r.toolCalls == "" {
		return errors.New("a message without content")
	}
	fill(&r.messageID, r.id)
	rec := newRecord(r.conversation, line)
	if role == chat.RoleUser { // elsewhere it may name the agent
		rec.UserID = r.user
	}
	fill(&rec.UserID, r.propertiesUser)
	rec.Channel, rec.Bot, rec.Language, rec.UserProperties = r.channel, r.bot, r.language, r.userProperties
	rec.Messages = d.out.messages.next()
	m := &rec.Messages[0]
	m.ID, m.Role, m.Content, m.Time, m.Position = r.messageID, role, r.content, r.time, r.position
	m.Name, m.Model, m.ToolCallID, m.ToolCalls = r.name, r.model, r.toolCallID, r.toolCalls
	m.InputTokens, m.OutputTokens, m.CachedTokens, m.Cost = r.inputTokens, r.outputTokens, r.cachedTokens, r.cost
	m.Properties = r.allProperties(d.text(r.properties))
	if r.rating != "" {
		f, err := r.judgement()
		if err != nil {
			return err
		}
		rec.Feedback = d.out.feedback.one(f)
	}
	d.pushLoose(&rec)
	return nil
}

func (d *decoded) push(rec *chat.Record, hash int64) {
	d.records = append(d.records, *rec)
	d.hashes = append(d.hashes, hash)
	d.goesOn = false
}

func (d *decoded) addExposure(r *row, line int) error {
	if r.conversation == "" {
		return errors.New("an exposure without session_id")
	}
	if r.test == "" || r.variant == "" {
		return errors.New("an exposure needs test and variant")
	}
	rec := newRecord("", line)
	rec.Exposures = d.exposures.one(chat.Exposure{Test: r.test, Session: r.conversation, Variant: r.variant, Time: r.time})
	d.push(&rec, 0)
	return nil
}

// clip shortens text from the input for a message.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// parseTime reads an instant in any of the forms of instant.Parse; "" and null are no time.
func parseTime(s string) (chat.Time, error) {
	if s == "" || s == "null" {
		return chat.NoTime, nil
	}
	us, err := instant.Parse(s)
	if err != nil {
		return chat.NoTime, fmt.Errorf("timestamp: %w", err)
	}
	return chat.Time(us), nil
}

func parseCount(what, s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f, ferr := strconv.ParseFloat(s, 64)
		if n = int64(f); ferr != nil || float64(n) != f {
			return 0, fmt.Errorf("%s: %q is no whole number", what, clip(s))
		}
	}
	if n < 0 || n > 1<<40 {
		return 0, fmt.Errorf("%s: %d is out of range", what, n)
	}
	return n, nil
}
