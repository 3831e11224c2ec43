package jsondoc

// Close completes a JSON value that was cut off: it drops what follows the last
// complete member or element and closes what is open. It returns nil if nothing
// of the value is complete. b is not changed.
func Close(b []byte) []byte {
	var open []byte // closers of the containers around the position
	at, keep := 0, 0
	var kept []byte // closers at keep
	mark := func(i int) {
		keep, kept = i, append(kept[:0], open...)
	}
	key := false // the next string of an object is a key
	for at < len(b) {
		c := b[at]
		switch c {
		case '{', '[':
			open = append(open, c+2) // } and ] follow their openers at this distance
			key = c == '{'
			at++
			mark(at)
			continue
		case '}', ']':
			if len(open) == 0 {
				return nil
			}
			open = open[:len(open)-1]
			at++
			mark(at)
			if len(open) == 0 {
				at = len(b)
			}
			continue
		case '"':
			end, _ := scanString(b, at+1)
			if end <= 0 {
				at = len(b)
				continue
			}
			at = end
			if !key {
				mark(at)
			}
			continue
		case ',':
			if len(open) > 0 {
				mark(at) // a number or a literal may end here
				key = open[len(open)-1] == '}'
			}
		case ':':
			key = false
		}
		at++
	}
	if keep == 0 {
		return nil
	}
	out := append([]byte(nil), b[:keep]...)
	for i := len(kept) - 1; i >= 0; i-- {
		out = append(out, kept[i])
	}
	return out
}
