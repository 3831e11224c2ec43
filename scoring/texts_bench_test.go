package scoring

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"testing"
	"time"

	"chatcops/internal/chat"
)

// benchConversations reads the first messages of CHATCOPS_BENCH_FILE, a message
// a line, that stand one conversation after another; without it they are benchTalk's.
func benchConversations(b *testing.B) (list []*chat.Conversation, messages int) {
	b.Helper()
	path := os.Getenv("CHATCOPS_BENCH_FILE")
	if path == "" {
		return []*chat.Conversation{benchTalk()}, 10
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	by := map[string]*chat.Conversation{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for ; messages < 30_000 && lines.Scan(); messages++ {
		var m struct {
			ID      string `json:"conversation_id"`
			Role    string
			Content string
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			b.Fatal(err)
		}
		c := by[m.ID]
		if c == nil {
			c = &chat.Conversation{ID: m.ID, CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime}
			by[m.ID] = c
			list = append(list, c)
		}
		role, _ := chat.ParseRole(m.Role)
		c.Messages = append(c.Messages, chat.Message{Role: role, Content: m.Content, Time: chat.Time(messages) * 1e6, Position: -1})
	}
	return list, messages
}

// BenchmarkTexts scores messages of CHATCOPS_BENCH_FILE, and does parts of that
// alone; ns/message is of the fastest pass, since the machine may be shared.
func BenchmarkTexts(b *testing.B) {
	rules, err := NewRules(Custom{})
	if err != nil {
		b.Fatal(err)
	}
	list, messages := benchConversations(b)
	english := rules.speech("")
	fastest := func(name string, score func(*chat.Conversation)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var best [100]time.Duration // by part of the conversations: the shorter, the less others disturb it
			for i := range best {
				best[i] = math.MaxInt64
			}
			for b.Loop() {
				for i := range best {
					begun := time.Now()
					for _, c := range list[i*len(list)/len(best) : (i+1)*len(list)/len(best)] {
						score(c)
					}
					best[i] = min(best[i], time.Since(begun))
				}
			}
			sum := time.Duration(0)
			for _, d := range best {
				sum += d
			}
			b.ReportMetric(float64(sum.Nanoseconds())/float64(messages), "ns/message")
		})
	}
	var w words
	var out []chat.Signal
	fastest("read", func(c *chat.Conversation) {
		for i := range c.Messages {
			w.text.Read(c.Messages[i].Content, english.vocabulary)
		}
	})
	fastest("scan", func(c *chat.Conversation) {
		out = out[:0]
		for i := range c.Messages {
			out = w.scan(out, english, i, &c.Messages[i])
		}
	})
	s := rules.NewScorer()
	var f chat.Facts
	fastest("tongue", func(c *chat.Conversation) {
		t := telling{s: s, c: c, f: &f, messages: c.Messages}
		t.tongue()
	})
	fastest("score", func(c *chat.Conversation) { s.Score(c) })
}
