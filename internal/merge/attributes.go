package merge

import (
	"cmp"

	"chatcops/internal/chat"
)

// Attributes is what the data says of a conversation as a whole.
type Attributes struct {
	UserID, Bot, Channel, Language string
	Properties, UserProperties     string // JSON objects, "" if none
	CreatedAt, UpdatedAt           chat.Time
}

// AttributesOf returns what a record says of its conversation.
func AttributesOf(r *chat.Record) Attributes {
	return Attributes{UserID: r.UserID, Bot: r.Bot, Channel: r.Channel, Language: r.Language, Properties: r.Properties,
		UserProperties: r.UserProperties, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

// Join unites what two records say of one conversation, in either order. Where
// they contradict each other, the newer record's properties stand; of two names
// the one that sorts first.
func Join(a, b Attributes) Attributes {
	out, _ := JoinWithin(a, b, 0)
	return out
}

// JoinWithin is Join, with at most so many keys in each set of properties (0: any);
// how many were left out is told.
func JoinWithin(a, b Attributes, keys int) (out Attributes, leftOut int) {
	if cmp.Or(cmp.Compare(a.UpdatedAt, b.UpdatedAt), cmp.Compare(a.CreatedAt, b.CreatedAt)) > 0 {
		a, b = b, a
	}
	tie := a.UpdatedAt == b.UpdatedAt && a.CreatedAt == b.CreatedAt
	properties, over := propertiesWithin(a.Properties, b.Properties, tie, keys)
	userProperties, overUser := propertiesWithin(a.UserProperties, b.UserProperties, tie, keys)
	out = Attributes{
		UserID: firstName(a.UserID, b.UserID), Bot: firstName(a.Bot, b.Bot),
		Channel: firstName(a.Channel, b.Channel), Language: firstName(a.Language, b.Language),
		Properties: properties, UserProperties: userProperties,
		CreatedAt: a.CreatedAt, UpdatedAt: max(a.UpdatedAt, b.UpdatedAt),
	}
	if b.CreatedAt.Known() && (!out.CreatedAt.Known() || b.CreatedAt < out.CreatedAt) {
		out.CreatedAt = b.CreatedAt
	}
	return out, over + overUser
}

func firstName(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
