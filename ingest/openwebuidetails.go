package ingest

import (
	"html"
	"strings"

	"chatcops/internal/jsondoc"
)

// openWebUITokens reads the usage of a message as OpenAI or Ollama tell it.
func openWebUITokens(usage jsondoc.Value) (input, output int64) {
	if input, output = tokens(usage); input+output > 0 {
		return input, output
	}
	count := func(key string) int64 {
		n, ok := usage.Get(key).Int()
		if !ok || n < 0 || n >= 1<<40 {
			return 0
		}
		return n
	}
	return count("prompt_eval_count"), count("eval_count")
}

// openWebUIText takes the details apart that the program writes into content.
func (t *turn) openWebUIText(d *decoder, content string) {
	const begin, end = `<details type="`, "</details>"
	for {
		i := strings.Index(content, begin)
		if i < 0 {
			break
		}
		j := strings.Index(content[i:], end)
		if j < 0 {
			break
		}
		block := content[i : i+j]
		t.say(strings.TrimSpace(content[:i]))
		content = content[i+j+len(end):]
		head, body, _ := strings.Cut(block, ">")
		switch {
		case strings.HasPrefix(head, begin+"tool_calls"):
			t.openWebUICall(d, head)
		case strings.HasPrefix(head, begin+"reasoning"):
			if _, text, cut := strings.Cut(body, "</summary>"); cut {
				body = text
			}
			t.think(strings.TrimSpace(html.UnescapeString(body)))
		default:
			t.say(strings.TrimSpace(body))
		}
	}
	t.say(strings.TrimSpace(content))
}

// openWebUICall reads the call of a tool from the attributes of its details.
func (t *turn) openWebUICall(d *decoder, head string) {
	attribute := func(name string) string {
		_, s, found := strings.Cut(head, " "+name+`="`)
		if !found {
			return ""
		}
		s, _, _ = strings.Cut(s, `"`)
		return html.UnescapeString(s)
	}
	id, name := attribute("id"), attribute("name")
	arguments, err := d.inner.Parse([]byte(attribute("arguments")))
	if err != nil {
		arguments = jsondoc.Value{}
	}
	t.calls.add(id, name, arguments)
	if result := attribute("result"); result != "" {
		t.result(answer{call: id, name: name, text: result})
	}
}
