package ingest

import (
	"strconv"
	"strings"

	"chatcops/internal/jsondoc"
)

// plain writes what a span was given and gave back as one JSON object, {"system",
// "input","output"}, free of the types of OTLP, from wherever its version of the
// conventions has put it.
func (s *span) plain(input, output string) []byte {
	b := []byte{'{'}
	member := func(key string, value func([]byte) []byte) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = value(append(jsondoc.AppendString(b, key), ':'))
	}
	if v := s.attributes["gen_ai.system_instructions"]; v.Exists() {
		member("system", func(b []byte) []byte { return appendPlain(b, v, 0) })
	}
	for _, side := range []struct{ key, attribute, older string }{{"input", input, "gen_ai.prompt"}, {"output", output, "gen_ai.completion"}} {
		switch {
		case s.attributes[side.attribute].Exists():
			member(side.key, func(b []byte) []byte { return appendPlain(b, s.attributes[side.attribute], 0) })
		case s.attributes[side.older].Exists():
			member(side.key, func(b []byte) []byte { return appendPlain(b, s.attributes[side.older], 0) })
		case s.attributes[side.older+".0.role"].Exists() || s.attributes[side.older+".0.content"].Exists():
			member(side.key, func(b []byte) []byte { return s.appendNumbered(b, side.older) })
		default:
			if said := s.appendEvents(nil, side.key == "output"); len(said) > 0 {
				member(side.key, func(b []byte) []byte { return append(append(append(b, '['), said...), ']') })
			}
		}
	}
	return append(b, '}')
}

// appendPlain writes a value of OTLP as plain JSON, and any other as it is.
func appendPlain(b []byte, v jsondoc.Value, depth int) []byte {
	const deepest = 100
	values, members := v.Get("arrayValue"), v.Get("kvlistValue")
	switch {
	case depth > deepest || !v.Exists():
		return append(b, "null"...)
	case values.Exists():
		b = append(b, '[')
		i := 0
		for it := values.Get("values").Iter(); it.Next(); i++ {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendTyped(b, it.Value(), depth+1)
		}
		return append(b, ']')
	case members.Exists():
		b = append(b, '{')
		i := 0
		for it := members.Get("values").Iter(); it.Next(); i++ {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(jsondoc.AppendString(b, it.Value().Get("key").Text()), ':')
			b = appendTyped(b, it.Value().Get("value"), depth+1)
		}
		return append(b, '}')
	}
	return jsondoc.Compact(b, v.Raw())
}

// appendTyped writes a value inside of an object that names its type. Whole numbers
// stand in strings there.
func appendTyped(b []byte, v jsondoc.Value, depth int) []byte {
	if n := v.Get("intValue"); n.Exists() {
		if _, err := strconv.ParseInt(n.Scalar(), 10, 64); err == nil {
			return append(b, n.Scalar()...)
		}
	}
	return appendPlain(b, otlpValue(v), depth)
}

// appendNumbered writes messages whose parts stand in attributes with numbers in
// their names: gen_ai.prompt.0.role, gen_ai.prompt.0.tool_calls.0.name.
func (s *span) appendNumbered(b []byte, prefix string) []byte {
	b = append(b, '[')
	for i := 0; ; i++ {
		at := prefix + "." + strconv.Itoa(i) + "."
		role, content := s.attributes[at+"role"], s.attributes[at+"content"]
		call := s.attributes[at+"tool_calls.0.name"]
		if !role.Exists() && !content.Exists() && !call.Exists() {
			return append(b, ']')
		}
		if i > 0 {
			b = append(b, ',')
		}
		who := role.Text()
		if fill(&who, "user"); prefix == "gen_ai.completion" && !role.Exists() {
			who = "assistant"
		}
		b = jsondoc.AppendString(append(b, `{"role":`...), who)
		b = append(b, `,"content":`...)
		b = appendPlain(b, content, 0)
		if id := s.attributes[at+"tool_call_id"]; id.Exists() {
			b = append(append(b, `,"tool_call_id":`...), id.Raw()...)
		}
		b = s.appendNumberedCalls(b, at)
		b = append(b, '}')
	}
}

func (s *span) appendNumberedCalls(b []byte, prefix string) []byte {
	for k := 0; ; k++ {
		at := prefix + "tool_calls." + strconv.Itoa(k) + "."
		name := s.attributes[at+"name"]
		if !name.Exists() {
			if k > 0 {
				b = append(b, ']')
			}
			return b
		}
		if k == 0 {
			b = append(b, `,"tool_calls":[`...)
		} else {
			b = append(b, ',')
		}
		b = append(append(b, `{"name":`...), name.Raw()...)
		if id := s.attributes[at+"id"]; id.Exists() {
			b = append(append(b, `,"id":`...), id.Raw()...)
		}
		if arguments := s.attributes[at+"arguments"]; arguments.Exists() {
			b = append(append(b, `,"arguments":`...), arguments.Raw()...)
		}
		b = append(b, '}')
	}
}

// appendEvents writes the messages that older versions tell in events of the span.
func (s *span) appendEvents(b []byte, answers bool) []byte {
	for it := s.v.Get("events").Iter(); it.Next(); {
		name := it.Value().Get("name").Text()
		a := newAttributes(it.Value().Get("attributes"))
		var body jsondoc.Value
		role := ""
		switch {
		case name == "gen_ai.content.prompt" && !answers:
			body = a["gen_ai.prompt"]
		case name == "gen_ai.content.completion" && answers, name == "gen_ai.choice" && answers:
			body, role = a.first("gen_ai.completion", "message", "content"), "assistant"
		case strings.HasPrefix(name, "gen_ai.") && strings.HasSuffix(name, ".message") && !answers:
			body, role = a.first("content", "gen_ai.event.content"), strings.TrimSuffix(strings.TrimPrefix(name, "gen_ai."), ".message")
		}
		if !body.Exists() {
			continue
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		text := body.Text()
		switch {
		case strings.HasPrefix(text, "{") || strings.HasPrefix(text, "["): // JSON in a string
			var p jsondoc.Parser
			if _, err := p.Parse([]byte(text)); err == nil {
				b = append(b, text...)
				continue
			}
			fallthrough
		case role != "" && body.Kind() == jsondoc.String:
			b = jsondoc.AppendString(append(b, `{"role":`...), role)
			b = append(jsondoc.AppendString(append(b, `,"content":`...), text), '}')
		default:
			b = appendPlain(b, body, 0)
		}
	}
	return b
}
