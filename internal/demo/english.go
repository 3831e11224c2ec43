package demo

import "slices"

var english = language{
	code:    "en",
	dayJoin: " ",
	months:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	products: [...]string{
		"Brackenhill 2 tent", "Larkmoss 45 backpack", "Duskfell sleeping bag", "Rillstone rain jacket", "Emberly stove", "Glimmet headlamp",
		"Clearbeck water filter", "Mossbed sleeping mat", "Swaywood hammock", "Cloverknit fleece", "Tarnflask bottle", "Wrenlet 18 day pack",
	},
	topics: slices.Concat(englishSupport, englishAftersales, englishSales),
	facts: []exchange{
		{[]string{"How long does it take to put the tent up?"}, []string{"About eight minutes the first time and four after that. One person can do it alone."}},
		{[]string{"Does the backpack have a rain cover?"}, []string{"Yes, it sits in a pocket at the bottom and has its own colour."}},
		{[]string{"How cold can it get with that sleeping bag?"}, []string{"The comfort limit is 0 °C. Below that, add a liner and a good mat."}},
		{[]string{"Is the jacket really waterproof, or just for drizzle?"}, []string{"Really waterproof: 20,000 mm, with taped seams and pit zips for the climb."}},
		{[]string{"Which gas cartridges fit the stove?"}, []string{"All screw-on cartridges with the standard thread. A 230 g cartridge boils about 12 litres of water."}},
		{[]string{"How long does the battery of the headlamp last?"}, []string{"Six hours on full beam, about 60 hours on the reading light. It charges by USB-C in two hours."}},
		{[]string{"How often do I have to change the filter?"}, []string{"After about 1,000 litres. Rinse it after each trip and keep it from freezing, then it lasts for years."}},
		{[]string{"Does the mat crackle when you turn over? My last one did."}, []string{"This one is quiet: the reflective layer is woven, not a foil. Light sleepers like it."}},
		{[]string{"Do I need extra straps to hang up the hammock?"}, []string{"No, tree-friendly straps and two carabiners are included. It carries up to 180 kg."}},
		{[]string{"Can the fleece go in the washing machine?"}, []string{"Yes, at 30 °C without softener. Please use a washing bag so that fewer fibres get into the water."}},
		{[]string{"Does the bottle leak when it lies in the bag?"}, []string{"Not if the lid is closed until it clicks. It keeps tea hot for 14 hours."}},
		{[]string{"Does a laptop fit into the day pack?"}, []string{"Up to 14 inches. The sleeve at the back is padded and doesn't touch the ground."}},
	},
	general: []exchange{
		{[]string{"By the way, are you a real person?", "Am I talking to a bot?"}, []string{"I'm Fern, the digital assistant of Fernwood Outfitters. If I can't help, a colleague of flesh and blood takes over."}},
		{[]string{"Can I reach you by phone too?", "Do you have a phone number?"}, []string{"Yes: +1 202 555 0100, Monday to Friday from 9 to 17."}},
		{[]string{"Can you send me this chat by email?"}, []string{"Use the three dots at the top of this window and choose \"Email transcript\"."}},
		{[]string{"How long do you keep my data?"}, []string{"Chats are deleted after 90 days, orders after the legal period. You find the details in our privacy notice."}},
	},
	welcome: []string{
		"Hi! I'm Fern, the assistant of Fernwood Outfitters. How can I help you today?",
		"Welcome to Fernwood Outfitters! Ask me about orders, returns or our gear.",
		"Hello, this is Fern. What can I do for you?",
	},
	greet: []string{"Hi! ", "Hello! ", "Good morning! ", "Hey, sorry to bother you! "},
	unhelpful: []string{
		"I'm sorry, I can't do that from here. Please have a look at our help pages: https://fernwood.example.com/help",
		"Unfortunately I have no information about that. You could try again later or search our help pages.",
		"According to our terms that isn't possible, I'm afraid. You find the details in section 4: https://fernwood.example.com/terms",
	},
	tips: []string{
		"You can also see this at any time under Account > Orders.", "I've sent you a short summary by email as well.",
		"If anything looks wrong, just write to us here again and mention <ticket>.",
		"By the way: members of the Trail Club get free express delivery on orders above $80.",
		"It helps if you keep the confirmation email until everything has been settled.",
	},
	warm: []string{"Happy to help! ", "Of course, let's sort that out together. ", "Sure, with pleasure! "},
	hello: []exchange{
		{[]string{"Hi there!", "Hello", "Good morning", "hey", "Hi, is anyone there?"}, []string{"Hello! What can I do for you?", "Hi! How can I help you today?", "Hello there! Tell me what you need."}},
	},
	detail: []string{
		"I already looked in the help centre but found nothing.", "It's a bit urgent.", "My name is <name>, by the way.",
		"I've been a customer for years and this never happened before.", "Thanks in advance!", "Sorry, I'm typing on my phone.",
		"You can reach me at <email> if we get cut off.", "I called the shop but nobody picked up.",
	},
	shopping: []string{
		"It's for a trip next month.", "I'm still new to all of this.", "Thanks in advance!", "Sorry, I'm typing on my phone.",
		"A friend recommended your shop to me.", "My old one has served me for fifteen years, so I'm a bit out of touch.",
	},
	unclear: []string{
		"the thing from the other day, you know the one with the strap", "asdf sorry cat on keyboard", "Same as last time but the other way round",
		"It does the blinky thing again", "Yes no the second one I mean", "what about the thingy for the poles when it's not there",
		"You know what I mean, like in the video", "2 or 3? depends on the aunt",
	},
	fallback: []string{
		"I'm sorry, I didn't understand that. Could you rephrase it?", "Sorry, I didn't get that. Could you say it in other words?",
		"I'm not sure I understand. Is it about an order, a return or a product?", "Sorry, I don't understand. Please try again with a few more details.",
	},
	oneMore: []string{"One more thing: ", "Okay. And another question: ", "While I'm here: "},
	more:    []string{"Is there anything else I can do for you?", "Did that answer your question?", "Can I help you with anything else?"},
	thanks: []string{
		"Great, thank you!", "Thanks, that helped a lot.", "Perfect, thanks for the quick help!", "That's all, thank you very much.",
		"Awesome, it worked. Thanks!", "ok thanks, you're great", "Thank you, have a nice day!", "Thanks! That was easier than I thought.",
	},
	bye:     []string{"You're welcome! Have a great day outside.", "Glad I could help. Enjoy your next trip!", "You're welcome, <name>! Happy trails.", "My pleasure. Bye!"},
	dislike: []string{"That doesn't help me at all.", "This is ridiculous, I've asked three times now.", "No, that's not what I asked. This is useless.", "Wow, what a terrible service.", "I'm really frustrated, nothing of this works."},
	sorry:   []string{"I'm sorry that I couldn't be of more help.", "I'm sorry about the trouble. I have noted your feedback.", "I understand that this is annoying, and I'm sorry."},
	wantHuman: []string{
		"Can I talk to a human please?", "I want to speak to a real person.", "Please connect me to an agent.", "This is going nowhere, let me talk to someone.",
		"Could a member of your staff contact me about this? I'd like to speak to somebody.", "Human agent please!",
	},
	transfer: []string{
		"Of course. I'm connecting you to one of my colleagues. The waiting time is about four minutes.",
		"Sure, I'm transferring you to a human agent now. They can see our chat, so you don't have to repeat anything. Your reference is <ticket>.",
		"I understand. I'm handing this over to our support team; someone will be with you shortly.",
	},
	offer:    []string{"I'm afraid I still don't understand. Would you like me to connect you to a colleague?", "This seems to be something for a person. Shall I transfer you to a human agent?"},
	accept:   []string{"Yes please", "Yes, that would be good.", "ok do that please"},
	tryFirst: []string{"I can do that. May I try first? Most questions take me less than a minute.", "I'd be glad to connect you. All agents are busy at the moment, though. Shall I give it a try in the meantime?"},
	stay:     []string{"Okay, fine, let's try.", "Alright then, never mind the agent.", "Sure, go ahead."},
	humanHello: []string{
		"Hi <name>, this is <human> from the support team. I've read the chat, give me a moment to look into it.",
		"Hello, <human> here. Sorry for the wait! Let me check that for you.",
	},
	humanAnswer: []string{
		"Alright, I've fixed it in our system and sent a confirmation to <email>. You should see it within the hour.",
		"I've talked to the warehouse. They take care of it today and I will follow up personally on <eta>.",
		"I've put a note on your account and added a $10 voucher for the trouble.",
	},
	afterHuman: []string{"Thank you <human>, much better.", "Okay, finally. Thanks.", "Great, thanks for the help!", "Fine, I'll wait for the email then."},
	buy:        []string{"You convinced me, I've just ordered it.", "Okay, I'll take it! Just placed the order.", "Ordered! Looking forward to it."},
	bought:     []string{"Thank you for your order! Your order number is <order> and it arrives on <eta>.", "Wonderful, I can see it: order <order>, <amount>. It will be with you on <eta>."},
	praise:     []string{"Fast and friendly", "Got my answer in a minute", "Surprisingly good for a bot", "Solved my problem"},
	blame:      []string{"Did not answer my question", "Took too long", "I had to repeat myself", "I just wanted a human"},
}
