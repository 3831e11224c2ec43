// Package csvrow reads CSV (RFC 4180) from blocks held in memory, without
// allocating for a record. Where exports stray from the RFC it reads what
// spreadsheets read. On all that encoding/csv accepts, the fields are the same,
// except that
//
//   - a line break in a quoted field stays as it was written: encoding/csv
//     turns \r\n into \n;
//   - a record need not have as many fields as the first (as with
//     FieldsPerRecord -1).
//
// It also reads what encoding/csv refuses: a quote inside a field that does not
// start with one is kept as it is.
//
// Ownership: a block must never be modified after it was given to a Reader,
// because fields alias it. Fields stay valid for ever; the slice that holds
// them only until the next record. Fields are not checked to be UTF-8.
package csvrow
