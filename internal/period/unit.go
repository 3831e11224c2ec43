package period

// Unit is a way to cut time into buckets.
type Unit uint8

// The units. HourOfDay and Weekday are cyclic: their buckets come again.
const (
	Hour Unit = iota
	Day
	Week
	Month
	HourOfDay
	Weekday
)

// UnitInfo describes one unit for people.
type UnitInfo struct {
	Unit   Unit
	Name   string // in flags and data
	Title  string // in tables
	Cyclic bool
}

// Units is the one table of units: dimensions, flags and completion derive from it.
var Units = []UnitInfo{
	{Hour, "hour", "Hour", false},
	{Day, "day", "Day", false},
	{Week, "week", "Week", false},
	{Month, "month", "Month", false},
	{HourOfDay, "hour_of_day", "Hour of day", true},
	{Weekday, "weekday", "Weekday", true},
}

// String returns the unit's name.
func (u Unit) String() string { return Units[u].Name }

// ParseUnit finds a unit by name.
func ParseUnit(name string) (Unit, bool) {
	for _, u := range Units {
		if u.Name == name {
			return u.Unit, true
		}
	}
	return 0, false
}

// calendar returns the unit of the calendar whose bounds the buckets of u have;
// those of the hours are not of the calendar.
func (u Unit) calendar() calendar {
	switch u {
	case Week:
		return week
	case Month:
		return month
	}
	return day
}
