package store

import "sort"

// newcomers are the conversations that the imports of one writer have brought
// themselves: rows that such an import adds to one of them are of the same run
// as those it began with. Imports may take turns.
type newcomers struct {
	runs   []run          // in the order of their keys
	shared map[int64]bool // to which another import has added
}

// run is a range of keys of conversations that one import has brought.
type run struct {
	first, end, importID int64
	touched              bool // another process has written since
}

// add notes that an import has brought the conversation of that key, the highest so far.
func (n *newcomers) add(key, importID int64) {
	if last := len(n.runs) - 1; last >= 0 {
		if r := &n.runs[last]; r.end == key && r.importID == importID && !r.touched {
			r.end++
			return
		}
	}
	n.runs = append(n.runs, run{first: key, end: key + 1, importID: importID})
}

func (n *newcomers) of(key int64) *run {
	i := sort.Search(len(n.runs), func(i int) bool { return n.runs[i].end > key })
	if i < len(n.runs) && n.runs[i].first <= key {
		return &n.runs[i]
	}
	return nil
}

// brought reports whether an import has brought the conversation of that key.
func (n *newcomers) brought(key, importID int64) bool {
	r := n.of(key)
	return r != nil && r.importID == importID
}

// alone reports whether all that is known of a conversation came by that import,
// which is about to add to it.
func (n *newcomers) alone(key, importID int64) bool {
	r := n.of(key)
	if r == nil || r.touched {
		return false
	}
	if r.importID != importID {
		if n.shared == nil {
			n.shared = map[int64]bool{}
		}
		n.shared[key] = true
		return false
	}
	return !n.shared[key]
}

// othersWrote says that another process may have added to any of them.
func (n *newcomers) othersWrote() {
	for i := range n.runs {
		n.runs[i].touched = true
	}
}

// forget drops what an import has brought, once it has ended.
func (n *newcomers) forget(importID int64) {
	kept := n.runs[:0]
	for _, r := range n.runs {
		if r.importID != importID {
			kept = append(kept, r)
		}
	}
	if n.runs = kept; len(kept) == 0 {
		clear(n.shared)
	}
}
