package scoring

import (
	"regexp"
	"strings"
)

type labelRule struct {
	Property string   `yaml:"property"`
	Equals   []string `yaml:"equals"`
	Means    string   `yaml:"means"`
}

type evidenceFile struct {
	Version string              `yaml:"version"`
	Events  map[string][]string `yaml:"events"`
	Tools   map[string][]string `yaml:"tools"`
	Labels  []labelRule         `yaml:"labels"`
}

func (r *Rules) readEvidence(custom Custom) error {
	var f evidenceFile
	if err := decodeRules("evidence.yaml", &f); err != nil {
		return err
	}
	r.version, r.means, r.labels = f.Version, f.Events, f.Labels
	for word, names := range custom.Events {
		for _, n := range names {
			r.events[n] = word
		}
	}
	for _, tools := range []map[string][]string{f.Tools, custom.Tools} {
		for meaning, names := range tools {
			for _, n := range names {
				r.tools[meaning] = append(r.tools[meaning], compileName(n))
			}
		}
	}
	return nil
}

// compileName turns a name in which * stands for any characters into an expression.
func compileName(name string) *regexp.Regexp {
	return regexp.MustCompile("(?is)^" + strings.ReplaceAll(regexp.QuoteMeta(name), `\*`, ".*") + "$")
}

func (r *Rules) toolMeans(name, meaning string) bool {
	for _, re := range r.tools[meaning] {
		if re.MatchString(name) {
			return true
		}
	}
	return false
}
