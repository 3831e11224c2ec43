package ingest

import "chatcops/internal/store"

// ScoreBy makes an import conclude its facts in another way.
func (im *Importer) ScoreBy(newScore func() store.Score) { im.newScore = newScore }
