package metrics

import "chatcops/internal/chat"

// single is the only statistic of most metrics.
func single(f Fold) []Statistic { return []Statistic{{Fold: f}} }

var (
	meanAndQuantiles = []Statistic{{"mean", Mean, 0}, {"p50", Quantile, 0.5}, {"p90", Quantile, 0.9}}
	meanAndLow       = []Statistic{{"mean", Mean, 0}, {"p10", Quantile, 0.1}}
	ratioAndQuantile = []Statistic{{"mean", Ratio, 0}, {"p90", ReplyQuantile, 0.9}}
)

// fewTimes is why a conversation has neither a duration nor response times.
const fewTimes = "with fewer than two times"

// over is the fraction of a metric whose denominator counts conversations.
func over(numerator, denominator term) fraction {
	return fraction{numerator, denominator, denominator}
}

// Registry is the one table of metrics, in the order of the output. Flags,
// output, help and docs derive from it.
var Registry = []Metric{
	{
		Name: "conversations", Title: "Conversations", Unit: UnitCount, Better: None,
		Doc: "distinct conversation ids", Formula: "number of conversations",
		Statistics: single(Count),
		of:         over(conversation, conversation),
	},
	{
		Name: "engaged_conversations", Title: "Engaged conversations", Unit: UnitCount, Better: None,
		Doc: "conversations with a user message", Formula: "number of conversations with user messages > 0",
		Statistics: single(Count),
		of:         over(engaged, conversation),
	},
	{
		Name: "messages", Title: "Messages", Unit: UnitCount, Better: None,
		Doc:        "messages of users, of the agent and of human agents; the message events of a conversation that has no messages",
		Formula:    "Σ (user messages + assistant messages + human agents' messages)",
		Statistics: single(Sum),
		of:         over(spoken, conversation),
	},
	{
		Name: "user_messages", Title: "User messages", Unit: UnitCount, Better: None,
		Doc: "messages of users, or the events of such", Formula: "Σ user messages",
		Statistics: single(Sum),
		of:         over(fromUser, conversation),
	},
	{
		Name: "assistant_messages", Title: "Assistant messages", Unit: UnitCount, Better: None,
		Doc: "messages of the agent, or the events of such", Formula: "Σ assistant messages",
		Statistics: single(Sum),
		of:         over(fromAgent, conversation),
	},
	{
		Name: "events", Title: "Events", Unit: UnitCount, Better: None,
		Doc: "events that are no messages", Formula: "Σ events",
		Statistics: single(Sum),
		of:         over(events, conversation),
	},
	{
		Name: "users", Title: "Users", Unit: UnitCount, Better: Higher,
		Doc: "distinct user ids; conversations without one do not count", Formula: "number of distinct user ids",
		Statistics: single(Distinct),
	},
	{
		Name: "new_users", Title: "New users", Unit: UnitCount, Better: Higher,
		Doc:        "users first seen in the period (of a group by time: in its hour, day, week or month)",
		Formula:    "number of distinct user ids whose first conversation of all the data, whatever the filters, started in the period",
		Statistics: single(DistinctNew),
	},
	{
		Name: "returning_users", Title: "Returning users", Unit: UnitCount, Better: Higher,
		Doc:        "users first seen before the period",
		Formula:    "users − new users",
		Statistics: single(DistinctReturning),
	},
	{
		Name: "leads_captured", Title: "Leads captured", Unit: UnitCount, Better: Higher,
		Doc:        "conversations with a lead event, a lead tool call or the goal lead_captured",
		Formula:    "number of conversations that captured a lead",
		Statistics: single(Count),
		of:         over(leads, conversation),
	},
	{
		Name: "messages_per_conversation", Title: "Messages per conversation", Unit: UnitMessages, Better: None,
		Doc:        "messages of users and of the agent in a conversation",
		Formula:    "Σ (user messages + assistant messages) ÷ conversations",
		Statistics: single(Mean),
		of:         over(dialogue, conversation),
	},
	{
		Name: "duration", Title: "Duration", Unit: UnitSeconds, Better: None,
		Doc:        "from the first to the last timestamp; conversations with two timestamps or more",
		Formula:    "last timestamp − first timestamp",
		Statistics: meanAndQuantiles,
		LacksTime:  fewTimes, lacks: untimed,
		of: over(duration, lasted),
	},
	{
		Name: "resolution_rate", Title: "Resolution rate", Unit: UnitShare, Better: Higher,
		Doc:        "engaged conversations that were resolved, confirmed or assumed; those pending or unknown do not count",
		Formula:    "(resolved_confirmed + resolved_assumed) ÷ (engaged − pending − unknown)",
		Statistics: single(Share),
		Parts:      []chat.Outcome{chat.ResolvedConfirmed, chat.ResolvedAssumed},
		of:         over(resolved, decided),
	},
	{
		Name: "containment_rate", Title: "Containment rate", Unit: UnitShare, Better: Higher,
		Doc:        "engaged conversations that were not escalated: what many dashboards call resolution",
		Formula:    "(engaged − escalated) ÷ engaged",
		Statistics: single(Share),
		of:         over(contained, engaged),
	},
	{
		Name: "escalation_rate", Title: "Escalation rate", Unit: UnitShare, Better: Lower,
		Doc:        "engaged conversations that were escalated, each once",
		Formula:    "escalated ÷ engaged",
		Statistics: single(Share),
		of:         over(escalated, engaged),
	},
	{
		Name: "abandonment_rate", Title: "Abandonment rate", Unit: UnitShare, Better: Lower,
		Doc:        "engaged conversations that the user gave up; those pending or unknown do not count",
		Formula:    "abandoned ÷ (engaged − pending − unknown)",
		Statistics: single(Share),
		of:         over(abandoned, decided),
	},
	{
		Name: "fallback_rate", Title: "Fallback rate", Unit: UnitShare, Better: Lower,
		Doc:        "fallback replies or events for each user message, in engaged conversations",
		Formula:    "Σ fallbacks ÷ Σ user messages",
		Statistics: single(Ratio),
		of:         fraction{fallbacks, fromUser, engaged},
	},
	{
		Name: "fallback_conversation_rate", Title: "Conversations with a fallback", Unit: UnitShare, Better: Lower,
		Doc:        "engaged conversations with at least one fallback reply or event",
		Formula:    "engaged with fallbacks > 0 ÷ engaged",
		Statistics: single(Share),
		of:         over(fellBack, engaged),
	},
	{
		Name: "conversion_rate", Title: "Conversion rate", Unit: UnitShare, Better: Higher,
		Doc:        "engaged conversations that converted, each once whatever the number of events",
		Formula:    "engaged that converted ÷ engaged",
		Statistics: single(Share),
		of:         over(converted, engaged),
	},
	{
		Name: "completion_rate", Title: "Goal completion rate", Unit: UnitShare, Better: Higher,
		Doc: "engaged conversations that reached at least one goal that counts: of the configuration, named by a goal event, or lead_captured; " +
			"the other default goals are told per goal only",
		Formula:    "engaged with goals that count > 0 ÷ engaged",
		Statistics: single(Share),
		of:         over(completed, engaged),
	},
	{
		Name: "recontact_rate", Title: "Recontact rate", Unit: UnitShare, Better: Lower,
		Doc: "conversations after whose start their user started another within 24 hours, whatever the filters; " +
			"those with a user id and a time that began 24 hours before the newest data or earlier",
		Formula:    "followed by another start of the user within 24 h ÷ old enough to judge",
		Statistics: single(UserShare),
		LacksTime:  "with a user id, without a time", lacks: adrift,
	},
	{
		Name: "first_response_time", Title: "First response time", Unit: UnitSeconds, Better: Lower,
		Doc:        "from the first user message to the first agent reply after it; conversations in which both have a time",
		Formula:    "time of the first reply − time of the first user message",
		Statistics: meanAndQuantiles,
		LacksTime:  fewTimes, lacks: waiting,
		of: over(firstResponse, answered),
	},
	{
		Name: "response_time", Title: "Response time", Unit: UnitSeconds, Better: Lower,
		Doc:        "from each user message to the next agent reply; mean and p90 are those of all replies",
		Formula:    "Σ (time of the next reply − time of the user message) ÷ replies",
		Statistics: ratioAndQuantile,
		LacksTime:  fewTimes, lacks: waiting,
		of: fraction{responses, replies, replied},
	},
	{
		Name: "csat", Title: "Customer satisfaction", Unit: UnitShare, Better: Higher,
		Doc:        "ratings of 4 and 5, and thumbs up, of all ratings",
		Formula:    "Σ ratings ≥ 4 ÷ Σ ratings",
		Statistics: single(Ratio),
		of:         fraction{liked, ratings, rated},
	},
	{
		Name: "satisfaction_score", Title: "Satisfaction score", Unit: UnitRating, Better: Higher,
		Doc:        "mean rating from 1 to 5; thumbs are 1 and 5",
		Formula:    "Σ rating ÷ ratings",
		Statistics: single(Ratio),
		of:         fraction{stars, ratings, rated},
	},
	{
		Name: "feedback_rate", Title: "Feedback rate", Unit: UnitShare, Better: Higher,
		Doc:        "engaged conversations with feedback, be it a rating or only words",
		Formula:    "engaged with feedback ÷ engaged",
		Statistics: single(Share),
		of:         over(gave, engaged),
	},
	{
		Name: "sentiment", Title: "Sentiment", Unit: UnitMood, Better: Higher,
		Doc:        "mean compound sentiment of the user's messages, −1 to 1; engaged conversations whose words can be judged",
		Formula:    "mean over conversations of (Σ compound sentiment of user messages ÷ user messages)",
		Statistics: single(Mean),
		of:         over(mood, judged),
	},
	{
		Name: "negative_rate", Title: "Negative conversations", Unit: UnitShare, Better: Lower,
		Doc: "conversations with a mean sentiment of −0.05 or less; those whose words cannot be judged do not count", Formula: "sentiment ≤ −0.05 ÷ judged",
		Statistics: single(Share),
		of:         over(negative, judged),
	},
	{
		Name: "neutral_rate", Title: "Neutral conversations", Unit: UnitShare, Better: None,
		Doc: "conversations with a mean sentiment between −0.05 and 0.05; those whose words cannot be judged do not count", Formula: "−0.05 < sentiment < 0.05 ÷ judged",
		Statistics: single(Share),
		of:         over(neutral, judged),
	},
	{
		Name: "positive_rate", Title: "Positive conversations", Unit: UnitShare, Better: Higher,
		Doc: "conversations with a mean sentiment of 0.05 or more; those whose words cannot be judged do not count", Formula: "sentiment ≥ 0.05 ÷ judged",
		Statistics: single(Share),
		of:         over(positive, judged),
	},
	{
		Name: "quality_score", Title: "Quality score", Unit: UnitPoints, Better: Higher,
		Doc:        "0 to 100 for each engaged conversation, of its resolution, efficiency, sentiment and goals",
		Formula:    "weighted mean of the components that apply; docs/scoring.md has them",
		Statistics: meanAndLow,
		of:         over(quality, graded),
	},
	{
		Name: "input_tokens", Title: "Input tokens", Unit: UnitCount, Better: None,
		Doc: "tokens that the model read, as recorded; conversations with a count of tokens", Formula: "Σ input tokens",
		Statistics: single(Sum),
		of:         over(tokensIn, metered),
	},
	{
		Name: "output_tokens", Title: "Output tokens", Unit: UnitCount, Better: None,
		Doc: "tokens that the model wrote, as recorded; conversations with a count of tokens", Formula: "Σ output tokens",
		Statistics: single(Sum),
		of:         over(tokensOut, metered),
	},
	{
		Name: "cost", Title: "Cost", Unit: UnitMoney, Better: Lower,
		Doc: "as recorded, else by the price table of the configuration; conversations of which one is known", Formula: "Σ cost",
		Statistics: single(Sum),
		of:         over(cost, priced),
	},
	{
		Name: "cost_per_conversation", Title: "Cost per conversation", Unit: UnitMoney, Better: Lower,
		Doc: "cost of a conversation of which it is known", Formula: "Σ cost ÷ conversations with a cost",
		Statistics: single(Mean),
		of:         over(cost, priced),
	},
	{
		Name: "cost_per_resolution", Title: "Cost per resolution", Unit: UnitMoney, Better: Lower,
		Doc: "cost of all conversations for each that was resolved; conversations of which it is known", Formula: "Σ cost ÷ resolved with a cost",
		Statistics: single(Ratio),
		of:         fraction{cost, redeemed, priced},
	},
}
