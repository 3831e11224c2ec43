package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// product is an article of the shop.
type product struct {
	sku   string
	cents int
	grams int
}

var catalogue = [...]product{
	{"TENT-BRK-2", 24900, 2150},
	{"PACK-LRK-45", 16900, 1480},
	{"BAG-DSK-0", 18900, 1120},
	{"JKT-RIL-M", 14900, 340},
	{"STV-EMB-1", 6900, 95},
	{"LMP-GLM-4", 4900, 82},
	{"FLT-CLB-1", 5900, 110},
	{"MAT-MSB-R", 9900, 460},
	{"HMK-SWY-2", 7900, 520},
	{"FLC-CLV-M", 8900, 310},
	{"BTL-TRN-7", 3400, 290},
	{"PACK-WRN-18", 7400, 610},
}

var humanNames = []string{"Mara", "Jonah", "Odile", "Tobias"}

// facts are the particulars of one conversation, so that an order has one
// number and one date however often it is mentioned.
type facts struct {
	lang    *language
	visitor visitor
	start   time.Time
	product int // index in the catalogue
	other   int // another product
	order   int
	age     int // days since the order
	wait    int // days until the delivery
	track   int
	ticket  int
	stock   int
	human   string
	queue   string
}

func newFacts(r *rng, lang *language, who visitor, startMillis int64) facts {
	f := facts{
		lang: lang, visitor: who, start: time.UnixMilli(startMillis).UTC(),
		product: r.below(len(catalogue)),
		order:   200000 + r.below(700000),
		age:     3 + r.below(10),
		wait:    1 + r.below(5),
		track:   r.below(100_000_000),
		ticket:  10000 + r.below(90000),
		stock:   2 + r.below(38),
		human:   pick(r, humanNames),
		queue:   pick(r, []string{"orders", "returns", "general"}),
	}
	f.other = (f.product + 1 + r.below(len(catalogue)-1)) % len(catalogue)
	return f
}

// fill replaces the slots of a line. An unknown slot is left as it is.
func (f *facts) fill(line string) string {
	if !strings.Contains(line, "<") {
		return line
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(line, "<")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		slot, after, closed := strings.Cut(rest, ">")
		value, known := f.slot(slot)
		if !closed || !known {
			b.WriteByte('<')
			line = rest
			continue
		}
		b.WriteString(value)
		line = after
	}
}

func (f *facts) slot(name string) (value string, known bool) {
	item := catalogue[f.product]
	switch name {
	case "name":
		return f.visitor.name, true
	case "email":
		return f.visitor.email, true
	case "phone":
		return f.visitor.phone, true
	case "town":
		return f.visitor.town, true
	case "human":
		return f.human, true
	case "queue":
		return f.queue, true
	case "order":
		return fmt.Sprintf("FW-%06d", f.order), true
	case "tracking":
		return fmt.Sprintf("TR%08dX", f.track), true
	case "ticket":
		return fmt.Sprintf("T-%05d", f.ticket), true
	case "stock":
		return strconv.Itoa(f.stock), true
	case "product":
		return f.lang.products[f.product], true
	case "other":
		return f.lang.products[f.other], true
	case "sku":
		return item.sku, true
	case "weight":
		return fmt.Sprintf("%d g", item.grams), true
	case "amount":
		return f.money(item.cents), true
	case "amount_plain":
		return plainMoney(item.cents), true
	case "ordered":
		return f.day(-f.age), true
	case "yesterday":
		return f.day(-1), true
	case "eta":
		return f.day(f.wait), true
	case "eta_iso":
		return f.start.AddDate(0, 0, f.wait).Format(time.DateOnly), true
	}
	return "", false
}

// day names the date so many days after the conversation, as the language does.
func (f *facts) day(after int) string {
	date := f.start.AddDate(0, 0, after)
	return fmt.Sprintf("%d%s%s", date.Day(), f.lang.dayJoin, f.lang.months[date.Month()-1])
}

func (f *facts) money(cents int) string {
	if f.lang.code == "en" {
		return "$" + plainMoney(cents)
	}
	return strings.ReplaceAll(plainMoney(cents), ".", ",") + " €"
}

func plainMoney(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func lower(s string) string { return strings.ToLower(s) }
