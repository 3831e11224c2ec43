package config

import (
	"fmt"
	"io"
	"strings"
)

const docHead = `# Configuration

<!-- Generated from the table of settings: go test ./internal/config -update -->

chatcops reads ` + "`chatcops.yaml`" + ` in the working directory or, if there is none, ` + "`chatcops/chatcops.yaml`" + ` in the
user's configuration folder (on Linux ` + "`~/.config`" + `, on macOS ` + "`~/Library/Application Support`" + `, on Windows ` + "`%AppData%`" + `).
The flag ` + "`--config FILE`" + ` or the variable ` + "`CHATCOPS_CONFIG`" + ` names another file instead. Environment variables win over
the file, flags over both; an empty variable counts as not set.

- ` + "`chatcops config init`" + ` writes a commented file.
- ` + "`chatcops config show`" + ` prints what is in force and where each value came from.
- ` + "`chatcops config check`" + ` lists every mistake with its position.

Keys are written as below, in lower case. Names that you choose (goals, tests, variants, events, tools) keep their
case. YAML anchors, aliases and tags are refused.

## Settings

| key | value | default | example | variable | flag | meaning |
|---|---|---|---|---|---|---|
`

// WriteDoc writes docs/config.md.
func WriteDoc(w io.Writer) error {
	var b strings.Builder
	b.WriteString(docHead)
	for _, s := range settings {
		if s.parse != nil {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", code(s.key), s.kindName, code(s.def), code(s.example),
				code(s.env()), code(dashed(s.flag)), s.doc)
		}
	}
	b.WriteString("\nSizes take the units B, kB, MB, GB, TB (powers of 1000) and KiB, MiB, GiB, TiB (powers of 1024).\n")
	for _, s := range settings {
		if s.presence != "" {
			fmt.Fprintf(&b, "%s, when it is not empty, sets %s to true where %s is not set.\n", code(s.presence), code(s.key), code(s.env()))
		}
	}
	for _, s := range settings {
		if s.read != nil {
			writeList(&b, &s)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeList describes one list with its example and the keys of its items.
func writeList(b *strings.Builder, s *setting) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```yaml\n%s```\n", s.key, s.doc, s.exampleYAML())
	if len(s.fields) == 0 {
		return
	}
	b.WriteString("\n| key | value | meaning |\n|---|---|---|\n")
	for _, f := range s.fields {
		fmt.Fprintf(b, "| %s | %s | %s |\n", code(f.name), f.kind, f.doc)
	}
}

// exampleYAML is a whole file with the examples of a list.
func (s *setting) exampleYAML() string {
	var b strings.Builder
	indent := "  "
	if s.section() != "" {
		fmt.Fprintf(&b, "%s:\n  ", s.section())
		indent = "    "
	}
	fmt.Fprintf(&b, "%s:\n", s.leaf())
	for _, e := range s.examples {
		b.WriteString(indent + e + "\n")
	}
	return b.String()
}

func dashed(flag string) string {
	if flag == "" {
		return ""
	}
	return "--" + flag
}

// code marks a word as code; an empty cell stays empty.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
