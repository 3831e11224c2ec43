package jsondoc

import (
	"strconv"
	"unsafe"
)

// Value is one value of the document that its Parser parsed last. The zero
// Value is Missing; every method may be called on it.
type Value struct {
	p *Parser
	i uint32 // index of its node
}

// Kind returns the type of the value.
func (v Value) Kind() Kind {
	if v.p == nil {
		return Missing
	}
	return v.p.nodes[v.i].tag.kind()
}

// Exists reports whether the document holds the value, be it null.
func (v Value) Exists() bool { return v.p != nil }

// Get returns the member of an object by its key, Missing if there is none or
// the value is no object. Of duplicate keys the last counts, as in encoding/json.
func (v Value) Get(key string) Value {
	found := Value{}
	if v.Kind() != Object {
		return found
	}
	nodes := v.p.nodes
	end := nodes[v.i].next
	for i := v.i + 1; i < end; i = nodes[i+1].next {
		n := &nodes[i]
		// Nearly all keys differ in length, and only few hold what must be decoded.
		if (!n.tag.plain() || int(n.end-n.start) == len(key)+2) && v.p.keyIs(n, key) {
			found = Value{v.p, i + 1}
		}
	}
	return found
}

// Index returns the i-th element of an array, Missing if there is none. It
// walks the array from its start: use Iter for all elements.
func (v Value) Index(i int) Value {
	if v.Kind() != Array {
		return Value{}
	}
	for it := v.Iter(); it.Next(); i-- {
		if i == 0 {
			return it.Value()
		}
	}
	return Value{}
}

// Len returns the number of elements or members, 0 for other kinds. It counts them.
func (v Value) Len() int {
	n := 0
	for it := v.Iter(); it.Next(); {
		n++
	}
	return n
}

// Offset returns where the value starts in the document, 0 if it is Missing.
func (v Value) Offset() int {
	if v.p == nil {
		return 0
	}
	return int(v.p.nodes[v.i].start)
}

// Raw returns the bytes of the value in the document, nil if it is Missing.
// They must not be modified, and may hold invalid UTF-8 inside strings.
func (v Value) Raw() []byte {
	if v.p == nil {
		return nil
	}
	n := &v.p.nodes[v.i]
	return v.p.doc[n.start:n.end:n.end]
}

// RawString returns the same as Raw, as a string.
func (v Value) RawString() string { return alias(v.Raw()) }

// Compact returns the bytes of the value without the whitespace outside its
// strings, "" if it is Missing.
func (v Value) Compact() string {
	if v.p == nil || !v.p.spaced {
		return v.RawString()
	}
	v.p.scratch = Compact(v.p.scratch[:0], v.Raw())
	return v.p.keep(v.p.scratch)
}

// Str returns the content of a string: valid UTF-8, escapes undone. ok is
// false for other kinds.
func (v Value) Str() (s string, ok bool) {
	if v.Kind() != String {
		return "", false
	}
	return v.p.text(&v.p.nodes[v.i]), true
}

// Text returns the content of a string, "" for other kinds.
func (v Value) Text() string {
	s, _ := v.Str()
	return s
}

// Scalar returns the content of a string or the literal text of a number or
// boolean, "" for other kinds.
func (v Value) Scalar() string {
	switch v.Kind() {
	case String:
		return v.Text()
	case Number, Bool:
		return v.RawString()
	}
	return ""
}

// Bool returns the truth of a boolean; ok is false for other kinds.
func (v Value) Bool() (b, ok bool) {
	if v.Kind() != Bool {
		return false, false
	}
	return v.p.doc[v.p.nodes[v.i].start] == 't', true
}

// Int returns a number that is whole, in whatever form it is written (12.0,
// 1e3). ok is false for fractions, for numbers that do not fit and for other kinds.
func (v Value) Int() (n int64, ok bool) {
	if v.Kind() != Number {
		return 0, false
	}
	return parseInt(v.Raw())
}

// Float returns a number as a float64. ok is false if it is too large for one
// and for other kinds.
func (v Value) Float() (f float64, ok bool) {
	if v.Kind() != Number {
		return 0, false
	}
	f, err := strconv.ParseFloat(v.RawString(), 64)
	if err != nil {
		return 0, false
	}
	return f, true
}

// alias returns b as a string that shares its memory.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
