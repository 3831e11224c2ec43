package demo

// englishSales is what people write to the sales bot about.
var englishSales = []topic{
	{
		intent: "product_question", sales: true, sells: true, weight: 22, tool: "check_stock",
		openFull: []string{
			"Is the <product> in stock?",
			"I'm looking at the <product>. Is it any good for beginners?",
			"I have a question about the <product> before I buy it.",
			"How heavy is the <product>?",
			"What is the difference between the <product> and the cheaper ones?",
			"Would you recommend the <product> for a week in the mountains?",
		},
		answer: []string{
			"The <product> is one of our favourites: it weighs <weight>, costs <amount> and is in stock. If you order today, it is with you on <eta>.",
			"Yes, we have <stock> of the <product> in stock. It weighs <weight> and comes with a two-year warranty. The price is <amount>.",
			"The <product> (<amount>, <weight>) is made for people who carry everything themselves: light, easy to repair and tested for three seasons.",
		},
		follow: []exchange{
			{[]string{"Does it come in other colours?", "Which colours are there?"}, []string{"There are three: moss green, slate grey and a bright orange for people who like to be found."}},
			{[]string{"Can I return it if I don't like it?", "What if it's not for me?"}, []string{"You can return it within 30 days for free, as long as it hasn't been used outdoors."}},
			{[]string{"Where is it made?", "What is it made of?"}, []string{"It's made in a small workshop in Portugal, mostly from recycled material. You find every material on the product page."}},
			{[]string{"Is it going to be cheaper in the sale?", "Any discount at the moment?"}, []string{"There is no sale planned for it, but Trail Club members always get 8 % off."}},
			{[]string{"How does it compare to the <other>?"}, []string{"They do different jobs, so many people end up with both. If I had to choose one for a first trip, I would start with the <product>."}},
			{[]string{"Are there spare parts for it?"}, []string{"Yes, for at least ten years. You find them at the bottom of the product page."}},
			{[]string{"I've read that the first series had problems."}, []string{"You're well informed! The first series did. Since last spring we use a stronger material, and there have been no complaints."}},
		},
	},
	{
		intent: "recommendation", sales: true, sells: true, weight: 12, tool: "check_stock",
		open: []string{
			"I'm going on my first three-day hike and have no equipment at all. Where do I start?",
			"Can you recommend something for camping with two small kids?",
			"I need something light for a long-distance trail.",
			"What do I need for a night outside in October?",
		},
		ask: []string{
			"Nice plan! Two questions: what is your budget, and how cold will it get at night?",
			"I'm happy to help you choose. What do you have already, and how much would you like to spend?",
		},
		give: []string{
			"Around $300, and not below freezing I hope.",
			"I have shoes and a jacket. Maybe $300 in total?",
			"Budget is not the problem, weight is.",
			"As little as possible, but it should last more than a season.",
		},
		answer: []string{
			"Then I would start with the <product> (<amount>, <weight>). It's the piece you would miss most, and everything else can be borrowed or bought later.",
			"My suggestion: the <product> for <amount>. It's simple, light (<weight>) and easy to repair. Together with a <other> you are well prepared.",
		},
		follow: []exchange{
			{[]string{"Is there something cheaper?", "That is a bit more than I wanted to spend."}, []string{"Have a look at our second-hand corner: checked and repaired gear for about half the price. The <product> turns up there every few weeks."}},
			{[]string{"And will it fit into a small car?", "Is it complicated to set up?"}, []string{"It's quite simple. There is a two-minute video on the product page, and it packs down to the size of a loaf of bread."}},
			{[]string{"What else do people usually forget?"}, []string{"A headlamp, a repair kit and something warm for the evening. I've put our packing list here: https://fernwood.example.com/packing-list"}},
			{[]string{"Can I see it somewhere before I buy?"}, []string{"Yes, it's on display in our shop at 5 Harbour Street. Ask for the person with the muddy boots."}},
		},
	},
	{
		intent: "back_in_stock", sales: true, lead: true, weight: 7, tool: "create_lead",
		open: []string{
			"When will the <product> be available again?",
			"The <product> is sold out in my colour. Are you getting more?",
			"Can you tell me when the <product> is back in stock?",
		},
		ask: []string{
			"The next delivery is planned for <eta>. Shall I write to you when it's here? Then I need your email address.",
			"We expect more around <eta>. Leave me your email address and you will be the first to know.",
		},
		give:   []string{"Yes please, <email>", "<email>", "Sure: <email>. Or call me at <phone>"},
		answer: []string{"Thank you! I've put <email> on the list for the <product>. You'll hear from us on the day it arrives.", "Saved. We'll write to <email> as soon as the <product> is back, and we keep one aside for you for 48 hours."},
		follow: []exchange{
			{[]string{"Will the price stay the same?"}, []string{"Yes, it will still be <amount>."}},
			{[]string{"Do you have something similar right now?"}, []string{"Not quite the same, but have a look at our second-hand corner: https://fernwood.example.com/second-hand. One turns up there every few weeks."}},
		},
	},
	{
		intent: "group_quote", sales: true, lead: true, weight: 4, tool: "create_lead",
		open: []string{
			"We are a scout group and need twelve of the <product>. Is there a group price?",
			"Do you make offers for schools? We'd need about 20 pieces.",
			"I run a small guiding company and would like a quote for 18 x <product>.",
		},
		ask: []string{
			"Great, we do that a lot! I'll have our group desk prepare an offer. What is the best email address or phone number for it?",
			"Yes, there are group prices from ten pieces on. Where may we send the offer?",
		},
		give:   []string{"<email>, and my number is <phone>", "Please send it to <email>.", "You can reach me at <phone> in the afternoon, or <email>"},
		answer: []string{"Thank you, <name>. The group desk will send an offer to <email> by <eta>. Your reference is <ticket>.", "Perfect. You'll have the offer in your inbox (<email>) by <eta>, with reference <ticket>."},
		follow: []exchange{
			{[]string{"Can you print our logo on them?"}, []string{"On most fabrics, yes. The group desk adds it to the offer as a separate line."}},
			{[]string{"What kind of discount can we expect?"}, []string{"Usually between 10 and 18 %, depending on the number of pieces."}},
			{[]string{"Can we pay on invoice?"}, []string{"Schools, clubs and public bodies can pay on invoice within 30 days."}},
		},
	},
	{
		intent: "gift", sales: true, sells: true, weight: 5, tool: "check_stock",
		open: []string{
			"I'm looking for a present for my dad. He goes hiking every weekend.",
			"What would be a nice gift for someone who has everything?",
		},
		openFull: []string{"I want to give a <product> as a present. Can you wrap it?", "Is the <product> a good present for a 16 year old?"},
		ask:      []string{"Lovely! What is your budget, and is it more for day trips or for nights outside?"},
		give:     []string{"Day trips I think, and it should be something that lasts.", "Nights outside. The money doesn't matter, it's a big birthday.", "Something that he would never buy for himself."},
		answer: []string{
			"The <product> for <amount> makes a great present. We wrap it in recycled paper for free, and it can be exchanged until the end of January.",
			"How about the <product> (<amount>)? It's useful, lasts for years and can be exchanged if they already have one.",
		},
		follow: []exchange{
			{[]string{"Can you send it to them directly?", "Can I add a card with a message?"}, []string{"Yes: choose \"this is a gift\" at checkout. Then you can enter another address and a text for the card, and no price is on the papers."}},
			{[]string{"Will it arrive by <eta>?"}, []string{"If you order before 15:00 today, it arrives on <eta>."}},
		},
	},
}
