package store

import (
	"path/filepath"
	"reflect"
	"testing"

	"chatcops/internal/chat"
)

func TestExposedTests(t *testing.T) {
	s, err := Create(filepath.Join(t.TempDir(), "a.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if list, err := s.ExposedTests(); err != nil || len(list) != 0 {
		t.Errorf("of nothing: %v %v", list, err)
	}
	for _, sql := range []string{"('x','b','s1','v',20)", "('x','b','s2','v',10)", "('x','a','s1','v',NULL)"} {
		if err := s.each("INSERT INTO exposures(source, test, session_id, variant, timestamp) VALUES "+sql, nil); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.ExposedTests()
	if want := []ExposedTest{{"a", 1, chat.NoTime, chat.NoTime}, {"b", 2, 10, 20}}; err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("%v %+v, want %+v", err, list, want)
	}
}
