package cmd

import (
	"strings"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
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
	var tests []func(session string) bool
	for test, variants := range wanted {
		of, err := variantOf(st, cfg, test)
		if err != nil {
			return nil, err
		}
		tests = append(tests, func(session string) bool {
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
			if !t(f.ID) {
				return false
			}
		}
		return true
	}, nil
}

// variantOf returns the function that tells a session's variant: the first one
// that it was exposed to or, where no exposure was recorded, the one of the hash.
func variantOf(st *store.Store, cfg *config.Config, test string) (func(session string) string, error) {
	first := map[string]abtest.Exposure{}
	err := st.Exposures(test, func(e chat.Exposure) error {
		if old, ok := first[e.Session]; !ok || e.Time < old.Time {
			first[e.Session] = abtest.Exposure{Session: e.Session, Variant: e.Variant, Time: e.Time}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(first) > 0 {
		return func(session string) string { return first[session].Variant }, nil
	}
	t, err := configuredTest(cfg, test)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, withHint(usagef("--variant: no exposure to test %q is recorded and it is not configured", test), "name its variants under tests in chatcops.yaml, or import its exposures")
	}
	return func(session string) string { _, v := t.Assign(session); return v }, nil
}

// configuredTest finds a test of the configuration, nil if there is none of the name.
func configuredTest(cfg *config.Config, name string) (*abtest.Test, error) {
	for _, t := range cfg.Tests {
		if t.Name == name {
			made, err := abtest.NewTest(t.Name, t.Variants, t.Weights)
			if err != nil {
				return nil, usageError{err}
			}
			return made, nil
		}
	}
	return nil, nil
}
