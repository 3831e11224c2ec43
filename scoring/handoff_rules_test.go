package scoring

import (
	"testing"

	"chatcops/internal/chat"
)

// TestHandoffWords holds sentences to the kinds of signals that the English
// rules find in them; a sentence without kinds is one that must give none.
func TestHandoffWords(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	judged := map[chat.SignalKind]bool{
		chat.SignalEscalationRequest: true, chat.SignalWithdrawal: true, chat.SignalHandoff: true, chat.SignalRefusal: true,
		chat.SignalOffer: true, chat.SignalFallback: true,
	}
	for role, table := range map[chat.Role][]struct {
		text   string
		wanted []chat.SignalKind
	}{chat.RoleUser: userWords, chat.RoleAssistant: agentWords} {
		for _, c := range table {
			var w words
			got := map[chat.SignalKind]string{}
			for _, s := range w.scan(nil, rules.speech(""), 0, &chat.Message{Role: role, Content: c.text}) {
				got[s.Kind] = s.Rule + ": " + s.Text
			}
			want := map[chat.SignalKind]bool{}
			for _, k := range c.wanted {
				want[k] = true
				if got[k] == "" {
					t.Errorf("%q: no %s", c.text, k)
				}
			}
			for k, by := range got {
				if judged[k] && !want[k] {
					t.Errorf("%q: %s by %s", c.text, k, by)
				}
			}
		}
	}
}

// TestHandoffOffers judges conversations by what the user says to an offer.
func TestHandoffOffers(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	const offer = "a: I cannot waive the fee. Shall I transfer you to a colleague?"
	for _, c := range []struct {
		name      string
		c         *chat.Conversation
		escalated bool
		rule      string
	}{
		{"accepted", talk("u: waive it", offer, "u: Yes please."), true, "accepts_offer"},
		{"accepted in other words", talk("u: waive it", offer, "u: That would be great, I still think it is wrong."), true, "accepts_offer"},
		{"declined", talk("u: waive it", offer, "u: No thanks.", "a: Fine."), false, ""},
		{"not answered", talk("u: waive it", offer, "u: And the deadline?", "a: Friday."), false, ""},
		{"a yes to something else", talk("u: waive it", offer, "u: And the deadline?", "a: Friday. Is that early enough?", "u: Yes please."), false, ""},
		{"asked for, then declined", talk("u: I want to talk to a human", offer, "u: no, don't transfer me", "a: Fine."), false, ""},
		{"accepted, then withdrawn", talk("u: waive it", offer, "u: ok", "a: What is it about?", "u: never mind", "a: Fine."), false, ""},
	} {
		f, _ := rules.NewScorer().Score(c.c)
		if f.Escalated != c.escalated || f.EscalationEvidence.Rule != c.rule {
			t.Errorf("%s: escalated is %v by %q", c.name, f.Escalated, f.EscalationEvidence.Rule)
		}
	}
}

func wanted(ks ...chat.SignalKind) []chat.SignalKind { return ks }

