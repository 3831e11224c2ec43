// Package scoring concludes the facts of one conversation from its raw data by
// rules that are data, each verdict with its evidence. It is pure: the same
// conversation and rules give the same facts.
package scoring

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed rules
var embedded embed.FS

// Custom is what the user's configuration adds to the rules.
type Custom struct {
	Events  map[string][]string // word of the vocabulary → the user's own event names
	Tools   map[string][]string // escalation, lead, conversion, success, fallback → tool names, * stands for any characters
	Phrases map[string][]string // kind of signal → phrases, in every language
	Off     []string            // names of word rules that are not to be used
	Goals   []Goal
	// DefaultGoals names those of the default goals that hold; nil stands for all of them.
	DefaultGoals []string
	Graders      []Grader
	Weights      Weights // of the quality score; zero stands for DefaultWeights
}

// Rules are compiled rules, safe for concurrent use.
type Rules struct {
	version   string
	events    map[string]string   // the user's event name → word of the vocabulary
	means     map[string][]string // meaning → words of the vocabulary
	tools     map[string][]*regexp.Regexp
	labels    []labelRule
	goals     goals
	graders   []graded
	languages map[string]func() (*speech, error) // by ISO 639-1 code
	weights   Weights
}

// Version names the rules: that of the embedded ones and, behind a plus, the
// beginning of a hash of what the user has added.
func (r *Rules) Version() string { return r.version }

// NewRules joins the embedded rules with the user's own. Errors name the rule.
func NewRules(custom Custom) (*Rules, error) {
	r := &Rules{events: map[string]string{}, tools: map[string][]*regexp.Regexp{}, graders: newGraders(custom.Graders), weights: custom.Weights.orDefault()}
	if err := r.readEvidence(custom); err != nil {
		return nil, err
	}
	var err error
	if r.goals, err = newGoals(&custom); err != nil {
		return nil, err
	}
	if err := r.prepareLanguages(custom); err != nil {
		return nil, err
	}
	if tag := custom.hash(); tag != "" {
		r.version += "+" + tag
	}
	return r, nil
}

// decodeRules reads an embedded file of rules.
func decodeRules(name string, to any) error {
	f, err := embedded.Open(path.Join("rules", name))
	if err != nil {
		return err
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("rules/%s: %w", name, err)
	}
	return nil
}

// hash identifies what the user has added, "" if nothing.
func (c Custom) hash() string {
	h := sha256.New()
	n := 0
	for i, m := range []map[string][]string{c.Events, c.Tools, c.Phrases, {"off": c.Off}} {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if len(m[k]) > 0 {
				fmt.Fprintf(h, "%d %q %q\n", i, k, m[k])
				n++
			}
		}
	}
	n += c.hashGoals(h) + c.hashGraders(h)
	if w := c.Weights.orDefault(); w != DefaultWeights {
		fmt.Fprintf(h, "weights %v\n", w)
		n++
	}
	if n == 0 {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}
