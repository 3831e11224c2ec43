package sqlite

import (
	"encoding/binary"

	"modernc.org/libc"
)

// BulkIndex fills an empty index within a run of its Bulk.
type BulkIndex struct {
	b      *Bulk
	root   uint32
	levels []indexPage // in the making; leaves are the first
	cell   []byte      // reused
}

// indexPage is a page in the making. Its cells are the entries of the index,
// above the leaves each behind the number of the page with the entries before it.
type indexPage struct {
	page           cPage
	cells, content int
	last           int // length of the last cell
}

// Index begins to fill an empty index.
func (b *Bulk) Index(name string) (*BulkIndex, error) {
	root, err := b.root("index", name)
	return &BulkIndex{b: b, root: root}, err
}

// Append adds an entry: the columns of the index and then the id of the row.
// Entries come in the order of the index.
func (x *BulkIndex) Append(r *Record) error {
	header, size := r.header(false)
	var prefix [9]byte
	cell := append(x.cell[:0], prefix[:putVarint(prefix[:], uint64(size))]...)
	before := len(cell)
	cell = append(append(cell, header...), r.body...)
	if local := x.b.local(size, (x.b.size-12)*64/255-23); local < size {
		first, err := x.b.overflow(cell[before+local:])
		if err != nil {
			return err
		}
		cell = binary.BigEndian.AppendUint32(cell[:before+local], first)
	}
	x.cell = cell
	return x.add(0, cell)
}

func (x *BulkIndex) add(level int, cell []byte) error {
	if level == len(x.levels) {
		x.levels = append(x.levels, indexPage{page: x.b.newPage(), content: x.b.size})
	}
	if p := &x.levels[level]; p.content-len(cell) < headerOf(level)+2*(p.cells+1) {
		if err := x.closePage(level); err != nil {
			return err
		}
	}
	p := &x.levels[level]
	p.content -= len(cell)
	p.last = copy(p.page.b[p.content:], cell)
	binary.BigEndian.PutUint16(p.page.b[headerOf(level)+2*p.cells:], uint16(p.content))
	p.cells++
	return nil
}

// closePage writes a full page. Its last entry moves up, to stand between it and
// the next one, so that no page is left empty.
func (x *BulkIndex) closePage(level int) error {
	p := &x.levels[level]
	last, right := p.page.b[p.content:p.content+p.last], uint32(0)
	if level > 0 {
		last, right = last[4:], binary.BigEndian.Uint32(last)
	}
	page := x.b.allocate()
	up := append(binary.BigEndian.AppendUint32(nil, page), last...)
	p.cells, p.content = p.cells-1, p.content+p.last
	if err := x.put(level, page, right); err != nil {
		return err
	}
	clear(p.page.b)
	p.cells, p.content = 0, x.b.size
	return x.add(level+1, up)
}

// Types of the pages of indexes.
const indexLeafType, indexInteriorType = 0x0a, 0x02

func headerOf(level int) int {
	if level == 0 {
		return leafHeader
	}
	return interiorHeader
}

// put writes the page of a level. right is the page with the entries behind its
// last, unless it is a leaf.
func (x *BulkIndex) put(level int, number, right uint32) error {
	p := &x.levels[level]
	b := p.page.b
	b[0] = indexLeafType
	if level > 0 {
		b[0] = indexInteriorType
		binary.BigEndian.PutUint32(b[8:], right)
	}
	binary.BigEndian.PutUint16(b[3:], uint16(p.cells))
	binary.BigEndian.PutUint16(b[5:], uint16(p.content)) // 65536 is written as 0
	return x.b.put(number, p.page)
}

// Close writes all that is in the making, the topmost page to where SQLite looks for it.
func (x *BulkIndex) Close() (err error) {
	right := uint32(0)
	for level := range x.levels {
		page := x.root
		if level < len(x.levels)-1 {
			page = x.b.allocate()
		}
		if err == nil {
			err = x.put(level, page, right)
		}
		right = page
	}
	for _, p := range x.levels {
		libc.Xfree(x.b.c.tls, p.page.p)
	}
	x.levels = nil
	return err
}
