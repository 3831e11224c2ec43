package language

import (
	"strings"
	"testing"
)

func TestNormal(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "EN": "en", "en-US": "en", "en_GB": "en", "de_DE.UTF-8": "de", "German": "de", "deutsch": "de", "DEU": "de", "ger": "de",
		"pt-BR": "pt", "Portuguese (Brazil)": "pt", "Brazilian Portuguese": "pt", "português": "pt", "PORTUGUÊS": "pt", "zh-Hans-CN": "zh",
		"zh_TW": "zh", "Chinese": "zh", "中文": "zh", "日本語": "ja", "nb-NO": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl",
		" French ": "fr", "Français": "fr", "nl-BE": "nl", "Flemish": "nl", "es-419": "es", "Español": "es", "русский": "ru",
		"": "", "und": "", "und-DE": "", "unknown": "", "auto": "", "xx": "", "n/a": "", "-": "", "42": "", "klingon": "",
		"\xff\xfe": "", strings.Repeat("x", 1<<16) + " German": "",
	} {
		if got := Normal(tag); got != want {
			t.Errorf("%.40q is %q instead of %q", tag, got, want)
		}
	}
}

func TestNamesStandOnce(t *testing.T) {
	seen := map[string]string{}
	for line := range strings.Lines(namesText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		for _, name := range fields {
			if seen[name] != "" {
				t.Errorf("%q names both %s and %s", name, seen[name], fields[0])
			}
			seen[name] = fields[0]
		}
	}
	for _, code := range trigrams().codes {
		if Normal(code) != code {
			t.Errorf("the code %q of trigrams.txt has no name", code)
		}
	}
	for _, code := range codes {
		if Normal(code) != code {
			t.Errorf("the code %q of words.txt has no name", code)
		}
	}
	for _, s := range scripts {
		if Normal(s.language) != s.language {
			t.Errorf("the code %q of a script has no name", s.language)
		}
	}
}
