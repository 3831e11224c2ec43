package scoring

import (
	"strings"

	"chatcops/internal/lexis"
)

// commonWords are the most frequent words of chats in each of the languages that
// have rules, the most frequent first. A phrase is not looked for by them if it
// holds rarer ones: they change how fast the search is, not what it finds.
var commonWords = []string{
	`i the you to a is for and of that my it in can like your do have at what on me with please be would are need no there yes
	how not am will want help thank this from ok thanks good one about was or great but an all time day if i'm get has so
	know now could any just up anything sure okay as hello make find that's don't check it's should more go right been
	much order sorry new when see change out some where they we tell which does very by also our really think going well`,
	`ich die das der sie und ist in zu es nicht den ein mit mir für auf eine wie was habe wir kann bitte ja dass haben noch von
	so ihnen im mich auch dem hat nein an bin wenn ihre aber hier danke sind meine nur sehr einen werden da schon kein gut`,
	`de que la no a el en y es por me para con un lo una los mi se su si te le del ya pero las al hola como está qué gracias
	puedo tengo más sí hay quiero muy usted esto eso bien puede ha he son`,
	`de je le la vous pas à que et est en un pour les ce ne une mon ma des votre sur j'ai c'est bonjour il dans avec plus oui mais
	du ai merci non me qui se bien si nous au tout très être puis peut on`,
	`di che non è la il per un in mi a ho e con una si le ma grazie sono lo del i come più al da ci posso no se sì può anche
	questo ha molto bene mio cosa ciao se mia della vorrei`,
	`ik de het een je is niet dat en van in u ik op te voor met wat mijn er heb kan die om maar we aan graag nog dit hoe als
	ja zijn bij ook nee wel naar dan moet uw goed bedankt`,
	`de o que a não e eu é um para com em do uma meu os no por da se na minha você isso mais mas está sim como me foi já as
	muito tem obrigado obrigada olá bem seu`,
}

// commonness is how often words stand in chats, in 100,000 words: that of the
// word of rank r is near mostCommon/(r+2) (Zipf's law, as Mandelbrot has it).
var commonness = func() map[string]int {
	of := map[string]int{}
	for _, words := range commonWords {
		for rank, w := range strings.Fields(words) {
			of[w] = max(of[w], mostCommon/(rank+2))
		}
	}
	return of
}()

const (
	mostCommon = 8000 // twice that of the most frequent word
	rare       = 15   // of a word that is not among the frequent ones
	rareEnding = 30   // of words with some beginning
)

// commonness tells how often a word is likely to be met.
func (w *word) commonness() int {
	if w.number == lexis.Unknown {
		return rareEnding
	}
	if n := commonness[w.text]; n > 0 {
		return n
	}
	return rare
}
