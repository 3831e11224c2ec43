package store

import "sync"

// fewRows is up to how many rows a scan is not worth several connections.
const fewRows = 50_000

// parallel cuts the keys that a query counts up to into parts and runs scan on
// all of them at once, each on a connection of its own. begin is called once for
// each part, before any runs, and returns what scan is given.
func parallel[T any](s *Store, last string, parts int, begin func(part int) T, scan func(own *Store, lo, hi int64, take T) error) error {
	n, err := s.conn.Int(last)
	if err != nil {
		return describe(s.path, err)
	}
	if n < fewRows {
		parts = 1
	}
	errs := make([]error, parts)
	var wg sync.WaitGroup
	for i := range parts {
		lo, hi := n*int64(i)/int64(parts)&^(blockSize-1), n*int64(i+1)/int64(parts) // at the bounds of blocks
		if i < parts-1 {
			hi &^= blockSize - 1
		}
		take := begin(i)
		wg.Go(func() {
			own := s
			if i > 0 { // a connection serves one goroutine
				if own, errs[i] = Open(s.path); errs[i] != nil {
					return
				}
				defer own.Close()
			}
			errs[i] = describe(s.path, scan(own, lo, hi, take))
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
