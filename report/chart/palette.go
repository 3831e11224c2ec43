package chart

// Color is a name of the palette, never a value: an SVG maps it to a class, so
// that dark mode works, a PDF to the light value.
type Color string

// The colours.
const (
	Page        Color = "page"    // behind all
	Surface     Color = "surface" // of panels on the page
	Border      Color = "border"
	Ink         Color = "ink" // headings and figures
	Body        Color = "body"
	Muted       Color = "muted"
	Grid        Color = "grid"
	Axis        Color = "axis"
	Strong      Color = "strong" // the one strong colour, with its tints
	StrongSoft  Color = "strongsoft"
	StrongTint  Color = "strongtint"
	OnStrong    Color = "onstrong"
	Second      Color = "second"
	OnSecond    Color = "onsecond"
	Third       Color = "third"
	OnThird     Color = "onthird"
	Fourth      Color = "fourth"
	OnFourth    Color = "onfourth"
	Faint       Color = "faint"
	OnFaint     Color = "onfaint"
	Good        Color = "good"
	GoodTint    Color = "goodtint"
	Bad         Color = "bad"
	BadTint     Color = "badtint"
	Neutral     Color = "neutral"
	NeutralTint Color = "neutraltint"
)

// Shade is a colour of the palette with its values in a light and a dark page.
type Shade struct {
	Name        Color
	Light, Dark string // #RRGGBB
}

// Palette is the one place that knows colours. Text has a contrast of 4.5 or more
// on what it stands on; the colours of a stack differ in lightness too, so that
// they can be told apart without seeing their hue.
var Palette = []Shade{
	{Page, "#FFFFFF", "#161E2D"}, {Surface, "#F6F7F9", "#0D131E"}, {Border, "#E3E6EB", "#2C384B"},
	{Ink, "#101828", "#F3F5F8"}, {Body, "#344054", "#CDD5E0"}, {Muted, "#5D6B82", "#9AA6B9"},
	{Grid, "#E9ECF0", "#263145"}, {Axis, "#C5CBD5", "#3B475C"},
	{Strong, "#1F5FD0", "#6EA2FF"}, {StrongSoft, "#B7CDF6", "#2F4A7C"}, {StrongTint, "#E8EFFB", "#1D2C47"}, {OnStrong, "#FFFFFF", "#0E1420"},
	{Second, "#6FB1EC", "#3F78B5"}, {OnSecond, "#0A2540", "#FFFFFF"},
	{Third, "#F0A330", "#F0A330"}, {OnThird, "#3B2600", "#2A1C00"},
	{Fourth, "#7A8699", "#8492A8"}, {OnFourth, "#FFFFFF", "#0E1420"},
	{Faint, "#DDE2EA", "#34415A"}, {OnFaint, "#344054", "#E3E8F0"},
	{Good, "#0B6E4F", "#4CC79B"}, {GoodTint, "#E3F4EC", "#12352A"}, {Bad, "#B23A1E", "#FF9070"}, {BadTint, "#FCEBE6", "#41201A"},
	{Neutral, "#475467", "#A9B4C6"}, {NeutralTint, "#EEF1F5", "#1F293A"},
}

// light is the value of a colour on a light page.
func light(c Color) string {
	for _, s := range Palette {
		if s.Name == c {
			return s.Light
		}
	}
	return "#000000"
}

// RGB returns the value of a colour on a light page, each part from 0 to 255.
func RGB(c Color) (r, g, b int) {
	hex := light(c)
	part := func(i int) int {
		n := 0
		for _, d := range hex[i : i+2] {
			n *= 16
			switch {
			case d <= '9':
				n += int(d - '0')
			default:
				n += int(d-'A') + 10
			}
		}
		return n
	}
	return part(1), part(3), part(5)
}
