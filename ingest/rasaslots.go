package ingest

import (
	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

type slot struct {
	name  string
	value jsondoc.Value
}

// finish keeps what the slots hold in the end; one that is a rating is feedback.
func (s *rasaSession) finish(slots jsondoc.Value) {
	var all []slot
	at := map[string]int{}
	keep := func(one slot) {
		if i, known := at[one.name]; known {
			all[i] = one
		} else if one.name != "" {
			at[one.name] = len(all)
			all = append(all, one)
		}
	}
	for it := slots.Iter(); it.Next(); {
		keep(slot{it.Key(), it.Value()})
	}
	for _, one := range s.slots {
		keep(one)
	}
	var p rest
	for _, slot := range all {
		if rating, thumb, err := parseRating(slot.value.Scalar()); err == nil && ratingSlots[plainName(slot.name)] {
			s.rec.Feedback = append(s.rec.Feedback, chat.Feedback{ID: s.rec.Conversation + ":" + slot.name, Rating: rating, Thumb: thumb, Time: chat.NoTime, UserID: s.rec.UserID})
			continue
		}
		p.keep(slot.name, slot.value)
	}
	s.rec.Properties = p.object()
}

var ratingSlots = map[string]bool{"rating": true, "csat": true, "feedback": true, "feedbackvalue": true, "satisfaction": true, "stars": true}
