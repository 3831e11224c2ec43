package ingest

import (
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// activityRole tells who speaks. Some transcripts write numbers, some nothing.
func activityRole(v jsondoc.Value) chat.Role {
	from, recipient := v.Get("from"), v.Get("recipient").Get("role").Scalar()
	switch role := strings.ToLower(from.Get("role").Scalar()); {
	case role == "bot" || role == "0" || role == "skill":
		return chat.RoleAssistant
	case role == "user" || role == "1":
		return chat.RoleUser
	case role == "agent" || role == "2":
		return chat.RoleHumanAgent
	case recipient == "bot" || recipient == "0":
		return chat.RoleUser
	case recipient == "user" || recipient == "1":
		return chat.RoleAssistant
	}
	id := from.Get("id").Text()
	if strings.HasPrefix(id, "28:") || strings.Contains(strings.ToLower(id+" "+from.Get("name").Text()), "bot") || v.Get("replyToId").Text() != "" {
		return chat.RoleAssistant
	}
	return chat.RoleUser
}

// attachmentText is the text of a card, else its kind in brackets.
func attachmentText(v jsondoc.Value) string {
	content := v.Get("content")
	text := joinLines(content.Get("title").Text(), content.Get("text").Text())
	for it := content.Get("body").Iter(); it.Next(); {
		text = joinLines(text, it.Value().Get("text").Text())
	}
	for _, key := range []string{"buttons", "actions"} {
		for it := content.Get(key).Iter(); it.Next(); {
			if title := it.Value().Get("title").Text(); title != "" {
				text = joinLines(text, "- "+title)
			}
		}
	}
	if text != "" {
		return text
	}
	kind := firstOf(v, "name", "contentType").Text()
	fill(&kind, "attachment")
	return "[" + kind + "]"
}
