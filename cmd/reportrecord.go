package cmd

import (
	"crypto/sha256"
	"encoding/hex"

	"chatcops/internal/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/report/page"
)

// dated says in the report when it was made. A report that says the same as an
// earlier one of this database bears that one's date, so that its bytes are the
// same. One of files alone, of which no record is kept, tells only the day.
func (o *reportOptions) dated(app *App, cfg *config.Config, s *session, r *briefing.Request, doc *page.Document) (*store.Report, error) {
	json, err := page.FindFormat("json")
	if err != nil {
		return nil, err
	}
	said, err := json.Bytes(doc)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(said)
	now := app.Now().In(cfg.Location())
	if len(o.paths) > 0 {
		briefing.Date(doc, now, true)
		return nil, nil
	}
	record := &store.Report{Hash: hex.EncodeToString(hash[:]), GeneratedAt: chat.TimeOf(now), WrittenAt: chat.TimeOf(now), Type: r.Type.Name, Title: doc.Title,
		Period: r.Span.Label, Start: chat.NoTime, End: chat.NoTime, Timezone: cfg.Location().String(), Filters: o.told(), Redacted: !o.noRedact}
	if !r.Span.Start.IsZero() {
		record.Start = chat.TimeOf(r.Span.Start)
	}
	if !r.Span.End.IsZero() {
		record.End = chat.TimeOf(r.Span.End)
	}
	earlier, err := s.ReportOf(record.Hash)
	if err != nil {
		return nil, err
	}
	if earlier != nil {
		record.GeneratedAt = earlier.GeneratedAt
	}
	if record.Newest, err = s.Newest(); err != nil {
		return nil, err
	}
	if record.Rules, err = s.Rules(); err != nil {
		return nil, err
	}
	briefing.Date(doc, record.GeneratedAt.In(cfg.Location()), false)
	return record, nil
}

// record keeps what was written where. That it cannot be kept, as in a database
// that may only be read, is no reason to fail.
func (o *reportOptions) record(app *App, s *session, record *store.Report, written []store.ReportFile) {
	if record == nil {
		return
	}
	record.Files = written
	if err := s.KeepReport(record); err != nil {
		app.notice(&o.common, "the report is not recorded: %v", err)
	}
}
