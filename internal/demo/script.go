package demo

// The scripts are written by hand. A line may hold slots in angle brackets,
// such as <order>, which the facts of the conversation fill.

// language is everything that can be said in one language. A slice of lines
// holds alternatives.
type language struct {
	code     string
	dayJoin  string // between day and month
	months   [12]string
	products [len(catalogue)]string // names in the order of the catalogue
	topics   []topic
	facts    []exchange // about the product of the same index, may be empty
	general  []exchange // small questions that fit anywhere

	welcome   []string // the bot opens
	greet     []string // the user, before the first question
	tips      []string // the bot, after an answer
	unhelpful []string // an answer that solves nothing
	warm      []string // put before an answer in the friendly variant
	hello     []exchange
	detail    []string // what users add to a question about their order
	shopping  []string // what users add to a question about products
	unclear   []string // what no bot can understand
	fallback  []string
	oneMore   []string // before the question of a second topic
	more      []string // "anything else?"

	thanks, bye                         []string // the first bye names nobody
	dislike, sorry                      []string
	wantHuman, transfer, offer, accept  []string
	tryFirst, stay                      []string // the bot asks to try first, the user agrees
	humanHello, humanAnswer, afterHuman []string
	buy, bought                         []string
	praise, blame                       []string // comments with a rating
}

// exchange is a question of the user with the agent's answers.
type exchange struct{ user, bot []string }

// topic is what a user may come for.
type topic struct {
	intent   string
	sales    bool // handled by the sales bot
	sells    bool // may end in a purchase
	lead     bool // ends in contact details
	weight   int
	flow     string   // "" if the agent walks through no flow
	open     []string // the user's first words when the agent has to ask back
	openFull []string // the user's first words with all that is needed
	ask      []string
	give     []string
	tool     string // "" for none
	answer   []string
	follow   []exchange
}

// languages in the order of languageWeights.
var (
	languages       = []*language{&english, &german, &french, &spanish, &portuguese, &italian, &dutch}
	languageWeights = []int{70, 9, 6, 6, 4, 3, 2}
)

// The tools of the bots: what they are asked and what they answer.
var tools = map[string]struct{ arguments, result string }{
	"lookup_order":        {`{"order_id":"<order>"}`, `{"order_id":"<order>","status":"shipped","tracking":"<tracking>","last_scan":"<town>","expected":"<eta_iso>"}`},
	"create_return":       {`{"order_id":"<order>","item":"<sku>"}`, `{"return_id":"<ticket>","label_sent_to":"<email>","refund":"<amount_plain>"}`},
	"send_password_reset": {`{"email":"<email>"}`, `{"sent":true,"valid_minutes":30}`},
	"cancel_membership":   {`{"email":"<email>"}`, `{"cancelled":true,"active_until":"<eta_iso>"}`},
	"create_ticket":       {`{"order_id":"<order>","topic":"damaged_item"}`, `{"ticket":"<ticket>","priority":"high"}`},
	"update_address":      {`{"order_id":"<order>","town":"<town>"}`, `{"updated":true}`},
	"lookup_payment":      {`{"order_id":"<order>"}`, `{"payments":[{"amount":"<amount_plain>","state":"captured"},{"amount":"<amount_plain>","state":"authorised"}]}`},
	"check_stock":         {`{"sku":"<sku>"}`, `{"sku":"<sku>","in_stock":<stock>,"next_delivery":"<eta_iso>"}`},
	"create_lead":         {`{"email":"<email>","interest":"<sku>"}`, `{"lead":"<ticket>","saved":true}`},
	"transfer_to_human":   {`{"queue":"<queue>","reason":"customer_request"}`, `{"queued":true,"ticket":"<ticket>","position":2}`},
}
