package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/guess"
)

// section reads the settings below a section, "" for the top level.
func (w *walker) section(n *yaml.Node, name string) {
	keys := keysIn(name)
	w.pairs(n, fmt.Sprintf("settings (%s)", strings.Join(keys, ", ")), func(key, value *yaml.Node) {
		if name == "" && len(keysIn(key.Value)) > 0 && key.Value != "" {
			w.section(value, key.Value)
			return
		}
		i := slices.IndexFunc(settings, func(s setting) bool { return s.section() == name && s.leaf() == key.Value })
		switch {
		case i < 0:
			w.problem(key, "unknown key %s: %s", quote(key.Value), suggestKey(key.Value, keys))
		case settings[i].read != nil:
			settings[i].read(w, value)
		default:
			w.single(&settings[i], value)
		}
	})
}

// keysIn lists what may stand directly in a section, "" for the top level.
func keysIn(section string) []string {
	var keys []string
	for _, s := range settings {
		switch {
		case s.section() == section:
			keys = append(keys, s.leaf())
		case section == "" && !slices.Contains(keys, s.section()):
			keys = append(keys, s.section())
		}
	}
	return keys
}

// suggestKey is guess.Word for keys of settings: one that stands outside its
// section is found too.
func suggestKey(key string, known []string) string {
	for _, s := range settings {
		if s.leaf() == key && s.section() != "" {
			return fmt.Sprintf("put it below %s:", s.section())
		}
	}
	return guess.Word(key, known)
}

// single reads the value of one setting.
func (w *walker) single(s *setting, n *yaml.Node) {
	text, ok := w.text(n, s.key)
	if !ok {
		return
	}
	value, canonical, err := s.parse(text)
	if err != nil {
		w.problem(n, "%s: %v", s.key, err)
		return
	}
	w.scalars[s.key] = located{value, canonical, w.pos(n).origin()}
}
