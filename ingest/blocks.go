package ingest

import (
	"chatcops/internal/jsondoc"
)

// blocks adds the content blocks of one message of Anthropic's interface or of a
// Claude export: text, reasoning, calls of tools and their results.
func (t *turn) blocks(v jsondoc.Value) error {
	if text, ok := v.Str(); ok {
		t.say(text)
		return nil
	}
	for it := v.Iter(); it.Next(); {
		if err := t.block(it.Value()); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) block(b jsondoc.Value) error {
	switch kind := b.Get("type").Text(); kind {
	case "text", "":
		t.say(partText(b))
	case "thinking":
		t.think(b.Get("thinking").Text())
	case "redacted_thinking", "token_budget", "flag":
	case "tool_use", "server_tool_use", "mcp_tool_use":
		t.calls.add(b.Get("id").Scalar(), b.Get("name").Scalar(), b.Get("input"))
	case "tool_result", "mcp_tool_result", "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result",
		"bash_code_execution_tool_result", "text_editor_code_execution_tool_result":
		text, _, err := contentText(b.Get("content"))
		if err != nil {
			return err
		}
		failed, _ := b.Get("is_error").Bool()
		t.result(answer{b.Get("tool_use_id").Scalar(), b.Get("name").Scalar(), text, failed})
	default: // an image, a document, a voice note
		t.say(partText(b))
	}
	return nil
}

// anthropicTokens reads a usage of Anthropic, whose input leaves out what was
// written to the cache and read from it.
func anthropicTokens(usage jsondoc.Value) (input, output int64) {
	count := func(key string) int64 {
		n, ok := usage.Get(key).Int()
		if !ok || n < 0 || n >= 1<<40 {
			return 0
		}
		return n
	}
	return count("input_tokens") + count("cache_creation_input_tokens") + count("cache_read_input_tokens"), count("output_tokens")
}
