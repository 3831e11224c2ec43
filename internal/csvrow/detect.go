package csvrow

// sampleRecords bounds how many records of a sample are looked at.
const sampleRecords = 100

// DetectSeparator returns the separator under which most records of the sample,
// the start of a file without its byte order mark, have as many fields as the
// first; among equals the one with most fields, and a comma if none separates
// anything. The candidates are comma, semicolon, tab and vertical bar.
func DetectSeparator(sample []byte) byte {
	best, bestShare, bestFields := byte(','), 0.0, 1
	for _, sep := range []byte{',', ';', '\t', '|'} {
		fields, share := consistency(sample, sep)
		if fields > 1 && (share > bestShare || share == bestShare && fields > bestFields) {
			best, bestShare, bestFields = sep, share, fields
		}
	}
	return best
}

// consistency returns the number of fields of the first record and the share of
// the records that have as many. A record that the sample cuts off counts only
// if it is the first.
func consistency(sample []byte, sep byte) (fields int, share float64) {
	r := Reader{Sep: sep}
	r.Reset(sample)
	equal, records := 0, 0
	for ; records < sampleRecords; records++ {
		row, err := r.Next(records == 0)
		if _, bad := err.(*Error); err != nil && !bad {
			break
		}
		if records == 0 {
			fields = len(row)
		}
		if err == nil && len(row) == fields {
			equal++
		}
	}
	if records == 0 {
		return 0, 0
	}
	return fields, float64(equal) / float64(records)
}
