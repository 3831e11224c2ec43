//go:build unix

package ingest

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"chatcops/internal/demo"
	"chatcops/internal/store"
)

// BenchmarkDecode reads, cuts and decodes files without grouping or storing what
// they hold: those that CHATCOPS_BENCH_FILE names (a pattern), else demo data. It
// reports the processor time of all goroutines, the collector of garbage included.
func BenchmarkDecode(b *testing.B) {
	paths, _ := filepath.Glob(os.Getenv("CHATCOPS_BENCH_FILE"))
	if len(paths) == 0 {
		for _, format := range []string{"native-jsonl", "native-csv", "events-jsonl", "openai"} {
			paths = append(paths, demoFile(b, format))
		}
	}
	for _, path := range paths {
		b.Run(filepath.Base(path), func(b *testing.B) {
			if info, err := os.Stat(path); err == nil {
				b.SetBytes(info.Size())
			}
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				decodeFile(b, path)
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

func demoFile(b *testing.B, format string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), format)
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err = demo.Write(f, format, demo.Options{Conversations: 10_000, Seed: 1,
		Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
		b.Fatal(err)
	}
	return path
}

func decodeFile(b *testing.B, path string) {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	peek := make([]byte, peekSize)
	n, err := f.ReadAt(peek, 0)
	if n == 0 {
		b.Fatal(err)
	}
	d, err := detect(peek[:n], n < peekSize, nil, newNames(nil))
	if err != nil {
		b.Fatal(err)
	}
	var header []string
	if d.framing == Rows {
		if header, err = readHeader(peek[:n], d.sep, n < peekSize); err != nil {
			b.Fatal(err)
		}
	}
	o := Options{RecordLimit: 64 << 20, Depth: 512, Bounds: store.Bounds{Messages: 100_000, Bytes: 64 << 20, Properties: 1000}}
	p, err := newPipeline(&o, d, header, nil, f)
	if err != nil {
		b.Fatal(err)
	}
	rejected := 0
	err = p.run(context.Background(), func(batch []*decoded) error {
		for _, d := range batch {
			rejected += len(d.rejects)
		}
		return nil
	})
	if err != nil || p.failure != nil || rejected > 0 {
		b.Fatal(err, p.failure, rejected)
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano())
}
