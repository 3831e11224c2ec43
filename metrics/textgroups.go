package metrics

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// GroupByWords is a plain Grouping: texts that share a word are about one thing.
// The word that the most texts without a group share makes a group of them, over
// and over, words that say nothing left aside; what shares no word with another
// text is a group of its own. Equal texts are always in one group.
func GroupByWords(texts []string) (groups []TextGroup, of []int) {
	g := newWordGroups(texts)
	of = make([]int, len(texts))
	for i := range of {
		of[i] = -1
	}
	for {
		word := g.largest()
		if word < 0 {
			break
		}
		members := g.take(word)
		groups = append(groups, TextGroup{Name: g.words[word], Terms: g.terms(word, members)})
		for _, i := range members {
			of[i] = len(groups) - 1
		}
	}
	alone := map[string]int{} // by the plain text
	for i, at := range of {
		if at >= 0 {
			continue
		}
		key := strings.Join(wordsOf(texts[i]), " ")
		if key == "" {
			key = strings.TrimSpace(texts[i])
		}
		n, ok := alone[key]
		if !ok {
			n = len(groups)
			alone[key] = n
			groups = append(groups, TextGroup{Name: firstWords(key)})
		}
		of[i] = n
	}
	return groups, of
}

// wordGroups are the texts that have no group yet, by their words.
type wordGroups struct {
	words []string
	texts [][]int // by word, of those that tell something
	own   [][]int // words by text
	left  []int   // by word: how many texts without a group have it
	done  []bool  // by text
}

func newWordGroups(texts []string) *wordGroups {
	g := &wordGroups{done: make([]bool, len(texts)), own: make([][]int, len(texts))}
	numbers := map[string]int{}
	for i, text := range texts {
		for _, w := range wordsOf(text) {
			if !telling(w) {
				continue
			}
			n, ok := numbers[w]
			if !ok {
				n = len(g.words)
				numbers[w] = n
				g.words, g.texts = append(g.words, w), append(g.texts, nil)
			}
			if slices.Contains(g.own[i], n) {
				continue
			}
			g.own[i] = append(g.own[i], n)
			g.texts[n] = append(g.texts[n], i)
		}
	}
	for _, list := range g.texts {
		g.left = append(g.left, len(list))
	}
	return g
}

// largest returns the word that the most texts share, of several the longest and
// of these the one that sorts first; −1 if no two texts share one.
func (g *wordGroups) largest() int {
	best := -1
	for w, n := range g.left {
		if n < 2 {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(n, g.left[best]), cmp.Compare(len(g.words[w]), len(g.words[best])), cmp.Compare(g.words[best], g.words[w])) > 0 {
			best = w
		}
	}
	return best
}

// take makes a group of the texts that have a word.
func (g *wordGroups) take(word int) (members []int) {
	for _, i := range g.texts[word] {
		if g.done[i] {
			continue
		}
		g.done[i] = true
		members = append(members, i)
		for _, w := range g.own[i] {
			g.left[w]--
		}
	}
	return members
}

// terms returns the word of a group and those that at least half of it shares, three at most.
func (g *wordGroups) terms(word int, members []int) []string {
	counts := map[int]int{}
	for _, i := range members {
		for _, w := range g.own[i] {
			counts[w]++
		}
	}
	var others []int
	for w, n := range counts {
		if w != word && 2*n >= len(members) && n >= 2 {
			others = append(others, w)
		}
	}
	slices.SortFunc(others, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(g.words[a], g.words[b]))
	})
	terms := []string{g.words[word]}
	for _, w := range others[:min(2, len(others))] {
		terms = append(terms, g.words[w])
	}
	return terms
}

// wordsOf cuts a text into its words, in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) })
}

// firstWords shortens the name of a text that is a group of its own.
func firstWords(text string) string {
	const most = 5
	words := strings.Fields(text)
	if len(words) <= most {
		return text
	}
	return strings.Join(words[:most], " ") + " …"
}

// telling reports whether a word may tell what a text is about: letters, not too
// few of them, and none of those that stand in texts about anything.
func telling(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			return false
		}
		n++
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
			n += 2
		}
	}
	_, empty := emptyWords[word]
	return n > 2 && !empty
}

// emptyWords are frequent words of three letters or more that tell nothing of
// what a text is about, in the languages that have word rules.
var emptyWords = func() map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(emptyWordList) {
		m[w] = struct{}{}
	}
	return m
}()

const emptyWordList = `
about after again all also and another any anyone anything are because been before being but can cant cannot could did didn does doesn doing don down
each else even ever every everything for from get gets getting give going good got had has have having hello help her here hers hey him his how
into isn its just know let like make many may maybe mean might more most much must need needs never new not nothing now off okay once one only
other our ours out over own please really right said same say see she should some someone something still such sure take tell than thank thanks that the their
them then there these they thing things think this those through too try trying under until upon use used using very want wanted wants was wasn way well went were
what when where which while who whose why will with won work working would yes yet you your yours
aber alle alles als also auch auf aus bei bin bis bitte dann das dass dein dem den denn der des dich die dies diese dieser dir doch dort durch ein eine einem einen einer
eines erst etwas euch euer für gibt habe haben hallo hat hatte hier hilfe ich ihm ihn ihr ihre immer ist jetzt kann kannst kein keine können mal man mehr mein meine meinen
meiner mich mir mit möchte muss nach nicht nichts noch nun nur oder ohne schon sehr sein seine sich sie sind soll über und uns unser vom von war warum was weg welche
wenn wer werden wie wieder will wir wird wo worden würde zum zur
alors avec avez avoir beaucoup bien bonjour car ceci cela ces cet cette chez comme comment dans des donc elle elles est été être faire fait faut ici ils jai leur les leurs mais
même merci mes moi mon non nos notre nous oui par pas peut peux plus pour pourquoi puis quand que quel quelle qui quoi sans ses soit son sont sur tout tous toute très une
vais vos votre vous veux voudrais
algo así aún bien bueno cada casi como con cómo cual cuando dónde cuándo del desde donde dos ella ellos era eres esa ese eso esta está estas este esto estoy favor gracias hace hacer hasta
hay hola las les los más mis mucho muy nada nos nosotros otra otro para pero poco por porque puede puedo qué que quién quiero sea ser sido sin sobre son soy también tengo
tiene todo todos tus una unas uno unos usted
alla allo anche ancora bene che chi ciao come con cosa così dal dalla degli dei del della delle dello dopo dove era essere fare gli grazie hanno hai ho lei loro mia mie mio miei molto
nei nel nella noi non nostro perché per più poi posso prima può qual quale quando quella quello questa questo sono sua sul sulla suo tutti tutto una uno voglio vorrei voi
ainda algum alguma bem boa bom com como das dela dele depois dos ela ele eles essa esse esta está este estou eu faz fazer foi isso isto mais mas meu meus minha muito não nas nos
obrigada obrigado olá onde para pela pelo pode por porque posso qual quando quem quero são sem ser seu sobre sua também tem tenho tudo uma umas uns você
aan alle als ben bij daar dag dan dat deze die dit doe doen door een en geen goed graag had hallo hallo heb hebben heeft het hier hoe hun ik iets jij jou jouw kan
kunnen maar meer met mij mijn moet naar niet nog nou nu omdat ons onze ook over toch uit van veel voor waar waarom want was wat wel welke werd wie wij wil wilt
worden zal zich zijn zou zo
`
