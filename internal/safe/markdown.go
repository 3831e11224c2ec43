package safe

import "strings"

// markdownEscapes makes the characters inert that CommonMark and GitHub's tables,
// strikethrough and formulas give a meaning within a line.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;",
	"://", `\://`, "www.", `www\.`, // else bare addresses become links
)

// Markdown makes s harmless as one cell of a table or one line of a Markdown
// document: it is cleaned as by Terminal and trimmed, and every character that
// would make markup, HTML, a link or a new cell is escaped.
func Markdown(s string) string {
	return escapeBlock(markdownEscapes.Replace(strings.TrimSpace(Terminal(s))))
}

// escapeBlock escapes the start of a line that would make a heading, a list or a rule.
func escapeBlock(s string) string {
	marker := strings.TrimLeft(s, "0123456789")
	digits := len(s) - len(marker)
	switch {
	case marker == "":
		return s
	case digits == 0 && strings.IndexByte("#+-=", marker[0]) >= 0,
		digits > 0 && (marker[0] == '.' || marker[0] == ')'):
		return s[:digits] + `\` + marker
	}
	return s
}
