package period

import (
	"fmt"
	"time"
	_ "time/tzdata" // a static binary must find the zones on a machine without them
)

// LoadLocation finds a timezone: a name of the IANA database such as
// Europe/Berlin, UTC, or local for the zone of the machine.
func LoadLocation(name string) (*time.Location, error) {
	switch name {
	case "":
		return nil, fmt.Errorf("the timezone is empty: %s", zoneHint)
	case "UTC", "utc", "Z":
		return time.UTC, nil
	case "local", "Local":
		return time.Local, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("unknown timezone %q: %s", name, zoneHint)
	}
	return loc, nil
}

const zoneHint = "write a name of the IANA database such as Europe/Berlin (case counts), UTC, or local"
