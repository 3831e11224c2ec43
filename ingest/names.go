package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// names finds the field of a key or column. It keeps what it found and serves one goroutine.
type names struct {
	mapped  map[string]field // by --map, exact names
	aliases map[string]field
	seen    map[string]named
	near    [128]named // of those seen, by nearness
}

// named is a key and its field.
type named struct {
	key   string
	field field
}

// nearness spreads the few keys that records repeat over the places of near.
func nearness(key string) int {
	if key == "" {
		return 0
	}
	return (len(key) + int(key[0]) + 29*int(key[len(key)-1])) & 127
}

// maxNames bounds how many different keys are kept.
const maxNames = 10_000

func newNames(mapped map[string]field) *names {
	return &names{mapped: mapped, aliases: aliases, seen: map[string]named{}}
}

// newScoreNames finds the fields of scores.
func newScoreNames(mapped map[string]field) *names {
	return &names{mapped: mapped, aliases: scoreAliases, seen: map[string]named{}}
}

func (n *names) of(key string) field {
	near := &n.near[nearness(key)]
	if near.key != key || key == "" {
		*near = n.find(key)
	}
	return near.field
}

func (n *names) find(key string) named {
	if f, ok := n.seen[key]; ok {
		return f
	}
	f, ok := n.mapped[key]
	if !ok {
		f = n.unlessMapped(n.aliases[plainName(key)])
	}
	found := named{strings.Clone(key), f} // the key lies in the input
	if len(n.seen) < maxNames || ok {     // what --map names is told of at the end
		n.seen[found.key] = found
	}
	return found
}

// ofFrame finds the field of a key beside the messages of a conversation that
// means nothing elsewhere.
func (n *names) ofFrame(key string) field {
	if _, ok := n.mapped[key]; ok {
		return fieldNone
	}
	return n.unlessMapped(frameAliases[plainName(key)])
}

// unlessMapped is no field for one that --map names: that is read from its column alone.
func (n *names) unlessMapped(f field) field {
	for _, taken := range n.mapped {
		if taken == f {
			return fieldNone
		}
	}
	return f
}

// matchHeader replaces each column that --map names and the header lacks by the one
// that differs in case only, and fails where there is none.
func (n *names) matchHeader(header []string) error {
	titles := make([]string, len(header))
	for i, title := range header {
		titles[i] = strings.TrimSpace(title)
	}
	matched := map[string]field{}
	for _, column := range slices.Sorted(maps.Keys(n.mapped)) {
		f := n.mapped[column]
		if slices.Contains(titles, column) {
			matched[column] = f
			continue
		}
		var same, near []string
		for _, title := range titles {
			if n.mapped[title] != fieldNone || matched[title] != fieldNone {
				continue // another field is read from it
			}
			if strings.EqualFold(title, column) {
				same = append(same, title)
			} else if plainName(title) == plainName(column) {
				near = append(near, title)
			}
		}
		if len(same) != 1 {
			return fmt.Errorf("the header %q has no column %q, which --map names for %s%s", clip(strings.Join(titles, ",")), column, f, alike(append(same, near...)))
		}
		matched[same[0]] = f
	}
	n.mapped, n.seen, n.near = matched, map[string]named{}, [128]named{}
	return nil
}

// alike adds to a message the names that may have been meant.
func alike(names []string) string {
	if len(names) == 0 {
		return ""
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return "; there is " + strings.Join(quoted, " and ")
}
