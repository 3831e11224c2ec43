package config

import (
	"fmt"
	"strings"
)

const templateHead = `# Configuration of chatcops.
#
# Lines with # and a space explain; those with # alone set something once you delete
# the #. They show the defaults, and examples below goals, graders, tests and rules.
# Environment variables win over this file, flags over both.
# "chatcops config check" finds mistakes, "chatcops config show" prints what is in force.
`

// Template is a commented configuration file that sets nothing: defaults and
// examples stand in it as comments.
func Template() []byte {
	var b strings.Builder
	b.WriteString(templateHead)
	section := ""
	for _, s := range settings {
		indent := "  "
		switch {
		case s.section() == "":
			indent = ""
			b.WriteByte('\n')
		case s.section() != section:
			fmt.Fprintf(&b, "\n%s:\n", s.section())
		}
		section = s.section()
		doc := strings.ReplaceAll(s.doc, "\n", "\n"+indent+"# ")
		if s.parse != nil {
			fmt.Fprintf(&b, "%s# %s (%s)\n%s#%s: %s\n", indent, doc, s.kindName, indent, s.leaf(), s.def)
			continue
		}
		fmt.Fprintf(&b, "%s# %s\n%s%s:\n", indent, doc, indent, s.leaf())
		for _, e := range s.examples {
			fmt.Fprintf(&b, "%s  #%s\n", indent, e)
		}
	}
	return []byte(b.String())
}
