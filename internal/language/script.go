package language

// script is a way of writing.
type script uint8

const (
	latin script = iota
	cyrillic
	arabic
	devanagari
	han
	kana
	hangul
	greek
	hebrew
	thai
	georgian
	armenian
	bengali
	gurmukhi
	gujarati
	tamil
	telugu
	kannada
	malayalam
	sinhala
	khmer
	lao
	burmese
	ethiopic
	scriptCount
)

// scripts are the blocks of Unicode in which scripts lie, in ascending order, and
// the language of those that but one widespread language uses.
var scripts = []struct {
	from, to rune
	is       script
	language string
}{
	{0x370, 0x3ff, greek, "el"}, {0x400, 0x52f, cyrillic, ""}, {0x531, 0x58f, armenian, "hy"}, {0x590, 0x5ff, hebrew, "he"},
	{0x600, 0x77f, arabic, ""}, {0x900, 0x97f, devanagari, ""}, {0x980, 0x9ff, bengali, "bn"}, {0xa00, 0xa7f, gurmukhi, "pa"},
	{0xa80, 0xaff, gujarati, "gu"}, {0xb80, 0xbff, tamil, "ta"}, {0xc00, 0xc7f, telugu, "te"}, {0xc80, 0xcff, kannada, "kn"},
	{0xd00, 0xd7f, malayalam, "ml"}, {0xd80, 0xdff, sinhala, "si"}, {0xe00, 0xe7f, thai, "th"}, {0xe80, 0xeff, lao, "lo"},
	{0x1000, 0x109f, burmese, "my"}, {0x10a0, 0x10ff, georgian, "ka"}, {0x1100, 0x11ff, hangul, "ko"}, {0x1200, 0x137f, ethiopic, "am"},
	{0x1780, 0x17ff, khmer, "km"}, {0x1f00, 0x1fff, greek, "el"}, {0x3040, 0x30ff, kana, "ja"}, {0x3130, 0x318f, hangul, "ko"},
	{0x3400, 0x4dbf, han, "zh"}, {0x4e00, 0x9fff, han, "zh"}, {0xac00, 0xd7a3, hangul, "ko"}, {0xf900, 0xfaff, han, "zh"},
	{0xfb50, 0xfdff, arabic, ""}, {0xfe70, 0xfeff, arabic, ""}, {0xff66, 0xff9f, kana, "ja"}, {0x20000, 0x2fa1f, han, "zh"},
}

// scriptOf returns the script of a letter; what is in no block of the table counts as Latin.
func scriptOf(r rune) script {
	if r < scripts[0].from {
		return latin
	}
	low, high := 0, len(scripts)
	for low < high {
		if m := (low + high) / 2; r > scripts[m].to {
			low = m + 1
		} else {
			high = m
		}
	}
	if low < len(scripts) && r >= scripts[low].from {
		return scripts[low].is
	}
	return latin
}

// fewestLetters is how many letters of another script tell a language.
const fewestLetters = 2

// byScript tells the language if the text is not in Latin letters; ok is false if it is.
func (d *Detector) byScript() (code string, ok bool) {
	// names of products stand in Latin letters, in whatever language
	if d.others < fewestLetters || 2*d.others < int(d.scripts[latin]) {
		return "", false
	}
	most := cyrillic
	for s := cyrillic; s < scriptCount; s++ {
		if d.scripts[s] > d.scripts[most] {
			most = s
		}
	}
	if most == han && d.scripts[kana] > 0 {
		most = kana
	}
	if most == cyrillic {
		return d.cyrillic(), true
	}
	for i := range scripts {
		if scripts[i].is == most && scripts[i].language != "" {
			return scripts[i].language, true
		}
	}
	return d.byTrigrams(), true
}

// cyrillic tells the language of a text in Cyrillic letters. Russian is by far
// the most frequent of them, so it is taken where nothing speaks for another.
func (d *Detector) cyrillic() string {
	best, second := d.lead()
	if d.points[best] > d.points[second] {
		return codes[best]
	}
	return "ru"
}
