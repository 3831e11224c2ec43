package demo

import "fmt"

// visitor is who chats. All of it but the conversation at hand is the same when
// the same user returns.
type visitor struct {
	id       string // "" for a visitor who is not known
	name     string
	email    string
	phone    string
	town     string
	channel  string
	language string
	style    int // how the user types
}

// Ways of typing.
const (
	styleCareful = iota
	styleCasual  // small first letter, no full stop
	styleLower   // no capitals at all
	styleEmoji
)

var (
	firstNames = []string{
		"Ada", "Bruno", "Carla", "Dario", "Edith", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Lena",
		"Maya", "Nils", "Olga", "Pavel", "Quinn", "Rosa", "Samir", "Tessa", "Ugo", "Vera", "Wim", "Yara", "Zeno",
	}
	towns = []string{
		"Millhaven", "Port Alder", "Eastmere", "Fallowick", "Greyford", "Linden Hollow", "Northbrook Quay",
		"Otterlea", "Pinecrest Bay", "Saltmarsh", "Tarnby", "Westerfold",
	}
	channels       = []string{"web", "app", "sms"}
	channelWeights = []int{60, 26, 14}
)

// regulars is how many users the shop has even for a handful of conversations.
const regulars = 25

// visitors invents new users and lets old ones come back, the recent ones more
// often. Users are derived from their number, so none is kept in memory.
type visitors struct {
	seed  uint64
	known int
}

func (v *visitors) next(r *rng) visitor {
	switch {
	case r.chance(60):
		someone := describe(mix(r.next()))
		someone.channel = channels[0]
		return someone
	case r.chance(360):
		back := r.below(1 + r.below(v.known))
		return v.user(v.known - 1 - back)
	}
	v.known++
	return v.user(v.known - 1)
}

func (v *visitors) user(number int) visitor {
	u := describe(mix(v.seed + uint64(number+1)*golden))
	u.id = fmt.Sprintf("u%06d", number+1)
	return u
}

func describe(seed uint64) visitor {
	r := rng(seed)
	name := pick(&r, firstNames)
	return visitor{
		name:     name,
		email:    fmt.Sprintf("%s.%03d@example.com", lower(name), r.below(1000)),
		phone:    fmt.Sprintf("+1 202 555 01%02d", r.below(100)),
		town:     pick(&r, towns),
		channel:  channels[r.weighted(channelWeights)],
		language: languages[r.weighted(languageWeights)].code,
		style:    r.weighted([]int{50, 25, 12, 13}),
	}
}
