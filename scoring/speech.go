package scoring

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
	"chatcops/internal/sentiment"
)

// wordRule is one rule over the words of a message, as a rules file has it.
type wordRule struct {
	Name    string   `yaml:"name"`
	Kind    string   `yaml:"kind"`
	By      string   `yaml:"by"`
	Phrases []string `yaml:"phrases"`
	Unless  []string `yaml:"unless"` // no match that shares a word with one of these counts
}

// languageFile holds word rules of one language; a language may have several.
type languageFile struct {
	Language string            `yaml:"language"` // ISO 639-1, with which the name of the file begins
	Words    map[string]string `yaml:"words"`    // {name} in a phrase stands for these
	Rules    []wordRule        `yaml:"rules"`
}

// speech finds the rules of one language in what is said.
type speech struct {
	vocabulary *lexis.Vocabulary
	feelings   sentiment.Numbers // of the vocabulary; nil but for English
	user       matcher
	answers    matcher // of the user, to an offer of a hand-off
	agent      matcher
}

// english is the language of conversations that do not tell theirs.
const english = "en"

// languagesFolder is where the language files lie among the rules.
const languagesFolder = "languages"

// languageFiles lists the embedded files of each language.
func languageFiles() map[string][]string {
	files := map[string][]string{}
	entries, _ := embedded.ReadDir(path.Join("rules", languagesFolder)) // the folder is embedded: a test reads it
	for _, e := range entries {
		code, _, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".yaml"), "_")
		files[code] = append(files[code], path.Join(languagesFolder, e.Name()))
	}
	return files
}

// Languages lists the languages that have word rules, by ISO 639-1 code.
func Languages() []string { return slices.Sorted(maps.Keys(languageFiles())) }

// prepareLanguages arranges that the rules of a language are compiled, together
// with the user's own, when they are first needed.
func (r *Rules) prepareLanguages(custom Custom) error {
	own, err := custom.rules()
	if err != nil {
		return err
	}
	r.languages = map[string]func() (*speech, error){}
	for code, files := range languageFiles() {
		r.languages[code] = sync.OnceValues(func() (*speech, error) { return newSpeech(code, files, own, custom.Off) })
	}
	return nil
}

// Check compiles all the rules, which otherwise happens when they are first
// needed. Its errors name the rule.
func (r *Rules) Check() error {
	for _, code := range slices.Sorted(maps.Keys(r.languages)) {
		if _, err := r.languages[code](); err != nil {
			return err
		}
	}
	return nil
}

// speech returns the rules of a language, nil if there are none. Without a
// language they are those of English.
func (r *Rules) speech(language string) *speech {
	if language == "" {
		language = english
	}
	compile := r.languages[language]
	if compile == nil {
		return nil
	}
	s, _ := compile() // NewRules has compiled the user's phrases, a test compiles the embedded ones
	return s
}

// rules returns the user's phrases as rules. Errors name the phrase.
func (c Custom) rules() ([]wordRule, error) {
	var rules []wordRule
	for _, kind := range slices.Sorted(maps.Keys(c.Phrases)) {
		by, ok := speakers[chat.SignalKind(kind)]
		if !ok {
			return nil, fmt.Errorf("rules.phrases.%s: there is no such kind of phrase; known are %s", kind, strings.Join(Kinds(), ", "))
		}
		rules = append(rules, wordRule{Name: "custom_" + kind, Kind: kind, By: by, Phrases: c.Phrases[kind]})
	}
	if _, err := compile("", rules); err != nil {
		return nil, err
	}
	return rules, nil
}

// newSpeech compiles the rules of one language, but for those that are off, and the user's own.
func newSpeech(code string, files []string, own []wordRule, off []string) (*speech, error) {
	var rules []wordRule
	for _, name := range files {
		f, err := readLanguageFile(name)
		if err != nil {
			return nil, err
		}
		if f.Language != code {
			return nil, fmt.Errorf("rules/%s: it holds the language %q", name, f.Language)
		}
		rules = append(rules, f.Rules...)
	}
	rules = slices.DeleteFunc(rules, func(r wordRule) bool { return slices.Contains(off, r.Name) })
	rules = append(rules, own...)
	s, err := compile(code, rules)
	if err != nil {
		return nil, fmt.Errorf("language %s: %w", code, err)
	}
	return s, nil
}

// compile makes what finds the rules of a language. Its errors name the rule.
func compile(language string, rules []wordRule) (*speech, error) {
	s := &speech{}
	reader := newPhraseReader()
	for i := range rules {
		if m := s.matcher(&rules[i]); m != nil {
			if err := m.add(&rules[i], reader); err != nil {
				return nil, err
			}
		}
	}
	s.vocabulary = reader.vocabulary
	if language == english {
		s.feelings = sentiment.Enter(s.vocabulary)
	}
	s.vocabulary.Close()
	var wg sync.WaitGroup
	for _, m := range []*matcher{&s.user, &s.answers, &s.agent} {
		wg.Go(func() { m.close(s.vocabulary) })
	}
	wg.Wait()
	return s, nil
}

// matcher returns what finds a rule, nil if nothing does.
func (s *speech) matcher(r *wordRule) *matcher {
	switch {
	case r.By == "agent":
		return &s.agent
	case r.By != "user":
		return nil
	case isAnswer(r):
		return &s.answers
	}
	return &s.user
}

// isAnswer tells the rules of what is said only in answer to an offer of a hand-off.
func isAnswer(r *wordRule) bool {
	kind := chat.SignalKind(r.Kind)
	return kind == chat.SignalAcceptance || kind == chat.SignalDecline
}

func readLanguageFile(name string) (languageFile, error) {
	var f languageFile
	err := decodeRules(name, &f)
	if err == nil {
		err = f.insertWords()
	}
	if err != nil {
		return f, fmt.Errorf("rules/%s: %w", name, err)
	}
	return f, nil
}

// insertWords puts the words that a file names in place of {name}.
func (f *languageFile) insertWords() error {
	var pairs []string
	for name, words := range f.Words {
		pairs = append(pairs, "{"+name+"}", words)
	}
	insert := strings.NewReplacer(pairs...)
	for _, r := range f.Rules {
		for _, phrases := range [][]string{r.Phrases, r.Unless} {
			for i, p := range phrases {
				phrases[i] = insert.Replace(p)
				if strings.ContainsAny(phrases[i], "{}") {
					return fmt.Errorf("rule %s: phrase %q: no words have the name in {}", r.Name, p)
				}
			}
		}
	}
	return nil
}

// RuleNames lists the names of the word rules of all languages.
func RuleNames() ([]string, error) {
	names := map[string]bool{}
	for _, files := range languageFiles() {
		for _, name := range files {
			f, err := readLanguageFile(name)
			if err != nil {
				return nil, err
			}
			for _, r := range f.Rules {
				names[r.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}
