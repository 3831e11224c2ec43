package briefing

import (
	"fmt"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

func buildFunnels(d *data, s *page.Section) error {
	for i, f := range d.Funnels {
		if len(f.Steps) == 0 || f.Steps[0].Conversations == 0 {
			continue
		}
		picture := d.funnelPicture(f)
		if len(d.Funnels) > 1 {
			picture.Title = d.label(f.Name)
			picture.Data.Title = picture.Title
			picture.Data.Name = fmt.Sprint(i + 1) // a name of people is none for a file
		}
		s.Blocks = append(s.Blocks, page.Block{Chart: picture})
	}
	switch len(s.Blocks) {
	case 0:
	case 1:
		s.Intro = s.Blocks[0].Chart.Description + "."
	default:
		s.Intro = "How many conversations come how far on each way; one counts for a step if it has come to all before it."
	}
	s.Reading = "The bars are the parts of the first step; what is lost on the way to the next is tinted and told in grey."
	return nil
}

func (d *data) funnelPicture(f *metrics.FunnelResult) *page.Picture {
	k := &chart.Funnel{Format: shown(report.Count)}
	t := page.Table{}
	t.Columns = []report.Column{{Name: "step", Title: "Step"}, {Name: "conversations", Title: "Conversations", Right: true}, {Name: "share_of_first", Title: "Of the first", Right: true},
		{Name: "share_of_previous", Title: "Of the step before", Right: true}, {Name: "change", Title: "Change", Right: true}, {Name: "drop_off_rate", Title: "Lost", Right: true},
		{Name: "median_seconds_from_previous", Title: "Median time", Right: true}}
	for i := range reachable(f) {
		step := &f.Steps[i]
		name := d.label(step.Name)
		k.Steps, k.Values = append(k.Steps, name), append(k.Values, float64(step.Conversations))
		change := report.Cell{}
		if v := step.Find("share_of_previous"); v != nil && d.compares() {
			change = cells.Change(v)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(name), report.Int(step.Conversations), cells.Number(step.ShareOfFirst, report.Share),
			cells.Number(step.ShareOfPrevious, report.Share), change, cells.Number(step.DropOffRate, report.Share), cells.Number(step.MedianSeconds, report.Seconds)})
	}
	return &page.Picture{Chart: k, Description: d.describeFunnel(f), Data: t}
}

// reachable is how many steps are shown. Of the default funnel, which knows nothing
// of the data, the last ones are left out if nobody comes to them: mostly nothing
// in the data can tell it.
func reachable(f *metrics.FunnelResult) int {
	n := len(f.Steps)
	for f.Name == metrics.DefaultFunnel.Name && n > 1 && f.Steps[n-1].Conversations == 0 {
		n--
	}
	return n
}

// describeFunnel says how many come to the end, and where most are lost.
func (d *data) describeFunnel(f *metrics.FunnelResult) string {
	steps := reachable(f)
	last := &f.Steps[steps-1]
	text := fmt.Sprintf("%s of %s came to %s", report.Figure(last.Conversations), report.Things(f.Steps[0].Conversations, "conversation"), d.label(last.Name))
	for _, s := range f.Steps[steps:] {
		text += ", none to " + d.label(s.Name)
	}
	worst, lost := 0, int64(0)
	for i := 1; i < steps; i++ {
		if n := f.Steps[i-1].Conversations - f.Steps[i].Conversations; n > lost {
			worst, lost = i, n
		}
	}
	if worst > 0 {
		text += fmt.Sprintf("; most were lost between %s and %s: %s (%s)", d.label(f.Steps[worst-1].Name), d.label(f.Steps[worst].Name),
			report.Figure(lost), shown(report.Share)(*f.Steps[worst].DropOffRate))
	}
	return text
}