var userWords = []struct {
	text   string
	wanted []chat.SignalKind
}{
	// Requests.
	{"Get me a human, now.", wanted(chat.SignalEscalationRequest)},
	{"This bot is hopeless. Can I please talk to an actual person?", wanted(chat.SignalEscalationRequest)},
	{"i wanna speak with ur supervisor, transfer me to a supervisor", wanted(chat.SignalEscalationRequest)},
	{"Could you put me through to someone in billing?", wanted(chat.SignalEscalationRequest)},
	{"representative", wanted(chat.SignalEscalationRequest)},
	{"Live agent please", wanted(chat.SignalEscalationRequest)},
	{"How can I get in touch with your customer support?", wanted(chat.SignalEscalationRequest)},
	{"what do i need to do to reach an agent here", wanted(chat.SignalEscalationRequest)},
	{"I'd rather have a real person look at this; I'd like a human agent.", wanted(chat.SignalEscalationRequest)},
	{"Is there anybody else I could speak to about my invoice?", wanted(chat.SignalEscalationRequest)},
	{"Please escalate this issue.", wanted(chat.SignalEscalationRequest)},
	{"Hand me over to one of your colleagues", wanted(chat.SignalEscalationRequest)},
	{"let me talk to a manger", wanted(chat.SignalEscalationRequest)},
	{"i need to speak to a represenative about the charge", wanted(chat.SignalEscalationRequest)},
	{"speak to costumer service", wanted(chat.SignalEscalationRequest)},
	{"I don't want to talk to a robot any more", wanted(chat.SignalEscalationRequest)},
	{"No more bots, give me a person who can actually read my account. I want a real person", wanted(chat.SignalEscalationRequest)},
	{"Can someone from your team call me?", wanted(chat.SignalEscalationRequest)},
	{"do you have any human agents", wanted(chat.SignalEscalationRequest)},
	{"I don't know how to reach an operator", wanted(chat.SignalEscalationRequest)},
	{"Connect me to your support team.", wanted(chat.SignalEscalationRequest)},
	{"I demand to speak with a manager", wanted(chat.SignalEscalationRequest)},
	{"Transfer me please", wanted(chat.SignalEscalationRequest)},
	{"I want human help with this", wanted(chat.SignalEscalationRequest)},
	{"I need to be transferred to a human", wanted(chat.SignalEscalationRequest)},
	{"is it possible to have a call with an agent?", wanted(chat.SignalEscalationRequest)},
	{"who can I speak to about this?", wanted(chat.SignalEscalationRequest)},
	{"Take me to a live agent", wanted(chat.SignalEscalationRequest)},
	{"could a human please help me", wanted(chat.SignalEscalationRequest)},
	// Withdrawals.
	{"It's fine, no human needed", wanted(chat.SignalWithdrawal)},
	{"Never mind, I found it.", wanted(chat.SignalWithdrawal)},
	{"I don't want to talk to a human, just tell me the price", wanted(chat.SignalWithdrawal)},
	{"There's no need for an agent any more", wanted(chat.SignalWithdrawal)},
	{"please don't transfer me", wanted(chat.SignalWithdrawal)},
	{"I no longer need to speak to anyone", wanted(chat.SignalWithdrawal)},
	{"ok forget about it, i'll sort it out myself", wanted(chat.SignalWithdrawal)},
	{"You don't need to connect me to a colleague.", wanted(chat.SignalWithdrawal)},
	// Nothing of the kind.
	{"Are you a human or a bot?", nil},
	{"Am I talking to a real person?", nil},
	{"I want to book a table for someone special", nil},
	{"How many people work for you?", nil},
	{"My travel agent booked the wrong day", nil},
	{"Please transfer 200 dollars to my brother's account", nil},
	{"I already spoke with an agent yesterday and nothing happened", nil},
	{"I was talking to a representative when the line dropped", nil},
	{"I work as a support manager", nil},
	{"Can you connect my phone to the speaker?", nil},
	{"Somebody stole my card", nil},
	{"I need a present for a person who likes tea", nil},
	{"Where can I contact the hotel?", nil},
	{"What are the hours to call customer service?", nil},
	{"You sound like a real person!", nil},
	{"Our customers can talk to an agent in your app, right?", nil},
	{"Is it possible to talk to my bank about it first?", nil},
	{"I called your support team twice", nil},
	{"I need a cleaning agent for stains", nil},
	{"I got a call from someone in your bank, was that real?", nil},
	{"Does the cleaning person speak English?", nil},
	{"Is the manager's special still on the menu?", nil},
	{"The support of the tent is broken", nil},
	{"I would like to speak about my order", nil},
	{"Do I have to call customer service to activate the card?", nil},
	{"Send it to my assistant's address", nil},
	{"I don't need anything else, thanks", nil},
}

