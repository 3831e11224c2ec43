package cmd

import (
	"os"
	"path/filepath"
)

// overwrites refuses an output file that is one of the files a command reads or
// keeps its data in: by whatever spelling or link. Paths are rooted; "" and "-"
// among the others are no files. The flag is shown as written, such as --output.
func overwrites(output, flag string, others ...string) error {
	if output == "" {
		return nil
	}
	for _, other := range others {
		if other == "" || other == "-" || !sameFile(output, other) {
			continue
		}
		if output == other {
			return usagef("%s %s would overwrite a file that this command works on: name another file", flag, output)
		}
		return usagef("%s %s would overwrite %s, which this command works on: name another file", flag, output, other)
	}
	return nil
}

// databaseFiles are the files of the database at path: itself and what SQLite keeps beside it.
func databaseFiles(path string) []string {
	return []string{path, path + "-wal", path + "-shm", path + "-journal"}
}

// sameFile reports whether two paths are one file, or would be once it is made.
func sameFile(a, b string) bool {
	inA, errA := os.Stat(a)
	inB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(inA, inB)
	}
	return (errA == nil) == (errB == nil) && place(a) == place(b)
}

// place is where a file that need not exist is or would be made.
func place(path string) string {
	const most = 40 // links in a row, as systems allow
	for range most {
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	return path
}
