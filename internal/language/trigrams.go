package language

import "github.com/RadhiFadlillah/whatlanggo"

// byLibrary are the languages that the library is asked about: those that people
// write to a service in, without the many small ones that short texts are mistaken for.
var byLibrary = map[whatlanggo.Lang]string{
	whatlanggo.Eng: "en", whatlanggo.Deu: "de", whatlanggo.Fra: "fr", whatlanggo.Spa: "es", whatlanggo.Por: "pt", whatlanggo.Ita: "it",
	whatlanggo.Nld: "nl", whatlanggo.Swe: "sv", whatlanggo.Dan: "da", whatlanggo.Nob: "no", whatlanggo.Pol: "pl", whatlanggo.Ces: "cs",
	whatlanggo.Tur: "tr", whatlanggo.Ron: "ro", whatlanggo.Fin: "fi", whatlanggo.Hun: "hu", whatlanggo.Ind: "id", whatlanggo.Vie: "vi",
	whatlanggo.Hrv: "hr", whatlanggo.Slv: "sl", whatlanggo.Est: "et", whatlanggo.Lav: "lv", whatlanggo.Lit: "lt",
	whatlanggo.Arb: "ar", whatlanggo.Pes: "fa", whatlanggo.Urd: "ur", whatlanggo.Hin: "hi", whatlanggo.Mar: "mr", whatlanggo.Nep: "ne",
}

var options = func() whatlanggo.Options {
	asked := map[whatlanggo.Lang]bool{}
	for l := range byLibrary {
		asked[l] = true
	}
	return whatlanggo.Options{Whitelist: asked}
}()

// What the library says counts from so many letters on, if it is so sure: both
// were chosen so that short English texts are not taken for others.
const (
	fewestForTrigrams = 20
	surest            = 0.8
	maxForTrigrams    = 300 // bytes; more text costs more and tells no more
)

// byTrigrams asks the library.
func (d *Detector) byTrigrams() string {
	if len(d.text) < fewestForTrigrams && d.others < fewestLetters {
		return ""
	}
	info := whatlanggo.DetectWithOptions(string(d.text[:min(len(d.text), maxForTrigrams)]), options)
	code := byLibrary[info.Lang]
	best, _ := d.lead()
	switch top := d.points[best]; {
	case info.Confidence == 0: // it takes either of two that are as likely
		return ""
	case d.others >= fewestLetters || code == codes[best] && top > 0:
	case info.Confidence < surest || top >= fewestPoints:
		return ""
	}
	return code
}
