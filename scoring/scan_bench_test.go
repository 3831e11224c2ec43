package scoring

import (
	"strconv"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// plainTalk is what most messages of a support chat are like: no signal at all,
// or one of the frequent ones.
func plainTalk() []chat.Message {
	users := []string{
		"Hi, I ordered the blue tent (order %d) last week and it has not arrived yet. Can you tell me where it is?",
		"yes, the number is %d and my e-mail is on file", "Great, thank you!", "What does express delivery to Utrecht cost for %d kg?",
		"I tried to log in %d times but the app keeps saying that my password is wrong. I need to change the address before it ships.",
		"ok, and if it doesn't fit, do I have to pay for the return label?", "No, that's all for now. Have a nice day.",
	}
	agents := []string{
		"Of course! Order %d has left our warehouse and should be with you on Friday. You will get a message with a link before the driver arrives.",
		"Could you please send me the order number so that I can look it up for you?", "You're welcome! Is there anything else I can help you with today?",
		"I'm sorry about the delay. I have checked with the depot: the parcel is number %d on the list for tomorrow, and you don't have to be at home.",
		"Returns are free for %d days. I can send you a label now, or you can print one under Account > Orders. Which do you prefer?",
		"To change the address, open the order, choose Delivery, and then confirm it. If the parcel is already on its way we can't change it, but the driver can leave it with a neighbour.",
	}
	var all []chat.Message
	for i := range 100 {
		all = append(all, chat.Message{Role: chat.RoleUser, Content: strings.ReplaceAll(users[i%len(users)], "%d", strconv.Itoa(i*37))},
			chat.Message{Role: chat.RoleAssistant, Content: strings.ReplaceAll(agents[i%len(agents)], "%d", strconv.Itoa(i*37))})
	}
	return all
}

// BenchmarkScan searches 200 messages for the words of all rules.
func BenchmarkScan(b *testing.B) {
	rules, err := NewRules(Custom{})
	if err != nil {
		b.Fatal(err)
	}
	ms := plainTalk()
	var w words
	english := rules.speech("")
	var out []chat.Signal
	for b.Loop() {
		out = out[:0]
		for i := range ms {
			out = w.scan(out, english, i, &ms[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(ms)), "ns/message")
}
