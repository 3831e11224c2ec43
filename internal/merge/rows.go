package merge

import (
	"cmp"
	"slices"
	"strconv"

	"chatcops/internal/chat"
)

// row is a loose message with what places it.
type row struct {
	chat.Message
	at      chat.Time // own time, or that of the timed row before it in its import
	arrival int       // order of reading; 0 for timed rows, which need none
}

// identity is what makes two loose rows the same message.
type identity struct {
	id string // alone, if there is one
	spoken
	time     chat.Time
	position int32
	event    string // a plain message and an event that tells of it are two
}

// keyed returns the rows that carry an id, a time or a position, each once.
// Rows without an id that are equal within one import are different messages
// (two "ok" in one second); across imports they are the same ones.
func keyed(pieces []Piece) []row {
	var rows []row
	at := map[identity][]int{} // rows already there
	used := map[identity]int{} // how many of them this import has claimed
	last, arrival := chat.NoTime, 0
	for i, p := range pieces {
		if i > 0 && p.Import != pieces[i-1].Import {
			clear(used)
			last = chat.NoTime
		}
		for _, m := range p.Messages {
			arrival++
			if m.Time.Known() {
				last = m.Time
			}
			if !isKeyed(&m) {
				continue
			}
			r := row{Message: m, at: last}
			if !m.Time.Known() {
				r.arrival = arrival
				if m.Position == 0 { // it says itself that it comes before all others
					r.at, r.arrival = chat.NoTime, 0
				}
			}
			k := identify(&m)
			if m.ID != "" {
				if old := at[k]; len(old) > 0 {
					there := &rows[old[0]]
					if newer(&m, &there.Message) {
						r.arrival = min(r.arrival, there.arrival)
						there.Message, r.Message = r.Message, there.Message
						there.at, there.arrival = r.at, r.arrival
					} else {
						r.Message = m
					}
					supplement(&there.Message, &r.Message)
					continue
				}
			} else if n := used[k]; n < len(at[k]) {
				if old := &rows[at[k][n]].Message; newer(&m, old) {
					*old = m
				}
				used[k]++
				continue
			}
			used[k]++
			at[k] = append(at[k], len(rows))
			rows = append(rows, r)
		}
	}
	return rows
}

func isKeyed(m *chat.Message) bool { return m.ID != "" || m.Time.Known() || m.Position >= 0 }

func identify(m *chat.Message) identity {
	if m.ID != "" {
		return identity{id: m.ID}
	}
	return identity{spoken: spoken{m.Role, m.Content, m.ToolCalls}, time: m.Time, position: m.Position, event: m.EventType}
}

// supplement adds to the version of a message that stands what only another one
// tells: who observes a model knows its tokens, who observes the conversation its words.
func supplement(m, other *chat.Message) {
	if m.Model == "" {
		m.Model = other.Model
	}
	if m.Name == "" {
		m.Name = other.Name
	}
	if m.InputTokens == 0 && m.OutputTokens == 0 {
		m.InputTokens, m.OutputTokens = other.InputTokens, other.OutputTokens
	}
	if m.Properties == "" {
		m.Properties = other.Properties
	} else if m.Content == other.Content { // else the properties were those of other words
		m.Properties = Properties(other.Properties, m.Properties, false)
	}
}

// newer decides which of two versions of one message stands, whatever came first.
func newer(a, b *chat.Message) bool {
	c := cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(len(a.Content), len(b.Content)), cmp.Compare(a.Content, b.Content),
		cmp.Compare(a.ToolCalls, b.ToolCalls), cmp.Compare(a.Properties, b.Properties), cmp.Compare(a.Role, b.Role), compareDetails(a, b))
	return c > 0
}

// compareDetails orders messages by what neither places nor identifies them, so
// that even there the order of reading decides nothing.
func compareDetails(a, b *chat.Message) int {
	return cmp.Or(cmp.Compare(a.Model, b.Model), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ToolCallID, b.ToolCallID), cmp.Compare(a.EventType, b.EventType),
		cmp.Compare(a.Position, b.Position), cmp.Compare(a.InputTokens, b.InputTokens), cmp.Compare(a.OutputTokens, b.OutputTokens),
		cmp.Compare(a.CachedTokens, b.CachedTokens), cmp.Compare(a.Cost.Nanos, b.Cost.Nanos))
}

