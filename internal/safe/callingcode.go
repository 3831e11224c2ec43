package safe

import "strconv"

// callingCodes are the country calling codes of ITU-T E.164 by the lengths of
// the national numbers under them, after the plans that ITU-T publishes for the
// countries. Codes with numbers of less than six digits are left out.
var callingCodes = []struct {
	min, max int
	codes    []int
}{
	{10, 10, []int{1, 7, 30, 58, 90, 91, 225}},
	{10, 11, []int{52, 54, 55, 86}},
	{9, 9, []int{27, 31, 33, 34, 40, 41, 48, 56, 93, 94, 211, 212, 221, 240, 242, 243, 244, 249, 250, 251, 254, 255, 256,
		260, 261, 262, 263, 351, 375, 380, 420, 421, 590, 594, 595, 596, 966, 992, 994, 995, 996, 998}},
	{9, 10, []int{44, 61, 63, 81, 84, 92}},
	{8, 8, []int{45, 47, 65, 216, 222, 223, 226, 227, 228, 232, 235, 236, 253, 257, 266, 268, 350, 356, 357, 370, 371, 373,
		374, 382, 386, 387, 389, 502, 503, 504, 505, 506, 509, 591, 800, 852, 853, 968, 973, 976, 993}},
	{8, 9, []int{32, 36, 51, 66, 95, 213, 218, 224, 237, 258, 264, 355, 359, 377, 381, 383, 385, 593, 855, 886, 962, 963, 970, 971, 972}},
	{8, 10, []int{20, 57, 60, 64, 82, 98, 229, 234, 856, 880, 964, 977}},
	{7, 7, []int{220, 238, 239, 246, 248, 269, 291, 297, 423, 501, 592, 673, 674, 679, 680, 691, 692, 960}},
	{7, 8, []int{53, 230, 241, 267, 372, 507, 599, 670, 675, 961, 965, 974, 975}},
	{7, 9, []int{46, 231, 245, 252, 265, 353, 354, 967}},
	{7, 12, []int{43, 49}},
	{8, 12, []int{39, 62}},
	{6, 11, []int{352, 358, 376, 378}},
	{6, 6, []int{298, 299, 508, 672, 681, 687}},
	{6, 8, []int{597, 598, 685, 686, 689}},
}

type lengths struct{ min, max int }

var lengthsOfCode = func() map[string]lengths {
	m := map[string]lengths{}
	for _, row := range callingCodes {
		for _, code := range row.codes {
			m[strconv.Itoa(code)] = lengths{row.min, row.max}
		}
	}
	return m
}()

// callingCode returns the size of the calling code at the start of digits, 0 if
// there is none. No code is the beginning of another one.
func callingCode(digits []byte) (size int, l lengths) {
	for size := 1; size <= 3 && size < len(digits); size++ {
		if l, ok := lengthsOfCode[string(digits[:size])]; ok {
			return size, l
		}
	}
	return 0, lengths{}
}
