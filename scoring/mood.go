package scoring

import "chatcops/internal/chat"

// endWeights weigh the messages with which a user leaves, the very last first;
// turned round they weigh those with which he came.
var endWeights = [...]int64{3, 2, 1}

// moodOf sums up the sentiments of a user's messages, of all whose words can be
// judged, neutral ones too, in their order. Values are ten-thousandths, rounded
// half away from zero.
func moodOf(compounds []int32) chat.Sentiment {
	n := len(compounds)
	if n == 0 {
		return chat.Sentiment{}
	}
	var sum int64
	for _, c := range compounds {
		sum += int64(c)
	}
	var first, last, weight int64
	for i, w := range endWeights[:min(n, len(endWeights))] {
		first += w * int64(compounds[i])
		last += w * int64(compounds[n-1-i])
		weight += w
	}
	return chat.Sentiment{
		Known: true,
		Mean:  int32(rounded(sum, int64(n))),
		Final: int32(rounded(last, weight)),
		Trend: int32(rounded(last-first, weight)),
	}
}

// rounded divides by a positive number, half away from zero.
func rounded(a, b int64) int64 {
	if a < 0 {
		return -((-2*a + b) / (2 * b))
	}
	return (2*a + b) / (2 * b)
}
