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

// Join unites what two records say of one conversation, in either order. Where
// they contradict each other, the newer record's properties stand; of two names
// the one that sorts first.
func Join(a, b Attributes) Attributes {
	if cmp.Or(cmp.Compare(a.UpdatedAt, b.UpdatedAt), cmp.Compare(a.CreatedAt, b.CreatedAt)) > 0 {
		a, b = b, a
	}
	tie := a.UpdatedAt == b.UpdatedAt && a.CreatedAt == b.CreatedAt
	out := Attributes{
		UserID: firstName(a.UserID, b.UserID), Bot: firstName(a.Bot, b.Bot),
		Channel: firstName(a.Channel, b.Channel), Language: firstName(a.Language, b.Language),
		Properties: Properties(a.Properties, b.Properties, tie), UserProperties: Properties(a.UserProperties, b.UserProperties, tie),
		CreatedAt: a.CreatedAt, UpdatedAt: max(a.UpdatedAt, b.UpdatedAt),
	}
	if b.CreatedAt.Known() && (!out.CreatedAt.Known() || b.CreatedAt < out.CreatedAt) {
		out.CreatedAt = b.CreatedAt
	}
	return out
}

func firstName(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}
