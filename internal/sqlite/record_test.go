package sqlite

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A record binds what binding its values one by one does.
func TestRecordBinds(t *testing.T) {
	c := open(t, empty(t, "a.db"), ReadWrite)
	s := prepare(t, c, "SELECT typeof(?1) || quote(?1), typeof(?2) || quote(?2), typeof(?3) || quote(?3), typeof(?4) || quote(?4)")
	read := func() (out [4]string) {
		row(t, s)
		for i := range out {
			out[i] = s.Text(i)
		}
		s.Reset()
		return out
	}
	cell := rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.Custom(drawInt), func(v int64) any { return v }),
		rapid.Map(rapid.Float64(), func(v float64) any { return v }),
		rapid.Map(rapid.IntRange(0, 20_000), func(n int) any { return strings.Repeat("x\x00é", n) }))
	rapid.Check(t, func(rt *rapid.T) {
		r := bulkRow{cells: rapid.SliceOfN(cell, 4, 4).Draw(rt, "cells")}
		if err := s.Bind(r.cells...); err != nil {
			rt.Fatal(err)
		}
		want := read()
		var rec Record
		r.bind(&rec)
		rec.BindTo(s, 1)
		if got := read(); got != want {
			rt.Fatalf("%.2000s instead of %.2000s", fmt.Sprint(got), fmt.Sprint(want))
		}
	})
}

// drawInt draws integers of every size, and those where sizes end.
func drawInt(t *rapid.T) int64 {
	v := int64(1) << rapid.IntRange(0, 63).Draw(t, "bits")
	return v + rapid.Int64Range(-2, 2).Draw(t, "beside")
}

func TestRecordOfNulls(t *testing.T) {
	c := open(t, empty(t, "a.db"), ReadWrite)
	s := prepare(t, c, "SELECT ?, ?, ?, ?, ?, ?, ?, ?")
	for i := range 8 {
		s.BindInt(i+1, 9)
	}
	var r Record
	r.Reset()
	r.TextOrNull("")
	r.TextOrNull("x")
	r.IntUnless(5, 5)
	r.IntUnless(5, 6)
	r.TextBy(func(dst []byte) []byte { return dst })
	r.TextBy(func(dst []byte) []byte { return append(dst, "yz"...) })
	r.BlobBy(func(dst []byte) []byte { return append(dst, 0, 1) })
	r.Float(math.NaN())
	r.BindTo(s, 1)
	row(t, s)
	for i, want := range []string{"", "x", "", "6", "", "yz", "\x00\x01", ""} {
		if s.Text(i) != want || s.IsNull(i) != (want == "") {
			t.Errorf("column %d is %q, not %q", i+1, s.Text(i), want)
		}
	}
}
