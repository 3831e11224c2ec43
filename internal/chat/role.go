package chat

import "strings"

// Role says who speaks in a message.
type Role uint8

// The roles of the field, in the order in which messages of one instant are told.
const (
	RoleSystem Role = iota
	RoleUser
	RoleAssistant
	RoleTool
	RoleHumanAgent
)

var roleNames = [...]string{"system", "user", "assistant", "tool", "human_agent"}

// roleAliases are the words that exports in the wild use, in lower case.
var roleAliases = map[string]Role{
	"system": RoleSystem, "developer": RoleSystem,
	"user": RoleUser, "human": RoleUser, "customer": RoleUser, "client": RoleUser, "visitor": RoleUser,
	"end_user": RoleUser, "enduser": RoleUser, "end-user": RoleUser, "contact": RoleUser, "lead": RoleUser,
	"assistant": RoleAssistant, "bot": RoleAssistant, "ai": RoleAssistant, "model": RoleAssistant,
	"gpt": RoleAssistant, "chatbot": RoleAssistant, "agent": RoleAssistant, "automated_agent": RoleAssistant,
	"virtual_agent": RoleAssistant, "virtual_assistant": RoleAssistant,
	"tool": RoleTool, "function": RoleTool, "observation": RoleTool,
	"human_agent": RoleHumanAgent, "human-agent": RoleHumanAgent, "operator": RoleHumanAgent,
	"live_agent": RoleHumanAgent, "admin": RoleHumanAgent, "representative": RoleHumanAgent,
}

// String returns the role's word in chatcops' own output.
func (r Role) String() string { return roleNames[r] }

// ParseRole reads a role's word as exports spell it. ok is false for an unknown word.
func ParseRole(s string) (r Role, ok bool) {
	switch s {
	case "user":
		return RoleUser, true
	case "assistant":
		return RoleAssistant, true
	}
	r, ok = roleAliases[strings.ToLower(strings.TrimSpace(s))]
	return r, ok
}
