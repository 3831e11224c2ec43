package ingest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"chatcops/internal/chat"
)

func init() {
	if flag.Lookup("update") == nil { // another file of the tests may have it
		flag.Bool("update", false, "write docs/formats.md")
	}
}

func TestFormatsDocIsCurrent(t *testing.T) {
	var want bytes.Buffer
	if err := WriteDoc(&want); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "docs", "formats.md")
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want.Bytes()) {
		t.Error("docs/formats.md is stale: go test ./ingest -run FormatsDoc -update")
	}
}

// TestFormatsDocRoles holds the table of roles to what is read, and tells that
// every role has its words there.
func TestFormatsDocRoles(t *testing.T) {
	listed := map[chat.Role]bool{}
	for _, r := range docRoles {
		listed[r.role] = true
		for _, word := range r.words {
			if got, ok := chat.ParseRole(word); !ok || got != r.role {
				t.Errorf("the documented word %q is read as %v (known: %v), not as %v", word, got, ok, r.role)
			}
		}
	}
	for role := chat.RoleSystem; role <= chat.RoleHumanAgent; role++ {
		if !listed[role] {
			t.Errorf("docs/formats.md does not list the role %v", role)
		}
	}
}
