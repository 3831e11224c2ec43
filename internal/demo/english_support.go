package demo

// englishSupport is what customers write to the support bot about.
var englishSupport = []topic{
	{
		intent: "order_status", weight: 18, tool: "lookup_order",
		open: []string{
			"Where is my order? It was supposed to be here by now.",
			"I ordered the <product> on <ordered> and I still don't have a tracking link.",
			"Could you check when my parcel is going to arrive?",
			"Has my order been sent yet? I only got the payment confirmation.",
			"I'd like to know the status of my order please.",
			"My sister ordered a <product> for me, is it on its way?",
		},
		openFull: []string{
			"Where is my order <order>? I placed it on <ordered>.",
			"Can you check the status of <order> for me please?",
			"Order <order>, the <product>. When does it arrive?",
			"Tracking for <order> hasn't moved since <yesterday>. Is everything all right with it?",
		},
		ask: []string{
			"I can look that up for you. Could you give me the order number? It starts with FW and is in your confirmation email.",
			"Sure. What is the order number, or the email address you used for the order?",
			"Let me check that. Please send me your order number (it looks like FW-123456).",
		},
		give: []string{"It's <order>", "<order>", "Order number is <order>, the email is <email>", "Found it: <order>", "I think it is <order>, the <product>"},
		answer: []string{
			"Your order <order> left our warehouse on <yesterday> and was last scanned in <town>. Delivery is expected on <eta>. The tracking number is <tracking>.",
			"I found order <order>: the <product> has been shipped and should reach you on <eta>. You can follow it with tracking number <tracking>.",
			"Good news: <order> is on its way. The carrier expects to deliver it on <eta>.",
		},
		follow: []exchange{
			{[]string{"Can it be left with a neighbour?", "I won't be home that day, what happens then?"}, []string{"Use the link in the carrier's message to choose a neighbour or a pick-up point. If nobody is home, the parcel waits at the nearest shop for seven days."}},
			{[]string{"Which carrier is it?", "Who delivers it?"}, []string{"It travels with our regional parcel partner. You will get a text message on the morning of the delivery with a two-hour window."}},
			{[]string{"Does the tracking number work already? It says unknown.", "The link shows nothing."}, []string{"It can take up to 12 hours before the first scan shows up. If <tracking> is still unknown tomorrow, write to us again and we will open a search."}},
			{[]string{"Will everything come in one parcel?", "I also ordered a <other>, is it in the same box?"}, []string{"Yes, order <order> is one parcel. Everything is packed together, so there is only one delivery."}},
			{[]string{"Is there any way to get it faster? I leave on <eta>.", "I need it for a trip, can you speed it up?"}, []string{"Once a parcel is on the road we can't speed it up, I'm afraid. For the next order, choose express at checkout: it arrives on the next working day."}},
			{[]string{"Do I have to sign for it?"}, []string{"No signature is needed unless the order is worth more than $300. The driver takes a photo of where the parcel was left."}},
		},
	},
	{
		intent: "refund", weight: 14, flow: "return_request", tool: "create_return",
		open: []string{
			"I want to return something and get my money back.",
			"How do I send an item back? The <product> isn't what I expected.",
			"I'd like a refund please.",
			"The <product> doesn't fit my needs, can I still return it?",
			"I need to return a gift, I don't have the receipt.",
		},
		openFull: []string{
			"I want a refund for order <order>.",
			"Please start a return for <order>, the <product>. I have not used it.",
			"I'd like to send back the <product> from order <order>, it's too heavy for me.",
		},
		ask: []string{
			"I can start the return right away. Which order is it? Please send me the order number.",
			"Of course. To create the return label I need the order number and the item you want to send back.",
		},
		give: []string{"<order>, the <product>", "The number is <order>. It's the <product>.", "Order <order>", "<order> and my email is <email>"},
		answer: []string{
			"I've created return <ticket> for the <product>. The label is on its way to <email>. As soon as the parcel is scanned, we refund <amount> to your original payment method; that usually takes 5 to 7 working days.",
			"Done. Your return number is <ticket> and the prepaid label has been sent to <email>. Please send the item within 14 days. The refund of <amount> follows when it arrives at our warehouse.",
		},
		follow: []exchange{
			{[]string{"Do I have to pay for the shipping?", "Is the return free?"}, []string{"Returns are free within 30 days. The label is already paid for, just stick it over the old one."}},
			{[]string{"I don't have a printer.", "Can I do that without printing anything?"}, []string{"No problem. Show the QR code from the email at any parcel shop and they print the label for you."}},
			{[]string{"I threw away the original box, is that a problem?", "Does it have to be in the original packaging?"}, []string{"Any sturdy box will do. Just make sure that the item is clean and that all parts are in it."}},
			{[]string{"Can I get store credit instead?", "Could I swap it for the <other>?"}, []string{"Yes, choose \"exchange\" on the return page. We then reserve the new item for you and only charge or refund the difference."}},
			{[]string{"How will I know that it arrived?"}, []string{"You get an email when the warehouse scans your parcel and another one when the refund has been made."}},
			{[]string{"And how long does it take until I see the money?", "When do I get the money?"}, []string{"Two or three days for us to check the item, then 5 to 7 working days for the bank. Cards are usually quicker than bank transfers."}},
		},
	},
	{
		intent: "password_reset", weight: 9, flow: "password_reset", tool: "send_password_reset",
		open: []string{
			"I can't log in to my account.",
			"I forgot my password.",
			"The password reset email never arrives. I checked my spam folder twice.",
			"It says my account is locked after too many attempts.",
		},
		openFull: []string{
			"I can't log in, my account is <email>. It just says \"wrong password\".",
			"Please reset the password for <email>.",
		},
		ask:  []string{"I can send you a reset link. Which email address is your account registered with?", "Let's get you back in. What is the email address of your account?"},
		give: []string{"<email>", "It should be <email>", "My email is <email>"},
		answer: []string{
			"I've sent a reset link to <email>. It is valid for 30 minutes. Please:\n1. Open the email and choose \"Set new password\"\n2. Enter a new password with at least 10 characters\n3. Log in again",
			"Done! A new link is on its way to <email>. Only the newest link works, so please ignore the older emails.",
		},
		follow: []exchange{
			{[]string{"I still don't see the email.", "Nothing in my inbox so far."}, []string{"It can take up to five minutes. Please also look under \"Promotions\" and \"Spam\", and search for \"Fernwood\"."}},
			{[]string{"The link says \"invalid token\"."}, []string{"That means that an older link was opened. I have just sent a fresh one; please use only that and open it in the same browser."}},
			{[]string{"Can I change the email address of my account as well?"}, []string{"Yes. After logging in, go to Account > Contact details. We send a confirmation to both addresses."}},
			{[]string{"Will I lose my saved cart?", "Are my orders still there after that?"}, []string{"Don't worry, a new password changes nothing else. Your orders, lists and points stay as they are."}},
		},
	},
	{
		intent: "shipping_delay", weight: 12, tool: "lookup_order",
		open: []string{
			"My delivery is late again.",
			"The parcel has been stuck in <town> for days, what is going on?",
			"You promised delivery by <yesterday> and nothing came.",
			"The app says delivered but there is no parcel anywhere.",
		},
		openFull: []string{
			"Order <order> was supposed to arrive yesterday and it's still not here.",
			"<order> has been in <town> since <ordered>. Is it lost?",
			"Tracking <tracking> for order <order> says \"delivery attempted\" but I was at home all day.",
		},
		ask:  []string{"I'm sorry about the delay. Please send me the order number so that I can see where the parcel is.", "That should not happen. What is the order number?"},
		give: []string{"<order>", "The order is <order>, it was sent on <ordered>", "<order> and the tracking number is <tracking>"},
		answer: []string{
			"I'm sorry about that. The parcel of order <order> was sorted into the wrong van in <town>. It has been found and will be delivered on <eta>.",
			"Thanks for waiting. The carrier had a backlog in <town> this week. Your parcel <tracking> is now on the delivery list for <eta>.",
			"I have asked the carrier to search for <tracking>. You will hear from us by <eta>; if the parcel has not been found by then, we send a new <product> free of charge.",
		},
		follow: []exchange{
			{[]string{"This is the second time it happens.", "Why does this always happen to me?"}, []string{"I understand, and I'm sorry. I've added a note to your address so that the depot calls you before the next delivery."}},
			{[]string{"Do I get the shipping costs back?", "I paid for express, do I get that back?"}, []string{"Yes, you do. I've requested a refund of the express fee; you will see it on your statement within five working days."}},
			{[]string{"Can I pick it up myself at the depot?"}, []string{"That's possible from the next working day on. Please bring an ID and the tracking number <tracking>."}},
			{[]string{"What if it doesn't come on <eta> either?"}, []string{"Then write to us here and mention <ticket>. We will send a replacement or refund the whole order, whichever you like better."}},
			{[]string{"The driver must have written down the wrong house number."}, []string{"Thank you for telling me. I have sent the carrier the address from your order again and asked them to correct it."}},
		},
	},
	{
		intent: "cancel_subscription", weight: 7, flow: "cancel_membership", tool: "cancel_membership",
		open: []string{
			"I want to cancel my Trail Club membership.",
			"How do I stop the yearly membership fee?",
			"Where is the cancel button? I can't find it in the settings.",
			"Please end my subscription, I don't hike that much anymore.",
		},
		openFull: []string{"Please cancel the Trail Club membership for <email>.", "Cancel my membership. The account is <email>. Thanks"},
		ask:      []string{"I can do that for you. Which email address is the membership registered with?", "Sorry to see you go. Please confirm the email address of your account and I will cancel it."},
		give:     []string{"<email>", "It's <email>", "The address is <email>, yes please cancel"},
		answer: []string{
			"Your Trail Club membership is cancelled. You can use all benefits until <eta>, and no further fee will be charged. A confirmation is on its way to <email>.",
			"I have cancelled the membership for <email>. It ends on <eta> and will not be renewed.",
		},
		follow: []exchange{
			{[]string{"What happens to my points?", "Do I lose my points?"}, []string{"You can spend your points until the membership ends. After that they expire."}},
			{[]string{"I was charged last week, do I get that back?"}, []string{"Fees from the last 14 days are refunded automatically. You should see the amount on your account within a week."}},
			{[]string{"Can I come back later?"}, []string{"Any time. If you rejoin within six months, we restore your level."}},
			{[]string{"Will you delete my data too?"}, []string{"Cancelling does not delete your account. If you want that as well, go to Account > Privacy and choose \"Delete my data\"."}},
		},
	},
}
