package jsondoc

// Iter walks the elements of an array or the members of an object, duplicates
// included, in the order of the document:
//
//	it := v.Iter()
//	for it.Next() {
//		it.Key(); it.Value()
//	}
//
// A loop that declares it itself copies it for each element.
type Iter struct {
	p           *Parser
	at          uint32 // node of the current value
	follow, end uint32 // node after it, node after the container
	object      bool
}

// Iter returns an iterator, one without elements if v is no container.
func (v Value) Iter() Iter {
	kind := v.Kind()
	if kind != Array && kind != Object {
		return Iter{}
	}
	return Iter{p: v.p, follow: v.i + 1, end: v.p.nodes[v.i].next, object: kind == Object}
}

// Next advances to the next element and reports whether there is one.
func (it *Iter) Next() bool {
	if it.follow >= it.end {
		return false
	}
	it.at = it.follow
	if it.object {
		it.at++
	}
	it.follow = it.p.nodes[it.at].next
	return true
}

// Key returns the key of the current member, "" in an array. It must follow a
// Next that returned true.
func (it *Iter) Key() string {
	if !it.object {
		return ""
	}
	return it.p.text(&it.p.nodes[it.at-1])
}

// Value returns the current element. It must follow a Next that returned true.
func (it *Iter) Value() Value { return Value{it.p, it.at} }

// AppendMember appends the current member of an object, "key":value, without the
// whitespace outside its strings. It must follow a Next that returned true.
func (it *Iter) AppendMember(dst []byte) []byte {
	key, value := &it.p.nodes[it.at-1], &it.p.nodes[it.at]
	if key.tag.plain() && !it.p.spaced {
		return append(dst, it.p.doc[key.start:value.end]...)
	}
	dst = append(AppendString(dst, it.Key()), ':')
	return Compact(dst, it.Value().Raw())
}
