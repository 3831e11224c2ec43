package cmd

import (
	"os"
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
		_, name, _ = strings.Cut(target, "zoneinfo/")
	}
	if name == "" {
		return time.Local
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Local
	}
	return zone
}
