package ingest

import (
	"errors"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/jsondoc"
	"chatcops/internal/store"
)

// decoder turns records into what they say. It reuses its memory and serves one goroutine.
type decoder struct {
	names  *names
	json   jsondoc.Parser
	inner  jsondoc.Parser // for JSON inside of strings and of raw properties
	quoted jsondoc.Parser // for records, or large parts of them, that stand in strings
	row    row
	kinds  kinds
	shape  *shape // of a format that our fields do not cover
	file   string // base name of the input without its endings
	limit  int    // of one record, in bytes
	bounds store.Bounds
	out    decoded

	rest       []byte         // reused
	texts      texts          // of properties
	record     []byte         // that is being read
	attributes spanAttributes // of the span that is being read
}

// kinds limits what records a format may hold.
type kinds struct {
	format  string
	allowed []chatKind // nil: all
	scores  bool       // the file holds scores and nothing else
}

func (k kinds) has(kind chatKind) bool {
	if k.allowed == nil {
		return true
	}
	for _, a := range k.allowed {
		if a == kind {
			return true
		}
	}
	return false
}

func (k kinds) refuse() error {
	return fmt.Errorf("a record of another kind than the format %s holds; leave --input-format out to read mixed files", k.format)
}

func (d *decoder) reject(line int, record []byte, problem string) {
	d.out.rejects = append(d.out.rejects, Reject{line, problem, record})
}

// decodeJSON reads one record of JSON that starts at line.
func (d *decoder) decodeJSON(record []byte, line int) {
	d.out.read++
	if len(record) > d.limit {
		d.reject(line, record, tooLong(d.limit))
		return
	}
	v, err := d.json.Parse(record)
	switch {
	case err != nil:
	case d.shape != nil:
		d.record = record
		err = d.shaped(v, line)
	default:
		err = d.native(v, record, line)
	}
	if err != nil {
		d.reject(line, record, err.Error())
	} else if d.json.Mended() {
		d.out.mend(line)
	}
}

func (d *decoder) native(v jsondoc.Value, record []byte, line int) error {
	if v.Kind() != jsondoc.Object {
		return errors.New("the record is no JSON object")
	}
	r := &d.row
	r.clear()
	it := v.Iter()
	for it.Next() {
		key := it.Key()
		f := d.names.of(key)
		if f == fieldMessages && it.Value().Kind() == jsondoc.Array {
			if !d.kinds.has(kindConversation) {
				return d.kinds.refuse()
			}
			return d.conversation(v, int64(xxhash.Sum64(record)), line)
		}
		if err := d.setJSON(r, f, key, it.Value()); err != nil {
			return err
		}
	}
	return d.add(r, line)
}

// notText are the fields that text alone does not fill.
const notText uint64 = 1<<fieldNone | 1<<fieldUsage | 1<<fieldMessages | 1<<fieldUpdated | 1<<fieldFunctionCall | 1<<fieldEvents | 1<<fieldFeedback |
	1<<fieldNested | 1<<fieldRefusal | 1<<fieldToolCalls | 1<<fieldReasons | 1<<fieldData | 1<<fieldProperties | 1<<fieldUserProperties

// setJSON puts the value of a key where it belongs.
func (d *decoder) setJSON(r *row, f field, key string, v jsondoc.Value) (err error) {
	if s, ok := v.Str(); ok && notText>>f&1 == 0 {
		return r.setText(f, key, s)
	}
	if v.Kind() == jsondoc.Null && f != fieldContent {
		return nil
	}
	switch f {
	case fieldNone, fieldUsage, fieldMessages, fieldUpdated, fieldFunctionCall, fieldEvents, fieldFeedback:
		if f == fieldUsage {
			r.use(tokens(v))
			return nil
		}
		r.addExtra(key, v.Raw())
	case fieldNested:
	case fieldConversation:
		r.conversation, err = idText(key, v)
	case fieldMessageID:
		r.messageID, err = idText(key, v)
	case fieldID:
		r.id, err = idText(key, v)
	case fieldRole:
		r.role = roleText(v)
	case fieldContent:
		r.content, r.hasContent, err = contentText(v)
	case fieldRefusal:
		fill(&r.content, v.Text())
		r.hasContent = true
	case fieldTime:
		r.time, err = jsonTime(v)
	case fieldToolCalls:
		r.toolCalls = d.toolCalls(v)
	case fieldReasons:
		r.reasons = v.RawString()
	case fieldData:
		r.payload, err = d.object(v)
	case fieldProperties:
		r.properties, err = d.object(v)
	case fieldUserProperties:
		r.userProperties, err = d.objectText(v)
	default:
		if v.Kind() == jsondoc.Object || v.Kind() == jsondoc.Array {
			r.addExtra(key, v.Raw())
			return nil
		}
		return r.setText(f, key, v.Scalar())
	}
	return err
}

// setText puts a field that is text where it belongs.
func (r *row) setText(f field, key, s string) (err error) {
	switch f {
	case fieldConversation:
		r.conversation = s
	case fieldMessageID:
		r.messageID = s
	case fieldID:
		r.id = s
	case fieldRole:
		r.role = s
	case fieldContent:
		r.content, r.hasContent = s, true
	case fieldTime:
		r.time, err = parseTime(s)
	case fieldUser:
		r.user = s
	case fieldChannel:
		r.channel = s
	case fieldBot:
		r.bot = s
	case fieldModel:
		r.model = s
	case fieldLanguage:
		r.language = s
	case fieldPosition:
		var n int64
		n, err = parseCount(key, s)
		r.position = int32(min(n, 1<<30))
		if s == "" {
			r.position = -1
		}
	case fieldName:
		r.name = s
	case fieldToolCallID:
		r.toolCallID = s
	case fieldInputTokens:
		r.inputTokens, err = parseCount(key, s)
	case fieldOutputTokens:
		r.outputTokens, err = parseCount(key, s)
	case fieldCachedTokens:
		r.cachedTokens, err = parseCount(key, s)
	case fieldCost:
		r.setCost(key, s)
	case fieldRating:
		r.rating = s
	case fieldComment:
		r.comment = s
	case fieldEventType:
		r.eventType = s
	case fieldEventID:
		r.eventID = s
	case fieldType:
		r.typ = s
	case fieldEntityType:
		r.entityType = s
	case fieldTest:
		r.test = s
	case fieldVariant:
		r.variant = s
	case fieldScore:
		r.score = s
	case fieldOtherScore:
		r.otherScore = s
	case fieldScorer:
		r.scorer = s
	}
	return err
}
