package cmd

// dataSet is what the document says of labelled data.
type dataSet struct {
	names              []string
	what, source, weak string
}

const (
	tauBench = "sierra-research/tau-bench @ 59a200c6d5"
	rasaBots = "RasaHQ: rasa-demo @ 6935627237, insurance-demo @ 03ec1d9b9f, retail-demo @ 4137920c1e, helpdesk-assistant @ 2e9f2258c6, financial-demo @ 7627cebef1"
	userSim  = "sunnweiwei/user-satisfaction-simulation @ 8ba06bd925"
)

var dataSets = []dataSet{
	{[]string{"tau_airline"}, "an airline's agent (gpt-4o) that calls tools; label: it called the tool for a transfer; reward: the task was done", tauBench,
		"The users are simulated. The label is the tool call itself and says nothing of words. The reward compares the database with the policy, not what was said."},
	{[]string{"tau_airline_text"}, "the same conversations, the spoken turns alone", tauBench,
		"As above. The four trials of a task resemble each other; the announcements of transfers were read before the data was halved."},
	{[]string{"tau_fewshot_text"}, "its example conversations", tauBench, "Three escalations: no more than a smoke test."},
	{[]string{"handoff_requests"}, "single messages to service bots; label: the intent is to reach a human",
		rasaBots + "; bitext/customer-support-intent-detection-training-dataset @ e970229e64",
		"Training examples, not chats: many are variations of one sentence, and nothing stands around them."},
	{[]string{"bot_replies"}, "single replies of demo bots; label: a fallback", rasaBots, "Six fallbacks."},
	{[]string{"uss_mwoz", "uss_sgd"}, "conversations about booking and finding things; label: mean of three or more ratings, 1 to 5", userSim,
		"Raters are readers, not the users, and agree little: one half of them against the other reaches a Spearman of 0.25 to 0.38."},
	{[]string{"uss_redial", "uss_ccpe"}, "conversations about films; label as above", userSim, "As above; besides, talk about films is no service."},
	{[]string{"abredial"}, "the same conversations about films, other raters", "Clemenciah/AB-ReDial @ ad8912c0ef", "Few; some are in uss_redial too."},
	{[]string{"convai2"}, "small talk with bots; label: the user's own rating, 1 to 5", "DeepPavlov/convai @ 54d921f996",
		"Small talk has no task to fail, and each conversation has one rating only."},
	{[]string{"dbdc3"}, "chat with bots; label: how much of a breakdown some 30 raters saw, on average", "dbd-challenge/dbdc3 @ c0927f91fc",
		"A breakdown is not dissatisfaction. The label grows with what went wrong: below 0 is right."},
	{[]string{"tm4"}, "orders of coffee; label: the reply to an off-topic request", "google-research-datasets/Taskmaster @ d92cb6af30",
		"One person wrote both sides. The replies were read before the data was halved, so its other half is not unseen either."},
	{[]string{"sgd"}, "task dialogues; label: the agent's last notice of success or failure, or that there was none",
		"google-research-datasets/dstc8-schema-guided-dialogue @ e852981ae3",
		"The dialogues were generated and then reworded; few fail. The notices were read before the data was halved."},
	{[]string{"star"}, "users with a person who plays the bot; labels: fallback replies, and the user's answer to whether it worked", "RasaHQ/STAR @ 3058975092",
		"The bot's replies are templates, read before the data was halved: a perfect value means that the template is known. Little more than a third have the user's answer."},
	{[]string{"vader"}, "tweets, and snippets of shop reviews, film reviews and news comment; label: mean of 20 people, -4 to 4", "cjhutto/vaderSentiment @ 44fc044cd8",
		"Not chats. The reference was made by the authors of this data."},
	{[]string{"airline_tweets"}, "tweets to airlines; label: one of three classes", "AyushDhatwalia/Twitter-Airline-Sentiment @ 97f2cfe60c",
		"Not chats; most of them complain. Taken from a copy of the original."},
	{[]string{"clinc150"}, "single requests to an assistant", "clinc/oos-eval @ 828f809393", "No conversations. A handful of the alarms are true."},
	{[]string{"banking77"}, "single questions to a bank", "PolyAI-LDN/task-specific-datasets @ 57ec275d80", "As above."},
	{[]string{"dstc11"}, "spoken requests to service lines, written down", "amazon-science/dstc11-track2-intent-induction @ 969b95a0d7",
		"No label for escalation, so no goal: an alarm may be true."},
}
