package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"chatcops/internal/config"
)

// namedLocal is the timezone of the machine under its IANA name, which Go calls
// Local, so that output can say which one it is; Local itself where none is known.
func namedLocal(getenv func(string) string, localtime string) *time.Location {
	name := zoneOfTZ(getenv)
	if name == "" {
		target, err := os.Readlink(localtime)
		if err != nil {
			return time.Local
		}
		name = target
	}
	name = withinZoneinfo(name)
	if name == "" || filepath.IsAbs(name) { // a file says nothing of its name
		return time.Local
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.Local
	}
	return zone
}

// zoneOfTZ is what the variable TZ names, "" if nothing.
func zoneOfTZ(getenv func(string) string) string { return strings.TrimPrefix(getenv("TZ"), ":") }

func withinZoneinfo(name string) string {
	if _, inside, ok := strings.Cut(name, "zoneinfo/"); ok {
		return inside
	}
	return name
}

// tellZone says, once, that TZ names no timezone that Go knows, such as the rules that
// POSIX allows there: local times are then those of UTC.
func (app *App) tellZone(c *common, cfg *config.Config) {
	name := withinZoneinfo(zoneOfTZ(app.Getenv))
	if app.zoneTold || cfg.Timezone != "local" || name == "" || filepath.IsAbs(name) {
		return
	}
	if _, err := time.LoadLocation(name); err != nil {
		app.zoneTold = true
		app.notice(c, "TZ=%s is no name of the IANA timezone database, so times are in UTC; set TZ or --timezone to one such as Europe/Berlin", app.Getenv("TZ"))
	}
}
