package store

import (
	"strconv"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/sqlite"
)

// appendUsage writes what models have used as the column holds it.
func appendUsage(dst []byte, usage []chat.Usage) []byte {
	for i := range usage {
		u := &usage[i]
		open := ",["
		if i == 0 {
			open = "[["
		}
		dst = jsondoc.AppendString(append(dst, open...), u.Model)
		for _, n := range [...]int64{u.Input, u.Output, u.Cached} {
			dst = strconv.AppendInt(append(dst, ','), n, 10)
		}
		if u.Cost.Known {
			dst = strconv.AppendInt(append(dst, ','), u.Cost.Nanos, 10)
		}
		dst = append(dst, ']')
	}
	if len(usage) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// readUsage fills in what models have used from column i. The column was written
// by appendUsage; one that was edited into something else says nothing.
func readUsage(q *sqlite.Stmt, i int, f *chat.Facts, names interner) {
	if q.IsNull(i) {
		return
	}
	_ = eachOf(q.Text(i), func(v jsondoc.Value) {
		u := chat.Usage{Model: names.of([]byte(v.Index(0).Scalar()))}
		for at, to := range []*int64{&u.Input, &u.Output, &u.Cached} {
			*to, _ = v.Index(at + 1).Int()
		}
		u.Cost.Nanos, u.Cost.Known = v.Index(4).Int()
		f.Usage = append(f.Usage, u)
	})
}
