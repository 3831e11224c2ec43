package demo

import "crypto/sha256"

// Experiment is the name of the test that every conversation is part of.
const Experiment = "prompt_tone_v2"

// Variants are the arms of Experiment, in the order of assignment.
var Variants = []string{"control", "friendly"}

// variantOf assigns a session: SHA-256 of "test:session" as a big-endian
// integer, modulo the number of variants.
func variantOf(session string) string {
	rest := 0
	for _, b := range sha256.Sum256([]byte(Experiment + ":" + session)) {
		rest = (rest<<8 + int(b)) % len(Variants)
	}
	return Variants[rest]
}
