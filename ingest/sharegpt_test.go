package ingest

import "testing"

func FuzzShareGPT(f *testing.F) { fuzzShape(f, "sharegpt") }
