package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// byteUnits are the units of sizes, largest first.
var byteUnits = []struct {
	name string
	size int64
}{
	{"TiB", 1 << 40}, {"TB", 1e12}, {"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6},
	{"KiB", 1 << 10}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1},
}

// bytesBetween is a size from low to high bytes.
func bytesBetween(low, high int64) kind[int64] {
	parse := func(s string) (int64, error) {
		n, ok := parseBytes(s)
		if !ok {
			return 0, fmt.Errorf("%s is no size: write a whole number with a unit, such as 64MiB or 2GB", quote(s))
		}
		if n < low || n > high {
			return 0, fmt.Errorf("%s is out of bounds: write a size from %s to %s", quote(s), printBytes(low), printBytes(high))
		}
		return n, nil
	}
	name := fmt.Sprintf("size, %s to %s", printBytes(low), printBytes(high))
	return kind[int64]{name, parse, printBytes}
}

// parseBytes reads a whole number with a unit; a bare number counts bytes.
func parseBytes(s string) (n int64, ok bool) {
	unit := int64(1)
	for _, u := range byteUnits {
		if digits, found := strings.CutSuffix(s, u.name); found {
			s, unit = strings.TrimSpace(digits), u.size
			break
		}
	}
	v, err := strconv.ParseUint(s, 10, 63)
	if err != nil || v > uint64(math.MaxInt64/unit) {
		return 0, false
	}
	return int64(v) * unit, true
}

// printBytes uses the largest unit that leaves a whole number.
func printBytes(n int64) string {
	for _, u := range byteUnits {
		if n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}
