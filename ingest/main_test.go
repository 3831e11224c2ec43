package ingest

import (
	"testing"

	"chatcops/internal/steady"
)

// TestMain has property tests draw few cases, for each writes a database (rapid
// takes a fifth of them with -short, so five at the least).
func TestMain(m *testing.M) { steady.Run(m, "checks=5", "shrinktime=2s") }
