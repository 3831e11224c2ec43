package ingest

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chatcops/internal/chat"
)

// WriteDoc writes docs/formats.md: what can be imported, from the tables that
// the decoders use, and the rules of detection, identity and time in words.
func WriteDoc(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprint(b, docHead)
	writeDocFormats(b)
	fmt.Fprint(b, docDetection)
	writeDocFields(b)
	writeDocScores(b)
	fmt.Fprint(b, docKeeping)
	writeDocRoles(b)
	writeDocEvents(b)
	fmt.Fprint(b, docTimes)
	fmt.Fprint(b, docIdentity)
	fmt.Fprint(b, docFollow)
	fmt.Fprint(b, docRejects)
	return b.Flush()
}

func writeDocFormats(b *bufio.Writer) {
	for i := range Formats {
		f := &Formats[i]
		language := "json"
		if f.csv || f.scores {
			language = "csv"
		}
		fmt.Fprintf(b, "### %s\n\n%s. %s\n\nRecognised by %s. A record:\n\n```%s\n%s\n```\n\n", f.Name, f.Title, f.Doc, f.Recognised, language, f.Sample)
		if len(f.Mapping) == 0 {
			continue
		}
		fmt.Fprint(b, "| of the record | becomes |\n|---|---|\n")
		for _, m := range f.Mapping {
			fmt.Fprintf(b, "| %s | %s |\n", m.From, m.To)
		}
		fmt.Fprintf(b, "\nShape: %s.\n\n", f.Reference)
	}
}

func writeDocFields(b *bufio.Writer) {
	fmt.Fprint(b, "## Fields\n\nCase, spaces, points, - and _ in names do not count: `conversationId`, `Conversation ID` and `conversation_id` are the same.\n"+
		"`--map field=column,...` reads a field from a column or key of any other name, and then from that alone.\n"+
		"If a header has no column of exactly that name, the one that differs in case only is taken.\n\n| field | also called | what it is |\n|---|---|---|\n")
	for _, f := range Fields {
		also := codes(f.Aliases)
		if len(f.Frame) > 0 {
			also += "; of a conversation record " + codes(f.Frame)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, also, f.Doc)
	}
}

func writeDocScores(b *bufio.Writer) {
	fmt.Fprint(b, docScores)
	for _, f := range ScoreFields {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, codes(f.Aliases), f.Doc)
	}
}

// docRoles tells the words of a role; the staleness test checks each by chat.ParseRole.
var docRoles = []struct {
	role  chat.Role
	words []string
}{
	{chat.RoleUser, []string{"user", "human", "customer", "client", "visitor", "end_user", "end-user", "enduser", "contact", "lead"}},
	{chat.RoleAssistant, []string{"assistant", "bot", "ai", "model", "gpt", "chatbot", "agent", "automated_agent", "virtual_agent", "virtual_assistant"}},
	{chat.RoleHumanAgent, []string{"human_agent", "human-agent", "operator", "live_agent", "admin", "representative"}},
	{chat.RoleSystem, []string{"system", "developer"}},
	{chat.RoleTool, []string{"tool", "function", "observation"}},
}

func writeDocRoles(b *bufio.Writer) {
	fmt.Fprint(b, "\n## Roles\n\nThe case does not matter. A word that is not listed makes the message a reject.\n\n| role | words |\n|---|---|\n")
	for _, r := range docRoles {
		fmt.Fprintf(b, "| `%s` | %s |\n", r.role, codes(r.words))
	}
	fmt.Fprint(b, docAgent)
}

func writeDocEvents(b *bufio.Writer) {
	fmt.Fprint(b, docEventsHead)
	for _, e := range chat.EventTypes {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", e.Name, codes(e.Aliases), e.Doc)
	}
	fmt.Fprint(b, docEvents)
}

func codes(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "`" + strings.Join(words, "`, `") + "`"
}
