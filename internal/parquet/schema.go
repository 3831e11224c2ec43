package parquet

import library "github.com/parquet-go/parquet-go"

// columnsInOrder are the columns of a schema; the library's own Group sorts them by name.
type columnsInOrder struct {
	library.Group
	order []Column
}

func (n columnsInOrder) Fields() []library.Field {
	fields := map[string]library.Field{}
	for _, f := range n.Group.Fields() {
		fields[f.Name()] = f
	}
	var ordered []library.Field
	for _, c := range n.order {
		ordered = append(ordered, fields[c.Name])
	}
	return ordered
}

func schemaOf(columns []Column) library.Node {
	group := library.Group{}
	for _, c := range columns {
		node := nodeOf(c.Type)
		if c.Optional {
			node = library.Optional(node)
		}
		group[c.Name] = node
	}
	return columnsInOrder{group, columns}
}

func nodeOf(t Type) library.Node {
	switch t {
	case Text:
		return library.Encoded(library.String(), &library.RLEDictionary)
	case Bool:
		return library.Leaf(library.BooleanType)
	case Float:
		return library.Leaf(library.DoubleType)
	case Time:
		return library.Timestamp(library.Microsecond)
	}
	return library.Int(64)
}
