package demo

// englishAftersales is more of what customers write to the support bot about.
var englishAftersales = []topic{
	{
		intent: "damaged_item", weight: 10, tool: "create_ticket",
		open: []string{
			"The <product> arrived broken.",
			"I got the wrong item. I ordered a <product> and there is a <other> in the box.",
			"There is a part missing in my parcel.",
			"The zip broke after one weekend, I am very disappointed.",
		},
		openFull: []string{
			"Order <order>: the <product> has a hole right out of the box.",
			"The <product> from order <order> stopped working after two days. I expected better quality for <amount>.",
			"You sent me the wrong colour in order <order>.",
		},
		ask:  []string{"I'm sorry to hear that! Please send me the order number and, if you can, tell me what exactly is wrong.", "Oh no, that is not how it should arrive. Which order number is it?"},
		give: []string{"<order>. It was like that when I opened the box.", "Order <order>, bought on <ordered>", "<order>, I can send photos if you need them", "The order number is <order>"},
		answer: []string{
			"I have opened ticket <ticket> for order <order>. A replacement <product> leaves our warehouse today and should be with you on <eta>. You don't have to send the old one back.",
			"Thank you. I've noted everything under <ticket>. You can choose: a replacement by <eta>, or a refund of <amount>. Just tell me which one you prefer.",
		},
		follow: []exchange{
			{[]string{"How soon could a new one be here?", "I need it at the weekend, is that possible?"}, []string{"A replacement can be with you on <eta>. You get an email with the tracking number as soon as it leaves our warehouse."}},
			{[]string{"Do you need pictures?", "Should I send a photo?"}, []string{"A photo helps our quality team a lot. Just answer the email about ticket <ticket> and attach it."}},
			{[]string{"And what do I do with this one?"}, []string{"Please recycle it, or bring it to our repair corner: many things can be fixed and given to a youth group."}},
			{[]string{"How long is the warranty on these anyway?"}, []string{"All our own products have a two-year warranty. Zips and seams are repaired for free even after that."}},
		},
	},
	{
		intent: "change_address", weight: 6, flow: "change_address", tool: "update_address",
		open: []string{
			"I typed the wrong address in my order, can you change it?",
			"I've moved. How do I change my delivery address?",
			"Can you send my order to my office instead?",
		},
		openFull: []string{"Please send order <order> to my parents' place in <town>, I won't be home.", "Order <order> has the wrong house number, it should be 14b."},
		ask:      []string{"Sure, as long as it hasn't left the warehouse. What is the order number, and which address should it go to?", "I can try to change that. Please tell me the order number and the new address."},
		give:     []string{"<order>. The new address is 12 Orchard Lane, <town>.", "Order <order>, please send it to 3 Mill Road, <town>.", "It's <order>, and the right house number is 14b"},
		answer: []string{
			"You're in luck, the parcel has not been packed yet. Order <order> now goes to the new address in <town>.",
			"I've changed the address of order <order>. The delivery day stays the same: <eta>.",
		},
		follow: []exchange{
			{[]string{"Is that the default for future orders too?", "Does that change my account as well?"}, []string{"No, only this order. To change your default address, go to Account > Addresses."}},
			{[]string{"Will I get a new confirmation?"}, []string{"Yes, an updated confirmation has been sent to <email>."}},
			{[]string{"The invoice should still go to the old address."}, []string{"That's fine, the billing address has not been touched."}},
		},
	},
	{
		intent: "billing", weight: 7, tool: "lookup_payment",
		open: []string{
			"I was charged twice!",
			"There are two payments of <amount> on my card statement.",
			"Why do I see the same amount twice on my account?",
			"I paid once, but my bank shows two entries.",
		},
		openFull: []string{"You charged me <amount> twice for order <order>.", "My bank shows two entries for order <order>. Please send the invoice to <email> as well."},
		ask:      []string{"Let me check the payment. Which order number is it about?", "I'm happy to look into it. Please give me the order number."},
		give:     []string{"<order>", "Order <order> from <ordered>", "It's <order>, <amount>"},
		answer: []string{
			"I see one payment of <amount> for order <order> and one reservation. The reservation is released by your bank within three working days, so you pay only once.",
			"I've checked order <order>: one of the two entries is only a reservation. It will disappear by itself. I've also sent the invoice to <email>.",
		},
		follow: []exchange{
			{[]string{"And if it doesn't disappear?", "My bank says it is a real charge."}, []string{"Then please send us a picture of the statement with reference <ticket>, and we will refund <amount> on the same day."}},
			{[]string{"Which ways of paying do you have?"}, []string{"You can pay by card, bank transfer, on invoice after delivery, or with a gift card."}},
			{[]string{"Can I pay in instalments?"}, []string{"Yes, from $100 on you can pay in three monthly parts without interest. Choose it at checkout."}},
		},
	},
	{
		intent: "discount_code", weight: 5,
		open: []string{
			"My discount code doesn't work.",
			"The checkout says \"code not valid\" but the newsletter says it runs until the end of the month.",
			"I have a gift card and no idea where to enter it.",
		},
		openFull: []string{"The code TRAIL10 is not accepted for the <product>. Why?", "I entered WELCOME5 after I had paid. Can you still apply it to order <order>?"},
		ask:      []string{"Which code is it, and what is in your cart?", "I'm sorry about that. What does the code look like, and which message do you see?"},
		give:     []string{"TRAIL10, I have the <product> in my cart.", "The code is WELCOME5. It says it has already been used.", "It's TRAIL10 and I get \"not valid for these items\""},
		answer: []string{
			"That code applies to orders above $50 that contain no reduced items. Remove the reduced item, or order it separately, and the code will work.",
			"I've checked: the code is valid, but it can't be combined with the autumn sale price. You get whichever discount is higher, so you already have the better one.",
		},
		follow: []exchange{
			{[]string{"Can you make an exception?", "That's not what the newsletter said."}, []string{"I see how the text could be misread, sorry. I've added a $5 voucher to your account for the next order."}},
			{[]string{"Until when is it valid?"}, []string{"Until the last day of this month, at midnight."}},
			{[]string{"Is there a discount for students?"}, []string{"Yes, 10 %. Register with your university email under Account > Student discount."}},
		},
	},
	{
		intent: "opening_hours", weight: 4,
		openFull: []string{
			"What are your opening hours on Saturday?",
			"Do you have a shop in <town>, or is it online only?",
			"Is there parking near your store?",
			"Can I bring my dog into the shop? Asking for a friend with four legs.",
		},
		answer: []string{
			"Our shop at 5 Harbour Street is open Monday to Friday from 10 to 19 and on Saturday from 10 to 17. There is free parking behind the building, and dogs are very welcome.",
			"We have one store (5 Harbour Street, open until 19, on Saturdays until 17) and deliver everywhere else. The car park is behind the building.",
		},
		follow: []exchange{
			{[]string{"Can I try things on there?", "Is everything from the website in the shop?"}, []string{"Most of it. You can reserve an item online and try it in the store the next day, without any obligation."}},
			{[]string{"Do you repair gear too?"}, []string{"Yes, our repair corner is open on Tuesdays and Thursdays. Zips, seams, tent poles and stoves, mostly while you wait."}},
		},
	},
}
