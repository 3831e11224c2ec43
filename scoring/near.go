package scoring

// minNear is the length from which a word may hold a slip: shorter ones are
// too often another word.
const minNear = 5

// isNear reports whether have is want but for one slip of the fingers behind the
// first letter: one letter wrong, missing or too many, or two swapped.
func isNear(have []byte, want string) bool {
	longer := len(have) - len(want)
	if longer < -1 || longer > 1 || have[0] != want[0] {
		return false
	}
	i := 1
	for i < len(have) && i < len(want) && have[i] == want[i] {
		i++
	}
	switch longer {
	case 1:
		return string(have[i+1:]) == want[i:]
	case -1:
		return string(have[i:]) == want[i+1:]
	}
	if i >= len(want)-1 || string(have[i+1:]) == want[i+1:] {
		return true
	}
	return have[i] == want[i+1] && have[i+1] == want[i] && string(have[i+2:]) == want[i+2:]
}
