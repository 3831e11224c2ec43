// Package jsondoc reads one JSON document held in memory into a flat arena of
// nodes, record after record with the same memory. It accepts and rejects
// exactly what encoding/json does (RFC 8259), except that nesting is limited
// further, and its strings are those of encoding/json: invalid UTF-8 and
// unpaired surrogate escapes read as U+FFFD.
//
// Ownership: the bytes given to Parse must never be modified afterwards,
// because strings and Raw spans alias them. Strings stay valid for ever; a
// Value only until the next Parse of its Parser. A Parser is for one goroutine.
//
// Splitter finds the records in a stream that does not hold one on each line.
package jsondoc
