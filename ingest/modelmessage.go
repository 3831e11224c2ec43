package ingest

import (
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// isModelMessage reports whether a value is a message as the libraries write them.
func isModelMessage(v jsondoc.Value) bool {
	if v.Kind() != jsondoc.Object {
		return false
	}
	if v.Get("kwargs").Get("content").Exists() && v.Get("lc").Exists() {
		return true
	}
	if _, ok := modelRole(v); !ok {
		return false
	}
	for _, key := range []string{"content", "parts", "tool_calls", "function_call", "data", "text"} {
		if v.Get(key).Exists() {
			return true
		}
	}
	return false
}

// modelRole reads who speaks: a role, or the class of a message of LangChain.
func modelRole(v jsondoc.Value) (chat.Role, bool) {
	if role, ok := chat.ParseRole(v.Get("role").Text()); ok {
		return role, true
	}
	for _, word := range []string{v.Get("type").Text(), lastText(v.Get("id"))} {
		switch word {
		case "human", "HumanMessage", "HumanMessageChunk":
			return chat.RoleUser, true
		case "ai", "AIMessage", "AIMessageChunk", "assistant":
			return chat.RoleAssistant, true
		case "system", "SystemMessage", "SystemMessageChunk":
			return chat.RoleSystem, true
		case "tool", "function", "ToolMessage", "FunctionMessage", "ToolMessageChunk":
			return chat.RoleTool, true
		}
	}
	return 0, false
}

func lastText(list jsondoc.Value) string {
	s := ""
	if list.Kind() == jsondoc.Array {
		for it := list.Iter(); it.Next(); {
			s = it.Value().Text()
		}
	}
	return s
}

// modelMessage adds a message, and the results of tools that it may hold among its parts.
func modelMessage(list []chat.Message, v jsondoc.Value, role chat.Role) []chat.Message {
	if who, ok := modelRole(v); ok {
		role = who
	}
	if inner := firstOf(v, "kwargs", "data"); inner.Kind() == jsondoc.Object { // of LangChain
		if who, ok := modelRole(inner); ok {
			role = who
		}
		v = inner
	}
	m := newMessage("", role, "")
	m.Name, m.ToolCallID = v.Get("name").Text(), v.Get("tool_call_id").Text()
	var c calls
	for _, from := range []jsondoc.Value{v, v.Get("additional_kwargs")} {
		for it := from.Get("tool_calls").Iter(); it.Next() && (from == v || m.ToolCalls == ""); {
			addCall(&c, it.Value())
		}
		if call := from.Get("function_call"); call.Kind() == jsondoc.Object && len(c) == 0 {
			addCall(&c, call)
		}
		m.ToolCalls = c.text()
	}
	content := firstOf(v, "parts", "content", "text", "refusal")
	if inner := content.Get("parts"); inner.Exists() { // of Gemini
		content = inner
	}
	return modelParts(list, m, content)
}

// addCall adds a call in the form of OpenAI or of LangChain.
func addCall(c *calls, v jsondoc.Value) {
	f := v
	if inner := v.Get("function"); inner.Kind() == jsondoc.Object {
		f = inner
	}
	c.add(v.Get("id").Scalar(), f.Get("name").Scalar(), firstOf(f, "arguments", "args", "input"))
}

// isPart reports whether a value is a part of a content.
func isPart(v jsondoc.Value) bool {
	if v.Kind() != jsondoc.Object {
		return false
	}
	switch v.Get("type").Text() {
	case "text", "input_text", "output_text", "tool_call", "tool_use", "tool_result", "tool_call_response", "reasoning", "thinking", "image_url", "image", "blob", "uri", "file":
		return true
	}
	return v.Get("text").Kind() == jsondoc.String && !v.Get("role").Exists() && !v.Get("message").Exists() || v.Get("functionCall").Exists() || v.Get("functionResponse").Exists()
}

// modelParts completes a message by its content and adds it, unless it says nothing.
func modelParts(list []chat.Message, m chat.Message, content jsondoc.Value) []chat.Message {
	var c calls
	var kept rest
	if content.Kind() != jsondoc.Array {
		if text, there, err := contentText(content); err == nil && there && content.Exists() {
			m.Content = joinLines(m.Content, text)
		}
	}
	for it := content.Iter(); content.Kind() == jsondoc.Array && it.Next(); {
		v := it.Value()
		kind := v.Get("type").Text()
		call, result := v, v
		switch {
		case v.Get("functionCall").Exists():
			kind, call = "tool_call", v.Get("functionCall")
		case v.Get("functionResponse").Exists():
			kind, result = "tool_result", v.Get("functionResponse")
		}
		switch kind {
		case "tool_call", "tool_use", "server_tool_call", "function_call":
			addCall(&c, call)
		case "tool_result", "tool_call_response", "server_tool_call_response":
			list = append(list, toolResult(result))
		case "reasoning", "thinking", "redacted_thinking":
			kept.keep("thinking", firstOf(v, "content", "thinking", "text", "summary"))
		default:
			m.Content = joinLines(m.Content, partText(v))
		}
	}
	if m.ToolCalls == "" {
		m.ToolCalls = c.text()
	}
	m.Properties = kept.object()
	if m.Content == "" && m.ToolCalls == "" {
		return list
	}
	return append(list, m)
}

// toolResult reads what a tool gave back, where it stands among the parts of a message.
func toolResult(v jsondoc.Value) chat.Message {
	m := newMessage("", chat.RoleTool, "")
	m.Name, m.ToolCallID = v.Get("name").Text(), firstOf(v, "tool_use_id", "id", "tool_call_id", "call_id").Scalar()
	m.Content, _, _ = contentText(firstOf(v, "response", "content", "result", "output"))
	return m
}

// resultText is what a tool gave back: text, or JSON where it is no text.
func resultText(v jsondoc.Value) string {
	for _, key := range []string{"output", "result", "content"} {
		if inner := v.Get(key); inner.Exists() && v.Len() == 1 {
			v = inner
		}
	}
	if text := v.Get("content").Text(); text != "" { // a message of a tool
		return text
	}
	if s, ok := v.Str(); ok {
		return s
	}
	return strings.TrimSpace(string(jsondoc.Compact(nil, v.Raw())))
}
