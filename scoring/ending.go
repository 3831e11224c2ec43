package scoring

import (
	"slices"
	"strings"

	"chatcops/internal/chat"
)

// ending is how a conversation ended: what the agent said last and how the user
// took it.
type ending struct {
	*telling
	answer int // the last reply that says something, parting words aside; -1 if there is none
	last   int // the last message of user or agent that has words; -1 if there is none
	spoke  chat.Role
	notice *chat.Signal // the agent's last notice of success or failure
}

func (t *telling) ending() *ending {
	e := &t.s.ending
	*e = ending{telling: t, answer: -1, last: -1}
	for i := len(t.messages) - 1; i >= 0 && e.last < 0; i-- {
		if m := &t.messages[i]; m.Content != "" && (m.Role == chat.RoleUser || m.Role == chat.RoleAssistant) {
			e.last, e.spoke = i, m.Role
		}
	}
	asked := t.first(chat.RoleUser)
	for i := len(t.messages) - 1; i > asked && asked >= 0; i-- {
		if m := &t.messages[i]; m.Role == chat.RoleAssistant && m.Content != "" {
			e.answer = i
			if !t.parting(i) {
				break // else it is the answer only if there is no other
			}
		}
	}
	for i := range t.signals {
		if s := &t.signals[i]; s.Kind == chat.SignalSuccess || s.Kind == chat.SignalFailure {
			e.notice = s
		}
	}
	return e
}

// partingWords is how many words a reply that asks whether there is anything
// else may have if it says nothing more than that.
const partingWords = 14

// parting reports whether a reply only takes leave: the user has asked nothing,
// and it asks whether there is anything else, or answers thanks or a goodbye.
func (t *telling) parting(reply int) bool {
	if t.has(isNotice|isFallback|isHandoff, reply) {
		return false
	}
	closing := t.has(isClosing, reply) && strings.Count(t.messages[reply].Content, " ") < partingWords
	for i := reply - 1; i >= 0; i-- {
		switch m := &t.messages[i]; {
		case m.Role == chat.RoleUser:
			return !strings.Contains(m.Content, "?") && (closing || t.has(isLeave, i))
		case m.Role == chat.RoleAssistant && m.Content != "":
			return closing
		}
	}
	return false
}

// failed reports whether the last that the user learned was that it cannot be done.
func (e *ending) failed() bool {
	return e.notice != nil && e.notice.Kind == chat.SignalFailure && e.notice.Message >= e.answer
}

// confirmed looks for the user's thanks or confirmation after the last answer,
// with no complaint beside it. Thanks for a failure are only polite.
func (e *ending) confirmed() chat.Evidence {
	if e.answer < 0 || e.failed() || e.has(isFallback, e.answer) || e.reaction(chat.SignalComplaint) != nil {
		return chat.Evidence{}
	}
	if s := e.reaction(chat.SignalConfirmation, chat.SignalThanks); s != nil {
		return evidenceOf(s)
	}
	return chat.Evidence{}
}

// reaction returns the user's last signal of these kinds after the last answer, nil if there is none.
func (e *ending) reaction(kinds ...chat.SignalKind) *chat.Signal {
	for i := len(e.signals) - 1; i >= 0 && e.signals[i].Message > e.answer; i-- {
		if s := &e.signals[i]; slices.Contains(kinds, s.Kind) {
			return s
		}
	}
	return nil
}

// left judges a conversation without explicit evidence by how it was left.
func (e *ending) left() (chat.Outcome, chat.Evidence) {
	shape := func(rule string, message int) chat.Evidence {
		return chat.Evidence{Kind: chat.ByShape, Rule: rule, Message: message}
	}
	switch {
	case e.answer < 0:
		return chat.Abandoned, shape("no_answer", e.last)
	case e.has(isFallback, e.answer):
		return chat.Abandoned, shape("after_fallback", e.answer)
	case e.failed():
		return chat.Abandoned, evidenceOf(e.notice)
	case e.reaction(chat.SignalComplaint) != nil:
		return chat.Abandoned, evidenceOf(e.reaction(chat.SignalComplaint))
	case e.spoke == chat.RoleUser && !e.content():
		return chat.Abandoned, shape("left_unanswered", e.last)
	case e.spoke == chat.RoleAssistant && e.has(isPromise, e.answer):
		return chat.Abandoned, shape("left_with_promise", e.answer)
	case e.spoke == chat.RoleAssistant && e.last == e.answer && e.questions(e.last):
		return chat.Abandoned, shape("left_question_open", e.last)
	case e.notice != nil && e.notice.Kind == chat.SignalSuccess && e.notice.Message >= e.answer:
		return chat.ResolvedAssumed, evidenceOf(e.notice)
	}
	return chat.ResolvedAssumed, shape("answered_and_left", e.answer)
}

// shortRemark is how many words of a user who asks nothing may end a conversation.
const shortRemark = 8

// content reports whether the user's last words ask for nothing more: a goodbye,
// or an "ok" or another short remark on what was no question.
func (e *ending) content() bool {
	if e.has(isGoodbye, e.last) {
		return true
	}
	said := e.messages[e.last].Content
	remark := !strings.ContainsAny(said, "?？؟") && isShort(said)
	return (remark || e.has(isAcknowledged, e.last)) && !e.questions(e.answer) && !e.has(isPromise, e.answer)
}

// isShort reports whether a text has no more words than a short remark.
func isShort(text string) bool {
	n := 0
	for range strings.FieldsSeq(text) {
		if n++; n > shortRemark {
			return false
		}
	}
	return true
}

// questions reports whether a reply ends with a question, other than whether
// there is anything else.
func (e *ending) questions(reply int) bool {
	return asks(e.messages[reply].Content) && !e.has(isClosing, reply)
}

// note leaves only the signals that can matter to a reader: what the last reply
// is, and parting words only at the end.
func (t *telling) note() {
	kept := 0
	for i := range t.signals {
		if !t.tells(&t.signals[i]) {
			continue
		}
		if kept < i {
			t.signals[kept] = t.signals[i]
		}
		kept++
	}
	t.signals = t.signals[:kept]
	e := t.end
	if e == nil || e.answer < 0 || e.has(isPromise|isFallback|isNotice, e.answer) {
		return
	}
	kind := chat.SignalAnswer
	if answered := e.answer != e.last; e.questions(e.answer) || answered && asks(e.messages[e.answer].Content) {
		kind = chat.SignalQuestion // even whether there is anything else, if somebody spoke then
	}
	e.mark(e.answer, kind, "last_reply", "")
}

// tells reports whether a signal can matter to a reader.
func (t *telling) tells(s *chat.Signal) bool {
	switch s.Kind {
	case chat.SignalClosing, chat.SignalAcknowledgement:
		return t.end == nil || s.Message == t.end.last
	case chat.SignalPromise:
		return t.end == nil || s.Message == t.end.answer
	}
	return !onlyForQuality(s.Kind)
}

// asks reports whether a message ends with a question.
func asks(text string) bool {
	text = strings.TrimRight(text, " \t\r\n\"')]*_")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？") || strings.HasSuffix(text, "؟")
}