// sequences returns the rows that carry neither id, time nor position. All that
// is known is their order, so the runs of several imports are joined end to end,
// less what one run repeats of another.
func sequences(pieces []Piece) []row {
	var joined, run []chat.Message
	var rows, read []row // of joined and of run
	arrival := 0
	flush := func() {
		added := beyond(joined, run)
		joined = append(joined, added...)
		rows = append(rows, read[len(read)-len(added):]...)
		run, read = nil, nil
	}
	for i, p := range pieces {
		if i > 0 && p.Import != pieces[i-1].Import {
			flush()
		}
		for _, m := range p.Messages {
			if arrival++; !isKeyed(&m) {
				run = append(run, m)
				read = append(read, row{Message: m, at: chat.NoTime, arrival: arrival})
			}
		}
	}
	flush()
	return rows
}

// leastRepeat is how many messages in a row must recur before a run counts as a
// repetition of another one: a second "yes" or "ok" is rather said twice.
const leastRepeat = 3

// beyond returns what run adds to the end of joined: nothing when joined holds
// it, else all but the longest beginning that joined ends with.
func beyond(joined, run []chat.Message) []chat.Message {
	k := overlap(joined, run)
	if k == len(joined) {
		return run[k:] // the run repeats all that was known
	}
	if len(run) >= leastRepeat && place(joined, run) >= 0 {
		return nil
	}
	if k < leastRepeat {
		return run
	}
	return run[k:]
}

func sortRows(rows []row) {
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(plainFirst(&a.Message, &b.Message), cmp.Compare(a.at, b.at), cmp.Compare(a.Position, b.Position), cmp.Compare(a.arrival, b.arrival))
	})
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && tied(&rows[i], &rows[j]) {
			j++
		}
		if j-i > 1 {
			sortTied(rows[i:j])
		}
		i = j
	}
}

func tied(a, b *row) bool {
	return plainFirst(&a.Message, &b.Message) == 0 && a.at == b.at && a.Position == b.Position && a.arrival == b.arrival
}

// sortTied orders messages of one instant without looking at the order in which
// they were read: by ids that count up, else as a dialogue goes.
func sortTied(rows []row) {
	if counted(rows) {
		slices.SortFunc(rows, func(a, b row) int {
			_, x, _ := counter(a.ID)
			_, y, _ := counter(b.ID)
			return cmp.Compare(x, y)
		})
		return
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(turn(&a.Message), turn(&b.Message)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Content, b.Content), cmp.Compare(a.ToolCalls, b.ToolCalls),
			cmp.Compare(a.Properties, b.Properties), compareDetails(&a.Message, &b.Message))
	})
}

// turn ranks who speaks first within one instant: the question, the tool that
// is called for it, the tool's result, the answer.
func turn(m *chat.Message) int {
	switch m.Role {
	case chat.RoleSystem:
		return 0
	case chat.RoleUser:
		return 1
	case chat.RoleTool:
		return 3
	case chat.RoleAssistant:
		if m.ToolCalls != "" {
			return 2
		}
		return 4
	}
	return 5
}

// counted reports whether all rows have ids of one prefix and rising numbers.
func counted(rows []row) bool {
	first, _, ok := counter(rows[0].ID)
	for i := range rows {
		prefix, _, is := counter(rows[i].ID)
		ok = ok && is && prefix == first
	}
	return ok
}

// counter splits an id such as "m-12" into "m-" and 12.
func counter(id string) (prefix string, n uint64, ok bool) {
	i := len(id)
	for i > 0 && id[i-1] >= '0' && id[i-1] <= '9' {
		i--
	}
	n, err := strconv.ParseUint(id[i:], 10, 64)
	return id[:i], n, err == nil
}
