package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// named holds what belongs to each of the names of a kind, such as bots. Nothing
// bounds how many the data have: of more than a limit it holds none.
type named[T any] struct {
	limit   int
	of      map[string]*T
	crowded bool // there were more than limit
	spare   T    // takes what nobody will read
}

// newNamed returns an empty one; a limit of 0 is DefaultMaxGroups.
func newNamed[T any](limit int) named[T] {
	return named[T]{limit: cmp.Or(limit, DefaultMaxGroups), of: map[string]*T{}}
}

// get returns the entry of a name, a new one if need be.
func (n *named[T]) get(name string) *T {
	v := n.of[name]
	switch {
	case v != nil:
		return v
	case n.crowded || len(n.of) >= n.limit:
		n.crowded, n.of = true, nil
		return &n.spare
	}
	v = new(T)
	n.of[strings.Clone(name)] = v
	return v
}

// merge adds the entries of another by add.
func (n *named[T]) merge(o *named[T], add func(to, from *T)) {
	if o.crowded {
		n.crowded, n.of = true, nil
	}
	for name, from := range o.of {
		add(n.get(name), from)
	}
}

// TooMany names the kinds of things of which there are too many to tell them apart,
// as in bots; nil if there are none.
type TooMany []string

func (t *TooMany) check(kind string, crowded ...bool) {
	if slices.Contains(crowded, true) {
		*t = append(*t, kind)
	}
}

// Note says for people what was left out and what to do, "" if nothing was.
func (t TooMany) Note() string {
	if len(t) == 0 {
		return ""
	}
	return "Too many to be listed: " + strings.Join(t, ", ") + "; choose a shorter period, add a filter or raise limits.groups."
}
