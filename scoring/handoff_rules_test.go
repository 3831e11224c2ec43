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
		text  string
		kinds []chat.SignalKind
	}{chat.RoleUser: userWords, chat.RoleAssistant: agentWords} {
		for _, c := range table {
			var w words
			got := map[chat.SignalKind]string{}
			for _, s := range w.scan(nil, rules.speech(""), 0, &chat.Message{Role: role, Content: c.text}) {
				got[s.Kind] = s.Rule + ": " + s.Text
			}
			want := map[chat.SignalKind]bool{}
			for _, k := range c.kinds {
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

func kinds(ks ...chat.SignalKind) []chat.SignalKind { return ks }

var userWords = []struct {
	text  string
	kinds []chat.SignalKind
}{
	// Requests.
	{"Get me a human, now.", kinds(chat.SignalEscalationRequest)},
	{"This bot is hopeless. Can I please talk to an actual person?", kinds(chat.SignalEscalationRequest)},
	{"i wanna speak with ur supervisor, transfer me to a supervisor", kinds(chat.SignalEscalationRequest)},
	{"Could you put me through to someone in billing?", kinds(chat.SignalEscalationRequest)},
	{"representative", kinds(chat.SignalEscalationRequest)},
	{"Live agent please", kinds(chat.SignalEscalationRequest)},
	{"How can I get in touch with your customer support?", kinds(chat.SignalEscalationRequest)},
	{"what do i need to do to reach an agent here", kinds(chat.SignalEscalationRequest)},
	{"I'd rather have a real person look at this; I'd like a human agent.", kinds(chat.SignalEscalationRequest)},
	{"Is there anybody else I could speak to about my invoice?", kinds(chat.SignalEscalationRequest)},
	{"Please escalate this issue.", kinds(chat.SignalEscalationRequest)},
	{"Hand me over to one of your colleagues", kinds(chat.SignalEscalationRequest)},
	{"let me talk to a manger", kinds(chat.SignalEscalationRequest)},
	{"i need to speak to a represenative about the charge", kinds(chat.SignalEscalationRequest)},
	{"speak to costumer service", kinds(chat.SignalEscalationRequest)},
	{"I don't want to talk to a robot any more", kinds(chat.SignalEscalationRequest)},
	{"No more bots, give me a person who can actually read my account. I want a real person", kinds(chat.SignalEscalationRequest)},
	{"Can someone from your team call me?", kinds(chat.SignalEscalationRequest)},
	{"do you have any human agents", kinds(chat.SignalEscalationRequest)},
	{"I don't know how to reach an operator", kinds(chat.SignalEscalationRequest)},
	{"Connect me to your support team.", kinds(chat.SignalEscalationRequest)},
	{"I demand to speak with a manager", kinds(chat.SignalEscalationRequest)},
	{"Transfer me please", kinds(chat.SignalEscalationRequest)},
	{"I want human help with this", kinds(chat.SignalEscalationRequest)},
	{"I need to be transferred to a human", kinds(chat.SignalEscalationRequest)},
	{"is it possible to have a call with an agent?", kinds(chat.SignalEscalationRequest)},
	{"who can I speak to about this?", kinds(chat.SignalEscalationRequest)},
	{"Take me to a live agent", kinds(chat.SignalEscalationRequest)},
	{"could a human please help me", kinds(chat.SignalEscalationRequest)},
	// Withdrawals.
	{"It's fine, no human needed", kinds(chat.SignalWithdrawal)},
	{"Never mind, I found it.", kinds(chat.SignalWithdrawal)},
	{"I don't want to talk to a human, just tell me the price", kinds(chat.SignalWithdrawal)},
	{"There's no need for an agent any more", kinds(chat.SignalWithdrawal)},
	{"please don't transfer me", kinds(chat.SignalWithdrawal)},
	{"I no longer need to speak to anyone", kinds(chat.SignalWithdrawal)},
	{"ok forget about it, i'll sort it out myself", kinds(chat.SignalWithdrawal)},
	{"You don't need to connect me to a colleague.", kinds(chat.SignalWithdrawal)},
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
	text  string
	kinds []chat.SignalKind
}{
	// Carried out or announced.
	{"I'm putting you through to my colleague now.", kinds(chat.SignalHandoff)},
	{"You are being transferred to a live agent, please stay on the line.", kinds(chat.SignalHandoff)},
	{"I will hand you over to one of our specialists.", kinds(chat.SignalHandoff)},
	{"Let me connect you with someone who can fix this.", kinds(chat.SignalHandoff)},
	{"Your request has been escalated.", kinds(chat.SignalHandoff)},
	{"One of our advisors will be with you shortly.", kinds(chat.SignalHandoff)},
	{"Transferring you now", kinds(chat.SignalHandoff)},
	{"Please wait while I transfer your call.", kinds(chat.SignalHandoff)},
	{"I've forwarded your case to our billing department.", kinds(chat.SignalHandoff)},
	{"Maria has joined the chat.", kinds(chat.SignalHandoff)},
	{"I need to transfer you to a human agent. Please hold.", kinds(chat.SignalHandoff)},
	{"I'll get a colleague to look at this for you.", kinds(chat.SignalHandoff)},
	{"A human agent will take over from here.", kinds(chat.SignalHandoff)},
	{"You're now chatting with Paula.", kinds(chat.SignalHandoff)},
	{"I've asked a colleague to take over.", kinds(chat.SignalHandoff)},
	// Offered.
	{"Would you like me to connect you to an advisor?", kinds(chat.SignalOffer)},
	{"Shall I transfer you to a colleague?", kinds(chat.SignalOffer)},
	{"Do you want to speak with a representative?", kinds(chat.SignalOffer)},
	{"If you prefer, I can put you in touch with our support team.", kinds(chat.SignalOffer)},
	{"I'd be happy to transfer you to a specialist.", kinds(chat.SignalOffer)},
	{"I can have a colleague call you, would that help?", kinds(chat.SignalOffer)},
	// Refused.
	{"I cannot transfer you to an agent.", kinds(chat.SignalRefusal)},
	{"All our agents are currently busy.", kinds(chat.SignalRefusal)},
	{"There are no human agents available at the moment.", kinds(chat.SignalRefusal)},
	{"Unfortunately it's not possible to speak to a person here.", kinds(chat.SignalRefusal)},
	// Fallbacks.
	{"Hmm, I don't quite understand what you mean.", kinds(chat.SignalFallback)},
	{"I'm afraid I did not catch that.", kinds(chat.SignalFallback)},
	{"Could you put that in other words?", kinds(chat.SignalFallback)},
	{"Please rephrase your question.", kinds(chat.SignalFallback)},
	{"I’m not sure I follow.", kinds(chat.SignalFallback)},
	{"Sorry, I'm having trouble understanding you.", kinds(chat.SignalFallback)},
	{"I can only answer questions about your electricity contract.", kinds(chat.SignalFallback)},
	{"That's not something I can do.", kinds(chat.SignalFallback)},
	{"Sorry, I can't help with that.", kinds(chat.SignalFallback)},
	{"I'm unable to assist you with this.", kinds(chat.SignalFallback)},
	{"This is beyond the scope of what I was built for.", kinds(chat.SignalFallback)},
	{"I don't have an answer to that yet.", kinds(chat.SignalFallback)},
	{"I have no information on that subject.", kinds(chat.SignalFallback)},
	{"I'm only trained to help with deliveries.", kinds(chat.SignalFallback)},
	{"Unfortunately I do not know.", kinds(chat.SignalFallback)},
	{"I haven't been trained to answer that.", kinds(chat.SignalFallback)},
	{"I couldn't find an answer to your question.", kinds(chat.SignalFallback)},
	{"I'm unable to process that request.", kinds(chat.SignalFallback)},
	{"That topic isn't something I can discuss.", kinds(chat.SignalFallback)},
	{"I don't know who won, but I can check your delivery.", kinds(chat.SignalFallback)},
	// Nothing of the kind.
	{"If you want, I'll connect you with a colleague.", kinds(chat.SignalOffer)},
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
