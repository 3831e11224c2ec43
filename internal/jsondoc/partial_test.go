package jsondoc

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"testing"
	"testing/iotest"
)

func TestClose(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":1,"b":"x`:           `{"a":1}`,
		`{"a":1,"b":`:             `{"a":1}`,
		`{"a":1,"b`:               `{"a":1}`,
		`{"a":{"b":[1,2,{"c":"d"`: `{"a":{"b":[1,2,{"c":"d"}]}}`,
		`{"a":{"b":[1,2`:          `{"a":{"b":[1]}}`,
		`{"a":[]`:                 `{"a":[]}`,
		`{"a":"}]\"","b":tru`:     `{"a":"}]\""}`,
		`{"a":1} tail`:            `{"a":1}`,
		`[{"a":1},{"a"`:           `[{"a":1},{}]`,
		`{`:                       `{}`,
		``:                        ``,
		`"text`:                   ``,
		`]`:                       ``,
	} {
		if got := string(Close([]byte(in))); got != want {
			t.Errorf("Close(%s) = %s, want %s", in, got, want)
		}
	}
}

// Every beginning of a document closes to JSON.
func FuzzClose(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"c\\"}],"d":null,"e":{"f":[]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			_ = Close(data)
			return
		}
		for i := range data {
			if closed := Close(data[:i]); closed != nil && !json.Valid(closed) {
				t.Fatalf("%s closes to %s", data[:i], closed)
			}
		}
	})
}

func TestUnwrapper(t *testing.T) {
	var in, want string
	for _, piece := range []struct {
		text  string
		shown bool
	}{
		{"{\"object\":\"list\",\n \"data\":", false}, {"[{\"data\":[1]},\n{\"x\":\"]}\"}]", true}, {", \"more\":[2],\"n\":{\"data\":[3]}}\n{\"data\":", false},
		{"[4]", true}, {"}", false},
	} {
		in += piece.text
		if !piece.shown {
			piece.text = regexp.MustCompile(`[^\n]`).ReplaceAllString(piece.text, " ")
		}
		want += piece.text
	}
	for _, r := range []io.Reader{bytes.NewReader([]byte(in)), iotest.OneByteReader(bytes.NewReader([]byte(in)))} {
		got, err := io.ReadAll(NewUnwrapper(r, []string{"data"}))
		if err != nil || string(got) != want {
			t.Errorf("%v\n%s\nwant\n%s", err, got, want)
		}
	}
}

func BenchmarkUnwrapper(b *testing.B) {
	data := append(append([]byte(`{"object":"list","data":[`), bytes.Repeat([]byte(`{"id":"m1","role":"user","text":"Where is my order?"},`), 20_000)...), "{}]}"...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := io.Copy(io.Discard, NewUnwrapper(bytes.NewReader(data), []string{"data"})); err != nil {
			b.Fatal(err)
		}
	}
}
