package metrics

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
)

// TooManyGroups is the error of what would have more groups than it may, for the
// sake of memory.
type TooManyGroups struct {
	Most int
	By   []string // the dimensions
}

func (e *TooManyGroups) Error() string {
	top := ""
	if len(e.By) == 1 && Unbounded(e.By[0]) {
		top = "show the largest with --top and without --sort, "
	}
	return fmt.Sprintf("more than %d groups by %s: %sgroup by a dimension with fewer values, ask for fewer metrics, choose a shorter period, add a filter or raise limits.groups",
		e.Most, strings.Join(e.By, " and "), top)
}

// Census counts the conversations of the groups of a query that has more of them
// than it may. It keeps two numbers of each, so that a second pass can tell the
// largest apart; it is fed like a Collector.
type Census struct {
	matcher   *matcher
	dimension Dimension
	lo, hi    int64 // bounds of the period
	room      int
	counts    map[uint64]int64 // by the hash of the group's key
}

// NewCensus prepares to count the groups of a query by one dimension that is not of time.
func NewCensus(q Query) (*Census, error) {
	p, err := newPlan(q.Metrics, q.Previous != nil || q.Contrasts, q.CostOf != nil)
	if err != nil {
		return nil, err
	}
	axes, err := q.axes()
	if err != nil {
		return nil, err
	}
	if len(axes) != 1 || axes[0].dimension.text == nil {
		return nil, errors.New("only groups by one dimension, and none of time, can be counted")
	}
	c := &Census{matcher: newMatcher(q.Filter), dimension: axes[0].dimension, room: q.mostGroups(len(p.columns)) - 1, counts: map[uint64]int64{}}
	c.lo, c.hi = q.Span.Bounds()
	return c, nil
}

// Room is how many groups Largest may keep at most: one is for all others.
func (c *Census) Room() int { return c.room }

// Add counts a conversation if the query selects it; its outcome must be settled.
func (c *Census) Add(f *chat.Facts) {
	if at := int64(f.StartedAt); at >= c.lo && at < c.hi && c.matcher.match(f) {
		c.counts[xxhash.Sum64String(c.dimension.text(f))]++
	}
}

// Merge adds what another census of the same query has counted.
func (c *Census) Merge(o *Census) {
	for key, n := range o.counts {
		c.counts[key] += n
	}
}

// Largest tells the n groups with the most conversations; of equal ones any.
func (c *Census) Largest(n int) *Largest {
	keys := slices.SortedFunc(maps.Keys(c.counts), func(a, b uint64) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a, b))
	})
	l := &Largest{kept: map[uint64]bool{}}
	for _, key := range keys[:min(n, len(keys))] {
		l.kept[key] = true
	}
	l.merged = len(keys) - len(l.kept)
	return l
}

// Largest are the groups that a query tells apart, see Query.Largest.
type Largest struct {
	kept   map[uint64]bool // by the hash of the key
	merged int             // how many others there are
}

// has reports whether a group is told apart; nil tells all apart.
func (l *Largest) has(key string) bool { return l == nil || l.kept[xxhash.Sum64String(key)] }
