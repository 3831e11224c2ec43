package ingest

import (
	"path/filepath"
	"slices"
	"strings"

	"chatcops/internal/csvrow"
	"chatcops/internal/jsondoc"
)

// companions are the files that exports hold beside their conversations. Their
// names matter only where the content is of no format: then such a file is
// passed over with a word, for nothing is wrong with it.
var companions = []struct {
	export string
	names  []string
	match  func(v jsondoc.Value) bool // nil: by the name alone
}{
	{"a ChatGPT export", []string{"user.json", "user_settings.json", "message_feedback.json", "model_comparisons.json", "shared_conversations.json", "export_manifest.json",
		"library_files.json", "conversation_asset_file_names.json", "group_chats.json"}, nil},
	{"a Claude export", []string{"users.json", "projects.json", "memories.json"}, nil},
	{"a ConvoKit corpus", []string{"corpus.json", "index.json"}, nil},
	{"a ConvoKit corpus", []string{"conversations.json", "speakers.json", "users.json"}, isConvoKitIndex},
}

// isConvoKitIndex tells an object whose members hold what a corpus says of each conversation or speaker.
func isConvoKitIndex(v jsondoc.Value) bool {
	it := v.Iter()
	return v.Kind() == jsondoc.Object && it.Next() && (it.Value().Get("meta").Exists() || it.Value().Get("vectors").Exists())
}

// companion names the export of which a file without a known format is a part, "" if it is of none.
func companion(path string, peek []byte) (export string) {
	name := strings.ToLower(filepath.Base(path))
	var p jsondoc.Parser
	for _, c := range companions {
		if !slices.Contains(c.names, name) {
			continue
		}
		if c.match == nil {
			return c.export
		}
		closed := jsondoc.Close(csvrow.TrimBOM(peek))
		if v, err := p.Parse(closed); closed != nil && err == nil && c.match(v) {
			return c.export
		}
	}
	return ""
}
