package scoring

import (
	"testing"

	"chatcops/internal/chat"
)

func TestMoodOf(t *testing.T) {
	for _, c := range []struct {
		compounds []int32
		want      chat.Sentiment
	}{
		{nil, chat.Sentiment{}},
		{[]int32{0}, chat.Sentiment{Known: true}},
		{[]int32{-4000}, chat.Sentiment{Known: true, Mean: -4000, Final: -4000}},
		{[]int32{-5000, 5000}, chat.Sentiment{Known: true, Final: 1000, Trend: 2000}},
		{[]int32{-6000, 0, 0, 0, 0, 6000}, chat.Sentiment{Known: true, Final: 3000, Trend: 6000}},
		{[]int32{10000, -10000, -10000, -10000}, chat.Sentiment{Known: true, Mean: -5000, Final: -10000, Trend: -10000}},
		{[]int32{1, 0}, chat.Sentiment{Known: true, Mean: 1, Final: 0, Trend: 0}},
		{[]int32{-1, 0}, chat.Sentiment{Known: true, Mean: -1, Final: 0, Trend: 0}},
	} {
		if got := moodOf(c.compounds); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.compounds, got, c.want)
		}
	}
}
