package jsondoc

import (
	"math"
)

// Kind is the type of a Value.
type Kind uint8

// The kinds of JSON values; Missing is the kind of a value that is not there.
const (
	Missing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

const (
	// defaultDepth is the number of nested arrays and objects that a Parser
	// with MaxDepth 0 accepts.
	defaultDepth = 512
	// maxDocument is the size that the offsets of a node can address.
	maxDocument = math.MaxInt32
	// keepNodes bounds the memory that an unusual document leaves behind (4 MiB).
	keepNodes = 1 << 18
)

// node is a value or the key of a member. Nodes stand in the order of the
// document, a key just before its value, the content of a container just after it.
type node struct {
	start, end uint32 // the value's bytes in the document, with the quotes of a string
	next       uint32 // index of the node after this one and all it contains
	tag        tag
}

// tag is the kind of a node and, for a string, what reading it must undo.
type tag uint8

const (
	hasEscape tag = 1 << (3 + iota)
	hasNonASCII
	kindMask tag = 1<<3 - 1
)

func (w tag) kind() Kind { return Kind(w & kindMask) }

// plain reports whether the content of a string is exactly what the document holds.
func (w tag) plain() bool { return w&^kindMask == 0 }

// Parser parses documents one after the other. The zero value is ready.
type Parser struct {
	// MaxDepth is the number of nested arrays and objects accepted; 0 means 512.
	MaxDepth int

	doc     []byte
	nodes   []node
	open    []uint32 // indices of the containers around the current position
	closer  byte     // closes the innermost of them, 0 outside all
	scratch []byte   // a decoded string before it is given its own storage
	chunk   []byte   // decoded strings; replaced when full, never reused
	mended  bool     // a string that was read held invalid UTF-8
}

// Mended reports whether invalid UTF-8 was replaced in what was read of the last document.
func (p *Parser) Mended() bool { return p.mended }

// Parse reads b as one JSON document. A failure is a *SyntaxError. Values of
// the Parse before become invalid.
func (p *Parser) Parse(b []byte) (Value, error) {
	if err := checkSize(int64(len(b))); err != nil {
		return Value{}, err
	}
	if cap(p.nodes) > keepNodes {
		p.nodes = nil
	}
	p.doc, p.nodes, p.open, p.closer = b, p.nodes[:0], p.open[:0], 0
	p.mended = false
	if err := p.document(b); err != nil {
		return Value{}, err
	}
	return Value{p: p}, nil
}

// document fills the nodes. It keeps its own stack of open containers, so that
// no nesting can exhaust the goroutine's.
func (p *Parser) document(b []byte) *SyntaxError {
	i, err := skipSpace(b, 0), (*SyntaxError)(nil)
	for {
		if i >= len(b) {
			if len(p.nodes) > 0 && p.closer == 0 {
				return nil
			}
			return cutOff(b)
		}
		var (
			w   tag
			end int
		)
		switch b[i] {
		case '"':
			end, w = scanString(b, i+1)
		case '{', '[':
			if i, err = p.enter(b, i); err != nil {
				return err
			}
			continue
		case 't':
			w, end = tag(Bool), scanWord(b, i, "true")
		case 'f':
			w, end = tag(Bool), scanWord(b, i, "false")
		case 'n':
			w, end = tag(Null), scanWord(b, i, "null")
		default:
			w, end = tag(Number), scanNumber(b, i)
		}
		if end < 0 {
			return explain(b, i)
		}
		p.add(i, end, w)
		if i, err = p.leave(b, end); err != nil {
			return err
		}
	}
}

// add appends a node.
func (p *Parser) add(start, end int, w tag) {
	p.nodes = append(p.nodes, node{uint32(start), uint32(end), uint32(len(p.nodes) + 1), w})
}

// enter opens the container at b[i] and returns where its first value starts
// or, if it has none, what leave returns.
func (p *Parser) enter(b []byte, i int) (int, *SyntaxError) {
	limit := p.MaxDepth
	if limit == 0 {
		limit = defaultDepth
	}
	if len(p.open) >= limit {
		return 0, tooDeep(i, limit)
	}
	kind := Array
	p.closer = ']'
	if b[i] == '{' {
		kind = Object
		p.closer = '}'
	}
	p.open = append(p.open, uint32(len(p.nodes)))
	p.add(i, 0, tag(kind))
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == p.closer {
		return p.leave(b, i)
	}
	if kind == Object {
		return p.key(b, i)
	}
	return i, nil
}

// exit closes the innermost container, which ends before b[end].
func (p *Parser) exit(end int) {
	last := len(p.open) - 1
	n := &p.nodes[p.open[last]]
	n.end, n.next = uint32(end), uint32(len(p.nodes))
	p.open, p.closer = p.open[:last], 0
	if last > 0 {
		p.closer = ']'
		if p.nodes[p.open[last-1]].tag == tag(Object) {
			p.closer = '}'
		}
	}
}

// key reads a key and its colon and returns where the value starts.
func (p *Parser) key(b []byte, i int) (int, *SyntaxError) {
	if i >= len(b) {
		return 0, cutOff(b)
	}
	if b[i] != '"' {
		return 0, unexpected(b, i, "where a key in double quotes should start")
	}
	end, w := scanString(b, i+1)
	if end < 0 {
		return 0, explain(b, i)
	}
	p.add(i, end, w)
	i = skipSpace(b, end)
	if i >= len(b) {
		return 0, cutOff(b)
	}
	if b[i] != ':' {
		return 0, unexpected(b, i, "where a colon should follow the key")
	}
	return skipSpace(b, i+1), nil
}

// leave reads what follows a value, closing containers, up to the start of the
// next value or the end of the document.
func (p *Parser) leave(b []byte, i int) (int, *SyntaxError) {
	for {
		i = skipSpace(b, i)
		switch {
		case p.closer == 0 && i < len(b):
			return 0, unexpected(b, i, "after the end of the record")
		case p.closer == 0:
			return i, nil
		case i >= len(b):
			return 0, cutOff(b)
		case b[i] == p.closer:
			i++
			p.exit(i)
		case b[i] != ',':
			return 0, unexpected(b, i, "where a comma or '"+string(rune(p.closer))+"' should follow")
		case p.closer == '}':
			return p.key(b, skipSpace(b, i+1))
		default:
			return skipSpace(b, i+1), nil
		}
	}
}
