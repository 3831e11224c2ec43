package csvrow

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
)

// exports are blocks of records of about 220 bytes.
var exports = map[string][]byte{
	"plain": []byte(strings.Repeat("conv_000123,m_17,user,Hello I ordered a blue jacket in size M last week and the parcel has still not arrived here "+
		"could you please look up where it is now? Many thanks to you.,2025-01-01T00:00:00.000Z,u_1,web\n", 1000)),
	"quoted": []byte(strings.Repeat("conv_000123,m_17,user,\"Hello, I ordered a blue jacket in size M last week and the parcel has still not arrived here, "+
		"could you please look up where it is now? Many thanks to you.\",2025-01-01T00:00:00.000Z,u_1,web\n", 1000)),
	"doubled": []byte(strings.Repeat("conv_000123,m_17,user,\"Hello, I ordered a \"\"blue jacket\"\" in size M last week and the parcel has still not arrived, "+
		"could you please look up where it is now? Many thanks to you.\",2025-01-01T00:00:00.000Z,u_1,web\n", 1000)),
}

func BenchmarkNext(b *testing.B) {
	for name, block := range exports {
		b.Run(name, func(b *testing.B) {
			r := Reader{Sep: ','}
			b.SetBytes(int64(len(block)))
			b.ReportAllocs()
			for b.Loop() {
				r.Reset(block)
				for err := error(nil); err != io.EOF; {
					_, err = r.Next(true)
				}
			}
		})
	}
}

func BenchmarkStdlib(b *testing.B) {
	for name, block := range exports {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(block)))
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(block))
				r.ReuseRecord = true
				for err := error(nil); err != io.EOF; {
					_, err = r.Read()
				}
			}
		})
	}
}

func BenchmarkCut(b *testing.B) {
	for name, block := range exports {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(block)))
			for b.Loop() {
				if Cut(block, ',') != len(block) {
					b.Fatal("not the whole block")
				}
			}
		})
	}
}
