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
	scratch []byte   // a decoded string before it is given its own storage
	chunk   []byte   // decoded strings; replaced when full, never reused
	mended  bool     // a string that was read held invalid UTF-8
	spaced  bool     // the document has whitespace between its tokens
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
	p.doc, p.nodes, p.open = b, p.nodes[:0], p.open[:0]
	p.mended, p.spaced = false, false
	if err := p.document(b); err != nil {
		return Value{}, err
	}
	return Value{p: p}, nil
}

// document fills the nodes. It keeps its own stack of open containers, so that
// no nesting can exhaust the goroutine's.
func (p *Parser) document(b []byte) *SyntaxError {
	closer := byte(0) // of the innermost container, 0 outside all
	i := skipSpace(b, 0)
	for {
		if closer == '}' {
			if i >= len(b) || b[i] != '"' {
				return missing(b, i, "where a key in double quotes should start")
			}
			end, w := scanString(b, i+1)
			if end < 0 {
				return explain(b, i)
			}
			p.add(i, end, w)
			if i = p.skip(b, end); i >= len(b) || b[i] != ':' {
				return missing(b, i, "where a colon should follow the key")
			}
			i = p.skip(b, i+1)
		}
		if i >= len(b) {
			return cutOff(b)
		}
		switch c := b[i]; c {
		case '"':
			end, w := scanString(b, i+1)
			if end < 0 {
				return explain(b, i)
			}
			p.add(i, end, w)
			i = end
		case '{', '[':
			if err := p.enter(i, c); err != nil {
				return err
			}
			closer = c + 2 // } and ] follow their openers at this distance
			if i = p.skip(b, i+1); i >= len(b) || b[i] != closer {
				continue
			}
		default:
			end, w := scanLiteral(b, i)
			if end < 0 {
				return explain(b, i)
			}
			p.add(i, end, w)
			i = end
		}
		for closer != 0 {
			if i = p.skip(b, i); i >= len(b) {
				return cutOff(b)
			}
			if b[i] == ',' {
				break
			}
			if b[i] != closer {
				return unexpected(b, i, "where a comma or '"+string(rune(closer))+"' should follow")
			}
			i++
			closer = p.exit(i)
		}
		if closer == 0 {
			if i = skipSpace(b, i); i < len(b) {
				return unexpected(b, i, "after the end of the record")
			}
			return nil
		}
		i = p.skip(b, i+1)
	}
}

// skip returns the index of the first byte from i on that is not JSON whitespace.
func (p *Parser) skip(b []byte, i int) int {
	if i < len(b) && b[i] <= ' ' {
		p.spaced = true
		return skipSpace(b, i)
	}
	return i
}

// add appends a node.
func (p *Parser) add(start, end int, w tag) {
	p.nodes = append(p.nodes, node{uint32(start), uint32(end), uint32(len(p.nodes) + 1), w})
}

// enter adds the container that the byte c opens at i.
func (p *Parser) enter(i int, c byte) *SyntaxError {
	limit := p.MaxDepth
	if limit == 0 {
		limit = defaultDepth
	}
	if len(p.open) >= limit {
		return tooDeep(i, limit)
	}
	kind := Array
	if c == '{' {
		kind = Object
	}
	p.open = append(p.open, uint32(len(p.nodes)))
	p.add(i, 0, tag(kind))
	return nil
}

// exit ends the innermost container before b[end] and returns what closes the one around it, 0 if there is none.
func (p *Parser) exit(end int) (closer byte) {
	last := len(p.open) - 1
	n := &p.nodes[p.open[last]]
	n.end, n.next = uint32(end), uint32(len(p.nodes))
	p.open = p.open[:last]
	switch {
	case last == 0:
		return 0
	case p.nodes[p.open[last-1]].tag == tag(Object):
		return '}'
	}
	return ']'
}
