package config

// lists tells goals, tests and rules as settings in force, in the order of the
// table; a list that holds nothing is a default.
func (c *Config) lists() []Setting {
	var out []Setting
	for _, s := range settings {
		if s.entries == nil {
			continue
		}
		entries := s.entries(c)
		for _, e := range entries {
			key := s.key
			if e.name != "" {
				key += "." + e.name
			}
			out = append(out, Setting{key, e.text, e.pos.origin()})
		}
		if len(entries) == 0 {
			out = append(out, Setting{s.key, s.def, "default"})
		}
	}
	return out
}

// entry is one goal, test or rule on one line; without a name it is the whole list.
type entry struct {
	name, text string
	pos        Pos
}

func goalEntries(c *Config) (out []entry) {
	for _, g := range c.Goals {
		out = append(out, entry{g.Name, g.summary(), g.Pos})
	}
	return out
}

func defaultGoalEntries(c *Config) (out []entry) {
	for _, e := range c.DefaultGoals.Names {
		out = append(out, entry{e.Value, "true", e.Pos})
	}
	if c.DefaultGoals.Given && len(out) == 0 {
		out = append(out, entry{"", "false", c.DefaultGoals.Pos})
	}
	return out
}

func graderEntries(c *Config) (out []entry) {
	for _, g := range c.Graders {
		out = append(out, entry{g.Name, g.summary(), g.Pos})
	}
	return out
}

func testEntries(c *Config) (out []entry) {
	for _, t := range c.Tests {
		out = append(out, entry{t.Name, t.summary(), t.Pos})
	}
	return out
}

func offEntries(c *Config) (out []entry) {
	for _, e := range c.Rules.Off {
		out = append(out, entry{e.Value, "off", e.Pos})
	}
	return out
}

// ruleEntries picks one of the groups of rules.
func ruleEntries(group func(*Config) []Rule) func(*Config) []entry {
	return func(c *Config) (out []entry) {
		for _, r := range group(c) {
			out = append(out, entry{r.Name, r.summary(), r.Pos})
		}
		return out
	}
}
