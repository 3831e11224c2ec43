// Package licence holds the licences of all that is linked into the program.
package licence

import _ "embed"

// Texts are the modules, each with its version and the text of its licence, and
// the data that is built in with theirs.
//
//go:embed licences.txt
var Texts string
