package metrics

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatcops/internal/period"
)

// Rule is a condition on one number of a period; where it holds, the rule alerts.
type Rule struct {
	Text   string // as it was written, its spaces evened
	Metric string // name of the number, as in duration.p90
	// Period is the period that the rule looks at, in the words of --period; ""
	// leaves it to the command.
	Period string

	form     ruleForm
	above    bool    // alerts above, else below
	both     bool    // alerts above and below
	included bool    // alerts at the bound itself too
	bound    float64 // in the unit of the number, or a part of what was before
	relative bool
	per      time.Duration // a count is divided by the time that was, 0 if it is not
	periods  int           // of a usual range
	unit     Unit
	better   Direction
}

// ruleForm is what a rule compares with.
type ruleForm uint8

const (
	againstBound    ruleForm = iota // a fixed value
	againstPrevious                 // the period before
	againstUsual                    // the range of the periods before
)

// RuleForms is the one table of the forms of rules, for people.
var RuleForms = []struct{ Form, Doc string }{
	{"METRIC > VALUE", "alerts when the value is above it; also >=, < and <=. Values are written as 10%, 0.1, 5s or 50."},
	{"METRIC < VALUE per day", "of a count for each hour, day or week of the period."},
	{"METRIC drops VALUE", "alerts when the value is lower than in the period before by more than that and the\n" +
		"change is no noise; also rises. Points of a share are written as 2pp, a part of what was before as 5%."},
	{"METRIC outside usual of N", "alerts when the value is outside the range of the N periods before; also above, below."},
}

// The lengths of a usual range.
const (
	fewestPeriods = 4
	mostPeriods   = 100
)

const overPeriod = `(?:\s+over\s+(\S+))?$`

// ruleSyntax is what the forms look like, in the order of ruleForm.
var ruleSyntax = [...]*regexp.Regexp{
	againstBound:    regexp.MustCompile(`^(.+?)\s*(<=|>=|<|>)\s*(\S+)(?:\s+per\s+(\S+))?` + overPeriod),
	againstPrevious: regexp.MustCompile(`^(.+?)\s+(drops|rises)\s+(?:by\s+)?(\S+)` + overPeriod),
	againstUsual:    regexp.MustCompile(`^(.+?)\s+(above|below|outside)\s+usual\s+of\s+(\d{1,9})` + overPeriod),
}

type rateUnit struct {
	name   string
	length time.Duration
}

// rateUnits are the times by which counts may be divided.
var rateUnits = []rateUnit{{"hour", time.Hour}, {"day", 24 * time.Hour}, {"week", 7 * 24 * time.Hour}}

// ParseRule reads a rule in one of the forms of RuleForms, each of which may end
// in "over PERIOD". The error says what is wrong and how to write it.
func ParseRule(text string) (Rule, error) {
	r := Rule{Text: strings.Join(strings.Fields(text), " ")}
	for form, syntax := range ruleSyntax {
		part := syntax.FindStringSubmatch(r.Text)
		if part == nil {
			continue
		}
		r.form, r.Metric, r.Period = ruleForm(form), part[1], part[len(part)-1]
		fold, err := r.measure()
		if err == nil {
			err = r.condition(part, fold)
		}
		if err == nil {
			err = r.checkPeriod()
		}
		if err != nil {
			return Rule{}, fmt.Errorf("rule %q: %w", r.Text, err)
		}
		return r, nil
	}
	var forms []string
	for _, f := range RuleForms {
		forms = append(forms, f.Form)
	}
	return Rule{}, fmt.Errorf("%q is no rule: write one of %s, each with or without over PERIOD", r.Text, strings.Join(forms, ", "))
}

// measure looks up the number that the rule is about.
func (r *Rule) measure() (Fold, error) {
	p, err := newPlan([]string{r.Metric}, true, true)
	if err != nil {
		return 0, err
	}
	if len(p.columns) > 1 {
		var names []string
		for _, c := range p.columns {
			names = append(names, c.name)
		}
		return 0, fmt.Errorf("%s has several numbers: name one of %s", r.Metric, strings.Join(names, ", "))
	}
	c := &p.columns[0]
	r.unit, r.better = c.metric.Unit, c.metric.Better
	return c.statistic.Fold, nil
}

func (r *Rule) condition(part []string, fold Fold) (err error) {
	word, value := part[2], part[3]
	switch r.form {
	case againstBound:
		r.above, r.included = word[0] == '>', len(word) == 2
		if r.bound, err = r.value(value); err == nil {
			err = r.rate(part[4], fold)
		}
	case againstPrevious:
		r.above = word == "rises"
		r.bound, r.relative, err = r.margin(value)
	case againstUsual:
		r.above, r.both = word == "above", word == "outside"
		if r.periods, _ = strconv.Atoi(value); r.periods < fewestPeriods || r.periods > mostPeriods {
			err = fmt.Errorf("a usual range is that of %d to %d periods", fewestPeriods, mostPeriods)
		}
	}
	return err
}

// rate reads what follows per.
func (r *Rule) rate(name string, fold Fold) error {
	if name == "" {
		return nil
	}
	i := slices.IndexFunc(rateUnits, func(u rateUnit) bool { return u.name == name })
	if i < 0 {
		return fmt.Errorf("per %s: write per hour, per day or per week", name)
	}
	if fold != Count && fold != Sum {
		return fmt.Errorf("per %s: %s does not add up over time: leave it out, or write over 24h", name, r.Metric)
	}
	r.per = rateUnits[i].length
	return nil
}

// value reads a value in the unit of the number.
func (r *Rule) value(text string) (float64, error) {
	if s, ok := strings.CutSuffix(text, "%"); ok {
		if r.unit != UnitShare {
			return 0, fmt.Errorf("%s: %s is no share: write a number of its unit (%s)", text, r.Metric, r.unit)
		}
		v, err := plainNumber(s)
		return v / 100, err
	}
	if r.unit == UnitSeconds {
		if d, err := time.ParseDuration(text); err == nil {
			return d.Seconds(), nil
		}
	}
	v, err := plainNumber(text)
	if err == nil && r.unit == UnitShare && v > 1 {
		return 0, fmt.Errorf("%s: shares run from 0 to 1: write %s%%", text, text)
	}
	return v, err
}

// margin reads by how much a number may change.
func (r *Rule) margin(text string) (v float64, relative bool, err error) {
	if s, ok := strings.CutSuffix(text, "pp"); ok {
		if r.unit != UnitShare {
			return 0, false, fmt.Errorf("%s: pp are points of a share, which %s is not", text, r.Metric)
		}
		v, err = plainNumber(s)
		v /= 100
	} else if s, ok := strings.CutSuffix(text, "%"); ok {
		relative = true
		v, err = plainNumber(s)
		v /= 100
	} else {
		v, err = r.value(text)
	}
	if err == nil && v < 0 {
		err = fmt.Errorf("%s: by how much it may change is not negative", text)
	}
	return v, relative, err
}

func plainNumber(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is no number: write one such as 10%%, 0.1, 5s or 50", s)
	}
	return v, nil
}

// checkPeriod checks only the form, for which any instant serves as the present.
func (r *Rule) checkPeriod() error {
	if r.Period == "" {
		return nil
	}
	span, err := period.Parse(r.Period, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	if err == nil && r.form != againstBound && !span.Bounded() {
		err = errors.New("all the data has no period before it: write a shorter one, such as over 7d")
	}
	return err
}

// Lookback is how many periods before its own the rule looks at.
func (r *Rule) Lookback() int {
	switch r.form {
	case againstPrevious:
		return 1
	case againstUsual:
		return r.periods
	}
	return 0
}
