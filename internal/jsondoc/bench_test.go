package jsondoc

import (
	"encoding/json"
	"strings"
	"testing"
)

// messageLine is a record as native exports hold it, about 300 bytes.
const messageLine = `{"conversation_id":"conv_000123","role":"user","content":"` +
	`Hello, I ordered a blue jacket in size M last week and the parcel has still not arrived here, could you please look up where it is now? Many thanks to you.` +
	`","timestamp":"2025-01-01T00:00:00.000Z","user_id":"u_1","channel":"web"}`

// eventLine is a record of a log of events.
const eventLine = `{"event_id":"793ed60a140538c8e256da2a","session_id":"ee137dbd-2759-4028-a5d9-9e0bd18af1b1","user_id":"u_4622","event_type":"message_received",` +
	`"properties":{"text":"This is the third time I'm writing about this and nobody helps. Same as before: E-CC9BB.","intent":"complaint","confidence":0.962},` +
	`"timestamp":"2025-01-01T00:02:45.142Z","channel":"web"}`

func BenchmarkParse(b *testing.B) {
	pretty, _ := json.MarshalIndent(map[string]any{"id": "x", "n": 1.5, "messages": []any{map[string]any{"role": "user", "content": "hi there"}}}, "", "  ")
	for _, c := range []struct{ name, doc string }{
		{"message", messageLine},
		{"event", eventLine},
		{"escapes", strings.ReplaceAll(messageLine, ", ", `\n`)},
		{"umlauts", strings.ReplaceAll(messageLine, "a", "ä")},
		{"pretty", string(pretty)},
		{"numbers", `{"a":[1,2,3,4.5,-6e7,8,9,10,1234567890],"b":{"c":true,"d":null,"e":false}}`},
		{"long", `{"content":"` + strings.Repeat("lorem ipsum ", 1000) + `"}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			var p Parser
			doc := []byte(c.doc)
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Parse(doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRead parses and reads every field, by its key and in order.
func BenchmarkRead(b *testing.B) {
	fields := []string{"conversation_id", "role", "content", "timestamp", "user_id", "channel"}
	read := func(b *testing.B, total func(v Value) int) {
		var p Parser
		doc := []byte(messageLine)
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		for b.Loop() {
			v, err := p.Parse(doc)
			if err != nil {
				b.Fatal(err)
			}
			if total(v) == 0 {
				b.Fatal("nothing read")
			}
		}
	}
	b.Run("get", func(b *testing.B) {
		read(b, func(v Value) (n int) {
			for _, key := range fields {
				n += len(v.Get(key).Text())
			}
			return n
		})
	})
	b.Run("iter", func(b *testing.B) {
		read(b, func(v Value) (n int) {
			for it := v.Iter(); it.Next(); {
				switch it.Key() {
				case "conversation_id", "role", "content", "timestamp", "user_id", "channel":
					n += len(it.Value().Text())
				}
			}
			return n
		})
	})
}

func BenchmarkSplitter(b *testing.B) {
	doc := []byte("[" + strings.Repeat(messageLine+",\n", 1000) + "]")
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var s Splitter
		for rest := doc; ; {
			found, _, end := s.Next(rest, true)
			if found == End {
				break
			}
			rest = rest[end:]
		}
	}
}

func BenchmarkAppendString(b *testing.B) {
	s := strings.Repeat("Hello, I ordered a blue jacket in size M last week. ", 3) + "\n"
	dst := make([]byte, 0, 2*len(s))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendString(dst[:0], s)
	}
}
