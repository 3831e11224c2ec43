package config

import (
	"github.com/spf13/viper"
)

// Options is where Load looks.
type Options struct {
	// Dir is the working directory, UserConfigDir the user's configuration
	// folder (not yet that of chatcops), "" if unknown.
	Dir, UserConfigDir string
	// Explicit is the file that the flag --config names, "" if none. It must
	// exist and replaces the search for a file.
	Explicit string
	// Getenv reads the environment; nil means an empty one.
	Getenv func(string) string
	// Flags holds the flags that were set, by their names without dashes. Those
	// that are no settings are ignored; leave out a flag that shares the name
	// of a setting but not its meaning.
	Flags map[string]string
}

// located is a value on its way through viper, with its canonical text.
type located struct {
	value        any
	text, origin string
}

// Load merges the defaults, the first file found of Dir/chatcops.yaml and
// UserConfigDir/chatcops/chatcops.yaml, the environment and the flags; the
// later of them win. No file is fine unless one was named. The error is of type
// Problems and lists every mistake of every source, also of values that another
// source overrides.
func Load(o Options) (*Config, error) {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	name, data, problem := o.readFile()
	if problem != nil {
		return nil, Problems{*problem}
	}
	return o.load(name, data)
}

// load is Load for a file that has been read.
func (o Options) load(name string, data []byte) (*Config, error) {
	w := newWalker(name)
	if root, problem := parseDocument(name, data); problem != nil {
		w.problems = Problems{*problem}
	} else {
		w.document(root)
	}
	env, envProblems := o.environment()
	flags, flagProblems := o.flags()
	c := merge(w.scalars, env, flags)
	c.File = name
	c.Weights, c.Goals, c.DefaultGoals, c.Graders = w.weights, w.goals, w.defaults, w.graders
	c.Redact.Patterns, c.Redact.pos = w.redact.Patterns, w.redact.pos
	c.Tests, c.Rules = w.finishTests(c.Location()), w.rules
	c.Funnels, c.Prices, c.Alerts = w.funnels, w.finishPrices(c.Location()), w.alerts
	w.problems.sortByLine()
	if all := append(append(w.problems, envProblems...), flagProblems...); len(all) > 0 {
		return nil, all
	}
	c.InForce = append(c.InForce, c.lists()...)
	return c, nil
}

// merge lets viper decide which source wins each single value. Values travel
// with their origin, which viper itself does not tell. The environment enters
// as a layer above the file, since viper's BindEnv reads only that of the
// process and commands must run with any.
func merge(file, env, flags map[string]located) *Config {
	v := viper.NewWithOptions(viper.KeyDelimiter("\n")) // keys with a point stay one key
	for _, s := range settings {
		if s.parse != nil {
			value, text, _ := s.parse(s.def) // a test parses every default
			v.SetDefault(s.key, located{value, text, "default"})
		}
	}
	for _, layer := range []map[string]located{file, env} {
		values := map[string]any{}
		for key, l := range layer {
			values[key] = l
		}
		_ = v.MergeConfigMap(values) // its error is always nil
	}
	for key, l := range flags {
		v.Set(key, l)
	}
	c := &Config{}
	for _, s := range settings {
		if l, ok := v.Get(s.key).(located); ok {
			s.store(c, l.value)
			c.InForce = append(c.InForce, Setting{s.key, l.text, l.origin})
		}
	}
	return c
}

// environment reads the variables of the settings.
func (o Options) environment() (map[string]located, Problems) {
	values := map[string]located{}
	var problems Problems
	for _, s := range settings {
		if s.parse == nil {
			continue
		}
		variable, text := s.env(), o.Getenv(s.env())
		if text == "" && s.presence != "" && o.Getenv(s.presence) != "" {
			variable, text = s.presence, "true"
		}
		if text != "" {
			problems = append(problems, s.put(values, text, variable)...)
		}
	}
	return values, problems
}

// flags reads the flags of the settings.
func (o Options) flags() (map[string]located, Problems) {
	values := map[string]located{}
	var problems Problems
	for _, s := range settings {
		if text, set := o.Flags[s.flag]; set && s.flag != "" {
			problems = append(problems, s.put(values, text, "--"+s.flag)...)
		}
	}
	return values, problems
}

// put parses text from a variable or flag into values.
func (s *setting) put(values map[string]located, text, origin string) Problems {
	value, canonical, err := s.parse(text)
	if err != nil {
		return Problems{{Pos{File: origin}, err.Error()}}
	}
	values[s.key] = located{value, canonical, origin}
	return nil
}
