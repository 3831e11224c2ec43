package sqlite

import (
	"encoding/binary"
	"fmt"
)

// BulkTable is a table that a Bulk fills: a leaf page in the making and, for
// each level above, the node in the making.
type BulkTable struct {
	b       *Bulk
	root    uint32
	leaf    cPage
	cells   int   // in leaf
	content int   // where the content of its cells begins
	last    int64 // id of the last row
	changed bool  // since the last sync
	levels  []node
}

// node is an interior page in the making.
type node struct {
	page     uint32 // its number, 0 before it is written first
	children []childPage
}

// childPage is a complete page below a node, and the highest id in it.
type childPage struct {
	page uint32
	last int64
}

// Types of pages, and the sizes of their headers.
const (
	leafType, leafHeader         = 0x0d, 8
	interiorType, interiorHeader = 0x05, 12
)

// attach goes on behind the rows that are in the table.
func (t *BulkTable) attach(name string) (err error) {
	t.clear()
	if t.last, err = t.b.c.Int("SELECT ifnull(max(rowid), 0) FROM " + name); err != nil {
		return err
	}
	for page := t.root; ; {
		if err := t.b.read(page, t.leaf); err != nil {
			return err
		}
		b := t.leaf.b
		switch cells := int(binary.BigEndian.Uint16(b[3:])); {
		case b[0] == interiorType:
			n := node{page: page}
			for i := range cells {
				c := b[binary.BigEndian.Uint16(b[interiorHeader+2*i:]):]
				n.children = append(n.children, childPage{binary.BigEndian.Uint32(c), int64(varint(c[4:]))})
			}
			t.levels = append([]node{n}, t.levels...)
			page = binary.BigEndian.Uint32(b[8:])
		case b[0] != leafType:
			return fmt.Errorf("sqlite: page %d is none of the table %s", page, name)
		case page == t.root: // it moves when it is full
			t.cells, t.content = cells, int(binary.BigEndian.Uint16(b[5:])-1)+1
			return nil
		default:
			t.levels[0].children = append(t.levels[0].children, childPage{page, t.last})
			t.levels[len(t.levels)-1].page = 0 // the root has its number in t
			t.clear()
			return nil
		}
	}
}

// Append adds a row, by its columns but the first one, which must be the INTEGER
// PRIMARY KEY. The id is higher than those of all rows before.
func (t *BulkTable) Append(id int64, r *Record) error {
	header, size := r.header(true)
	local := t.b.local(size, t.b.size-35)
	cell := varintLen(uint64(size)) + varintLen(uint64(id)) + local
	if local < size {
		cell += 4
	}
	if t.content-cell < leafHeader+2*(t.cells+1) {
		if err := t.closeLeaf(); err != nil {
			return err
		}
	}
	t.content -= cell
	binary.BigEndian.PutUint16(t.leaf.b[leafHeader+2*t.cells:], uint16(t.content))
	t.cells++
	t.last, t.changed = id, true
	at := putVarint(t.leaf.b[t.content:], uint64(size))
	at += putVarint(t.leaf.b[t.content+at:], uint64(id))
	payload := t.leaf.b[t.content+at : t.content+at+local]
	if local == size {
		copy(payload[copy(payload, header):], r.body)
		return nil
	}
	all := append(append(make([]byte, 0, size), header...), r.body...)
	copy(payload, all)
	first, err := t.b.overflow(all[local:])
	binary.BigEndian.PutUint32(t.leaf.b[t.content+at+local:], first)
	return err
}

// clear begins a new leaf.
func (t *BulkTable) clear() {
	clear(t.leaf.b)
	t.cells, t.content = 0, t.b.size
}

// putLeaf writes the leaf as it is to a page.
func (t *BulkTable) putLeaf(page uint32) error {
	t.leaf.b[0] = leafType
	binary.BigEndian.PutUint16(t.leaf.b[3:], uint16(t.cells))
	binary.BigEndian.PutUint16(t.leaf.b[5:], uint16(t.content)) // 65536 is written as 0
	return t.b.put(page, t.leaf)
}

func (t *BulkTable) closeLeaf() error {
	page := t.b.allocate()
	if err := t.putLeaf(page); err != nil {
		return err
	}
	t.clear()
	return t.addChild(0, childPage{page, t.last})
}

// fanOut is how many children a node has at most, and one more in a sync.
func (t *BulkTable) fanOut() int { return (t.b.size - interiorHeader) / (2 + 4 + 9) }

// addChild adds a complete page to the node of a level. A full node is closed
// first; its last child moves on, so that no node is left with a single one.
func (t *BulkTable) addChild(level int, c childPage) error {
	if level == len(t.levels) {
		t.levels = append(t.levels, node{})
	}
	if n := &t.levels[level]; len(n.children) >= t.fanOut() {
		stay, on := n.children[:len(n.children)-1], n.children[len(n.children)-1]
		page := t.numberOf(level)
		if err := t.putNode(page, stay); err != nil {
			return err
		}
		closed := childPage{page, stay[len(stay)-1].last}
		n.page, n.children = 0, append(n.children[:0], on)
		if err := t.addChild(level+1, closed); err != nil {
			return err
		}
	}
	n := &t.levels[level]
	n.children = append(n.children, c)
	return nil
}

func (t *BulkTable) numberOf(level int) uint32 {
	n := &t.levels[level]
	if n.page == 0 {
		n.page = t.b.allocate()
	}
	return n.page
}

// putNode writes an interior page: a cell for each child but the last.
func (t *BulkTable) putNode(page uint32, children []childPage) error {
	b := t.b.buffer.b
	clear(b)
	cells, right := children[:len(children)-1], children[len(children)-1]
	content := t.b.size
	for i, c := range cells {
		content -= 4 + varintLen(uint64(c.last))
		binary.BigEndian.PutUint32(b[content:], c.page)
		putVarint(b[content+4:], uint64(c.last))
		binary.BigEndian.PutUint16(b[interiorHeader+2*i:], uint16(content))
	}
	b[0] = interiorType
	binary.BigEndian.PutUint16(b[3:], uint16(len(cells)))
	binary.BigEndian.PutUint16(b[5:], uint16(content))
	binary.BigEndian.PutUint32(b[8:], right.page)
	return t.b.put(page, t.b.buffer)
}

// sync writes all that is in the making, the topmost page to where SQLite looks for it.
func (t *BulkTable) sync() error {
	if !t.changed {
		return nil
	}
	t.changed = false
	if len(t.levels) == 0 {
		return t.putLeaf(t.root)
	}
	if t.cells > 0 {
		if err := t.closeLeaf(); err != nil {
			return err
		}
	}
	for level := range t.levels {
		children := t.levels[level].children
		if level > 0 {
			children = append(children[:len(children):len(children)], childPage{t.levels[level-1].page, t.last})
		}
		page := t.root
		if level < len(t.levels)-1 {
			page = t.numberOf(level)
		}
		if err := t.putNode(page, children); err != nil {
			return err
		}
	}
	return nil
}
