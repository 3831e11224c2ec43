package cmd

import (
	"slices"
	"strings"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// variantFilter makes the predicate of --variant test=variant, nil without such
// a flag. Conditions on one test are alternatives.
func (s *selection) variantFilter(st *store.Store, cfg *config.Config) (func(*chat.Facts) bool, error) {
	wanted := map[string][]string{}
	for _, v := range s.variants {
		test, variant, ok := strings.Cut(v, "=")
		if !ok || test == "" || variant == "" {
			return nil, usagef("--variant %s: write test=variant", v)
		}
		wanted[test] = append(wanted[test], variant)
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	var tests []func(abtest.Session) bool
	for test, variants := range wanted {
		of, err := variantOf(st, cfg, test)
		if err != nil {
			return nil, err
		}
		tests = append(tests, func(session abtest.Session) bool {
			is := of(session)
			for _, v := range variants {
				if v == is {
					return true
				}
			}
			return false
		})
	}
	return func(f *chat.Facts) bool {
		for _, t := range tests {
			if !t(sessionOf(f)) {
				return false
			}
		}
		return true
	}, nil
}

// variantsBy returns what tells the variants of the tests that are grouped by.
func variantsBy(st *store.Store, cfg *config.Config, by []string) (func(test string, f *chat.Facts) string, error) {
	tests := map[string]func(abtest.Session) string{}
	for _, name := range by {
		if test, ok := metrics.VariantTest(name); ok {
			of, err := variantOf(st, cfg, test)
			if err != nil {
				return nil, err
			}
			tests[test] = of
		}
	}
	return func(test string, f *chat.Facts) string { return tests[test](sessionOf(f)) }, nil
}

// variantOf returns the function that tells a session's variant: the first one
// that it was exposed to or, where no exposure was recorded, the one of the hash.
func variantOf(st *store.Store, cfg *config.Config, test string) (func(abtest.Session) string, error) {
	exposures, err := exposuresTo(st, test)
	if err != nil {
		return nil, err
	}
	t, err := configuredTest(cfg, test)
	if err != nil {
		return nil, err
	}
	if t == nil {
		if len(exposures) == 0 {
			return nil, withHint(usagef("no exposure to the test %q is recorded and it is not configured", test), "name its variants under tests in chatcops.yaml, or import its exposures")
		}
		if t, err = exposedTest(test, exposures); err != nil {
			return nil, err
		}
	}
	if len(exposures) == 0 {
		return func(s abtest.Session) string { _, v := t.Assign(s.ID); return v }, nil
	}
	counter := exposedCounter(t, exposures)
	variants := t.Variants()
	return func(s abtest.Session) string {
		if first, exposed := counter.First(s); exposed {
			return variants[first.Variant]
		}
		return ""
	}, nil
}

// sessionOf returns the session that a conversation is.
func sessionOf(f *chat.Facts) abtest.Session { return abtest.Session{Source: f.Source, ID: f.ID} }

// exposuresTo returns all exposures to a test in the order of reading.
func exposuresTo(st *store.Store, test string) ([]abtest.Exposure, error) {
	var out []abtest.Exposure
	err := st.SourcedExposures(test, func(source string, e chat.Exposure) error {
		out = append(out, abtest.Exposure{Session: abtest.Session{Source: source, ID: e.Session}, Variant: e.Variant, Time: e.Time})
		return nil
	})
	return out, err
}

// exposedCounter returns a counter that has seen the exposures to variants that the test has.
func exposedCounter(t *abtest.Test, exposures []abtest.Exposure) *abtest.Counter {
	counter, variants := abtest.NewCounter(t), t.Variants()
	for _, e := range exposures {
		if slices.Contains(variants, e.Variant) {
			counter.Expose(e)
		}
	}
	return counter
}

// exposedTest makes a test of nothing but its exposures: equal weights, the
// variants sorted, control first if one is called so.
func exposedTest(name string, exposures []abtest.Exposure) (*abtest.Test, error) {
	var variants []string
	for _, e := range exposures {
		if !slices.Contains(variants, e.Variant) {
			variants = append(variants, e.Variant)
		}
	}
	if len(variants) == 0 {
		return nil, withHint(usagef("of the test %q neither exposures nor variants are known", name), "give --variants a,b, or name it under tests in chatcops.yaml")
	}
	slices.Sort(variants)
	if i := slices.Index(variants, "control"); i > 0 {
		variants = slices.Insert(slices.Delete(variants, i, i+1), 0, "control")
	}
	t, err := abtest.NewTest(name, variants, nil)
	if err != nil {
		return nil, usageError{err}
	}
	return t, nil
}

// configured finds a test of the configuration, nil if there is none of the name.
func configured(cfg *config.Config, name string) *config.Test {
	for i := range cfg.Tests {
		if cfg.Tests[i].Name == name {
			return &cfg.Tests[i]
		}
	}
	return nil
}

// configuredTest makes a test of the configuration, nil if there is none of the name.
func configuredTest(cfg *config.Config, name string) (*abtest.Test, error) {
	t := configured(cfg, name)
	if t == nil {
		return nil, nil
	}
	made, err := abtest.NewTest(t.Name, t.Variants, t.Weights)
	if err != nil {
		return nil, usageError{err}
	}
	return made, nil
}
