package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// namedLocal is the timezone of the machine under its IANA name, which Go calls
// Local, so that output can say which one it is; Local itself where none is known.
func namedLocal(getenv func(string) string, localtime string) *time.Location {
	name := strings.TrimPrefix(getenv("TZ"), ":")
	if name == "" {
		target, err := os.Readlink(localtime)
		if err != nil {
			return time.Local
		}
		name = target
	}
	if _, inside, ok := strings.Cut(name, "zoneinfo/"); ok {
		name = inside
	}
	if name == "" || filepath.IsAbs(name) { // a file says nothing of its name
		return time.Local
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Local
	}
	return zone
}
