package merge

import (
	"testing"

	"chatcops/internal/steady"
)

func TestMain(m *testing.M) { steady.Run(m) }
