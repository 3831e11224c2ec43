// Package arch holds no code: its tests read the sources of the module and fail
// on what its architecture forbids. Which package may import which, who may know
// which library, and where the outside world may be touched are tables there.
package arch
