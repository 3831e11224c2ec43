package scoring

import (
	"slices"

	"chatcops/internal/chat"
)

// kinds is a set of kinds of signals: a bit for each place in the table of these,
// of which there are less than 63, the first for what the table lacks.
type kinds uint64

func kindsOf(list ...chat.SignalKind) (all kinds) {
	for _, kind := range list {
		all |= 1 << (1 + slices.IndexFunc(chat.SignalKinds, func(s chat.SignalInfo) bool { return s.Kind == kind }))
	}
	return all
}

func (k kinds) has(kind chat.SignalKind) bool { return k&kindsOf(kind) != 0 }

// What is asked of what is said in a message.
var (
	isContent      = kindsOf(chat.SignalThanks, chat.SignalConfirmation, chat.SignalPraise)
	isDispleased   = kindsOf(chat.SignalDislike, chat.SignalComplaint)
	isDone         = kindsOf(chat.SignalDone, chat.SignalGoodbye, chat.SignalDecline) // nothing more is needed
	isRepetition   = kindsOf(chat.SignalRepetition)
	isCorrection   = kindsOf(chat.SignalCorrection)
	isObjection    = kindsOf(chat.SignalObjection)
	isFallback     = kindsOf(chat.SignalFallback)
	isUnable       = kindsOf(chat.SignalFailure, chat.SignalApology, chat.SignalRefusal)
	isOffer        = kindsOf(chat.SignalOffer)
	isClosing      = kindsOf(chat.SignalClosing)
	isPromise      = kindsOf(chat.SignalPromise)
	isNotice       = kindsOf(chat.SignalSuccess, chat.SignalFailure) // of what has come of it
	isGoodbye      = kindsOf(chat.SignalGoodbye)
	isLeave        = kindsOf(chat.SignalThanks, chat.SignalConfirmation, chat.SignalGoodbye)
	isAcknowledged = kindsOf(chat.SignalAcknowledgement)
	isHandoff      = kindsOf(chat.SignalHandoff)
)
