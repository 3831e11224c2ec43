package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// mappedKeys gathers from the decoders of a file which of the keys that --map
// names its records have, and which are like those that they lack.
type mappedKeys struct {
	sync.Mutex
	seen map[string]bool
	like map[string][]string // key of --map → keys that differ in case, spaces and the like
}

func newMappedKeys() *mappedKeys {
	return &mappedKeys{seen: map[string]bool{}, like: map[string][]string{}}
}

// take adds what one decoder has seen.
func (k *mappedKeys) take(n *names) {
	if len(n.mapped) == 0 {
		return
	}
	k.Lock()
	defer k.Unlock()
	for column := range n.mapped {
		for key := range n.seen {
			switch {
			case key == column:
				k.seen[column] = true
			case plainName(key) == plainName(column) && !slices.Contains(k.like[column], key):
				k.like[column] = append(k.like[column], key)
			}
		}
	}
}

// missing tells of each key that --map names and no record has, in their order.
func (k *mappedKeys) missing(mapped map[string]field) []string {
	var out []string
	for _, column := range slices.Sorted(maps.Keys(mapped)) {
		if !k.seen[column] {
			slices.SortFunc(k.like[column], strings.Compare)
			out = append(out, fmt.Sprintf("no record has %q, which --map names for %s%s", column, mapped[column], alike(k.like[column])))
		}
	}
	return out
}