var agentWords = []struct {
	text   string
	wanted []chat.SignalKind
}{
	// Carried out or announced.
	{"I'm putting you through to my colleague now.", wanted(chat.SignalHandoff)},
	{"You are being transferred to a live agent, please stay on the line.", wanted(chat.SignalHandoff)},
	{"I will hand you over to one of our specialists.", wanted(chat.SignalHandoff)},
	{"Let me connect you with someone who can fix this.", wanted(chat.SignalHandoff)},
	{"Your request has been escalated.", wanted(chat.SignalHandoff)},
	{"One of our advisors will be with you shortly.", wanted(chat.SignalHandoff)},
	{"Transferring you now", wanted(chat.SignalHandoff)},
	{"Please wait while I transfer your call.", wanted(chat.SignalHandoff)},
	{"I've forwarded your case to our billing department.", wanted(chat.SignalHandoff)},
	{"Maria has joined the chat.", wanted(chat.SignalHandoff)},
	{"I need to transfer you to a human agent. Please hold.", wanted(chat.SignalHandoff)},
	{"I'll get a colleague to look at this for you.", wanted(chat.SignalHandoff)},
	{"A human agent will take over from here.", wanted(chat.SignalHandoff)},
	{"You're now chatting with Paula.", wanted(chat.SignalHandoff)},
	{"I've asked a colleague to take over.", wanted(chat.SignalHandoff)},
	// Offered.
	{"Would you like me to connect you to an advisor?", wanted(chat.SignalOffer)},
	{"Shall I transfer you to a colleague?", wanted(chat.SignalOffer)},
	{"Do you want to speak with a representative?", wanted(chat.SignalOffer)},
	{"If you prefer, I can put you in touch with our support team.", wanted(chat.SignalOffer)},
	{"I'd be happy to transfer you to a specialist.", wanted(chat.SignalOffer)},
	{"I can have a colleague call you, would that help?", wanted(chat.SignalOffer)},
	// Refused.
	{"I cannot transfer you to an agent.", wanted(chat.SignalRefusal)},
	{"All our agents are currently busy.", wanted(chat.SignalRefusal)},
	{"There are no human agents available at the moment.", wanted(chat.SignalRefusal)},
	{"Unfortunately it's not possible to speak to a person here.", wanted(chat.SignalRefusal)},
	// Fallbacks.
	{"Hmm, I don't quite understand what you mean.", wanted(chat.SignalFallback)},
	{"I'm afraid I did not catch that.", wanted(chat.SignalFallback)},
	{"Could you put that in other words?", wanted(chat.SignalFallback)},
	{"Please rephrase your question.", wanted(chat.SignalFallback)},
	{"I’m not sure I follow.", wanted(chat.SignalFallback)},
	{"Sorry, I'm having trouble understanding you.", wanted(chat.SignalFallback)},
	{"I can only answer questions about your electricity contract.", wanted(chat.SignalFallback)},
	{"That's not something I can do.", wanted(chat.SignalFallback)},
	{"Sorry, I can't help with that.", wanted(chat.SignalFallback)},
	{"I'm unable to assist you with this.", wanted(chat.SignalFallback)},
	{"This is beyond the scope of what I was built for.", wanted(chat.SignalFallback)},
	{"I don't have an answer to that yet.", wanted(chat.SignalFallback)},
	{"I have no information on that subject.", wanted(chat.SignalFallback)},
	{"I'm only trained to help with deliveries.", wanted(chat.SignalFallback)},
	{"Unfortunately I do not know.", wanted(chat.SignalFallback)},
	{"I haven't been trained to answer that.", wanted(chat.SignalFallback)},
	{"I couldn't find an answer to your question.", wanted(chat.SignalFallback)},
	{"I'm unable to process that request.", wanted(chat.SignalFallback)},
	{"That topic isn't something I can discuss.", wanted(chat.SignalFallback)},
	{"I don't know who won, but I can check your delivery.", wanted(chat.SignalFallback)},
	// Nothing of the kind.
	{"If you want, I'll connect you with a colleague.", wanted(chat.SignalOffer)},
	{"Before I connect you with an agent, may I have your name?", nil},
	{"Once you send the photo, I'll forward it to the team.", nil},
	{"Let me put it another way: the refund has been sent.", nil},
	{"I was not able to book the nine o'clock slot, would ten work?", nil},
	{"Could you tell me your order number?", nil},
	{"Can you repeat the number on the label?", nil},
	{"Basic fares cannot be changed, but you may cancel within a day.", nil},
	{"I don't understand why the parcel was sent back, let me check.", nil},
	{"If you don't understand a step, scroll down.", nil},
	{"I couldn't get that room, but a double is free.", nil},
	{"Sorry, we don't have that size in stock.", nil},
	{"I will transfer the money to your account today.", nil},
	{"You will be redirected to the payment page.", nil},
	{"I'm connecting the dots: the delivery was on Friday.", nil},
	{"I can't help but notice that the code is from last year.", nil},
	{"Our agents are available from 9 to 5.", nil},
	{"I can help you with returns, refunds and orders.", nil},
	{"The driver didn't get your parcel to the depot in time.", nil},
	{"We can only refund the original card.", nil},
	{"You can find the form under Settings, then Support.", nil},
	{"I have forwarded your feedback, thank you.", nil},
	{"I'm sorry that you didn't get your refund.", nil},
	{"Let me know if you can't find it.", nil},
	{"Your points were transferred to the new card.", nil},
	{"I'm not sure whether it ships today, so I asked the warehouse: it does.", nil},
	{"Without the receipt we cannot process this return for cash, but you can get store credit.", nil},
	{"The delivery agent will call you before noon.", nil},
}
