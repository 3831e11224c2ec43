package merge

import (
	"slices"
	"strings"

	"chatcops/internal/jsondoc"
)

// Properties unites two JSON objects. Where both have a key, the value of newer
// stands or, if there is no telling (tie), the one that sorts last. What is no
// object adds nothing.
func Properties(older, newer string, tie bool) string {
	object, _ := propertiesWithin(older, newer, tie, 0)
	return object
}

// propertiesWithin is Properties, of which at most keys are kept, those that sort
// first (0: all); how many were left out is told.
func propertiesWithin(older, newer string, tie bool, keys int) (object string, leftOut int) {
	var u Union
	u.Add(older, false)
	u.Add(newer, tie)
	if over := len(u.members) - keys; keys > 0 && over > 0 {
		u.members, leftOut = u.members[:keys], over
	}
	return u.String(), leftOut
}

// Union unites JSON objects, older ones first, by the rule of Properties. A
// single object stays as it is written; of several the keys are sorted. The zero
// value is empty; Reset empties one whose memory is to be used again.
type Union struct {
	last    string // the object added last
	several bool   // then members holds all, else last is all
	members []member
	taken   []byte // the objects of which members consist
	out     []byte
	json    jsondoc.Parser
}

// member is a key of the union with its value as it is written, both within taken.
type member struct{ key, value string }

// keepBytes is how much memory a union keeps for the next one.
const keepBytes = 64 << 10

// Reset empties the union.
func (u *Union) Reset() {
	clear(u.members)
	u.last, u.several, u.members, u.taken, u.out = "", false, u.members[:0], u.taken[:0], u.out[:0]
	if cap(u.taken)+cap(u.out) > keepBytes {
		u.taken, u.out = nil, nil
	}
}

// Add unites the objects so far with a newer one.
func (u *Union) Add(object string, tie bool) {
	if object == "" || object == u.last {
		return
	}
	if u.last != "" {
		if !u.several {
			u.several = true
			u.take(u.last, false)
		}
		u.take(object, tie)
	}
	u.last = object
}

func (u *Union) take(object string, tie bool) {
	if len(u.taken) > keepBytes {
		u.taken = nil // but for what members hold of it
	}
	from := len(u.taken)
	u.taken = append(u.taken, object...) // if it moves, members keep what was there
	v, err := u.json.Parse(u.taken[from:])
	if err != nil || v.Kind() != jsondoc.Object {
		return
	}
	for it := v.Iter(); it.Next(); {
		key, value := it.Key(), it.Value().RawString()
		at, found := u.find(key)
		switch {
		case !found:
			u.members = slices.Insert(u.members, at, member{key, value})
		case !tie || value > u.members[at].value:
			u.members[at].value = value
		}
	}
}

// find returns where a key is among the members or ought to be.
func (u *Union) find(key string) (at int, found bool) {
	if len(u.members) <= 8 { // looking at each is faster then
		for i := range u.members {
			if u.members[i].key == key {
				return i, true
			}
		}
	}
	return slices.BinarySearchFunc(u.members, key, func(m member, key string) int { return strings.Compare(m.key, key) })
}

// String returns the united object, "" if none was added.
func (u *Union) String() string {
	if !u.several {
		return u.last
	}
	out := append(u.out[:0], '{')
	for i, m := range u.members {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsondoc.AppendString(out, m.key)
		out = append(append(out, ':'), m.value...)
	}
	u.out = append(out, '}')
	return string(u.out)
}
