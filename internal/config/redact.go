package config

import (
	"go.yaml.in/yaml/v3"

	"chatcops/internal/safe"
)

func (w *walker) readPatterns(n *yaml.Node) {
	w.pairs(n, `names, each with a regular expression, such as order: '\bORD-\d{6}\b'`, func(key, value *yaml.Node) {
		text, ok := w.text(value, "pattern")
		if !ok || w.compile(value, text) == nil {
			return
		}
		p, err := safe.NewPattern(key.Value, text)
		if err != nil {
			w.problem(key, "%v", err)
			return
		}
		w.redact.Patterns = append(w.redact.Patterns, p)
		w.redact.pos = append(w.redact.pos, w.pos(key))
	})
}

func patternEntries(c *Config) (out []entry) {
	for i, p := range c.Redact.Patterns {
		out = append(out, entry{p.Name(), p.String(), c.Redact.pos[i]})
	}
	return out
}
