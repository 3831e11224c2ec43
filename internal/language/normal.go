package language

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed names.txt
var namesText string

// codeOf is the code of each word that names a language.
var codeOf = func() map[string]string {
	of := map[string]string{}
	for line := range strings.Lines(namesText) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			for _, name := range fields {
				of[name] = fields[0]
			}
		}
	}
	return of
}()

// maxTag is the length of what is read as the name of a language, in bytes.
const maxTag = 64

// Normal turns what data calls a language into its ISO 639-1 code: tags such as
// "en-US", "de_DE.UTF-8" and "DEU", names such as "German", "deutsch" and
// "Portuguese (Brazil)". It returns "" for what it does not know.
func Normal(tag string) string {
	words := strings.FieldsFunc(strings.ToLower(tag[:min(len(tag), maxTag)]), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	})
	for i, w := range words {
		// behind the first word short ones are countries: "und-DE"
		if code := codeOf[w]; code != "" && (i == 0 || len(w) > 3) {
			return code
		}
	}
	return ""
}
