package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// endings are those of the files that are taken from a folder.
var endings = []string{".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".transcript"}

// compressions are the endings behind which another one may stand.
var compressions = []string{".gz", ".zst"}

// archives are the endings of files that hold others.
var archives = []string{".zip"}

// PathError says why a path of a command line names no files, and what to do.
type PathError struct{ Path, Problem, Way string }

func (e *PathError) Error() string { return e.Path + ": " + e.Problem }

// Hint returns the way out.
func (e *PathError) Hint() string { return e.Way }

// unreachable is the error of a path that the file system refuses.
func unreachable(path string, err error) *PathError {
	way := "check the path"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		way = "check the name; a database is no path of transcripts: name it with --db"
	case errors.Is(err, fs.ErrPermission):
		way = wayToRead
	}
	return &PathError{path, cause(err), way}
}

const wayToRead = "change its rights, or run chatcops as a user who may read it"

// Expand turns the paths of a command line into files, sorted within each path:
// folders are searched for data files, globs are matched, - is standard input. The error is a *PathError.
func Expand(dir string, paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		if p == Stdin {
			files = append(files, p)
			continue
		}
		found, err := expand(rooted(dir, p))
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, &PathError{p, fmt.Sprintf("holds no data files (%s, also behind .gz or .zst, or .zip)", strings.Join(endings, ", ")),
				"files with other endings are read where they are named themselves"}
		}
		files = append(files, found...)
	}
	return files, nil
}

// rooted places a relative path in the working directory, for tests have their own.
func rooted(dir, path string) string {
	if filepath.IsAbs(path) || dir == "" {
		return path
	}
	if wd, err := os.Getwd(); err == nil && wd == dir {
		return path
	}
	return filepath.Join(dir, path)
}

func expand(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?["):
		return expandGlob(path)
	case err != nil:
		return nil, unreachable(path, err)
	case !info.IsDir():
		return []string{path}, nil
	}
	return expandFolder(path)
}

func expandGlob(pattern string) ([]string, error) {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return nil, &PathError{pattern, `no such file, and as a pattern it lacks the closing bracket; \[ stands for the character [`, ""}
	}
	found = slices.DeleteFunc(found, func(path string) bool { return hiddenFrom(pattern, path) })
	if len(found) == 0 {
		return nil, &PathError{pattern, "no file matches", "check the folder and the pattern; a folder that is named without one is read with all below it"}
	}
	var all []string
	for _, f := range found {
		more, err := expand(f)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// hiddenFrom reports whether a glob reached path only because its wildcards also
// match names that begin with a point; a pattern that begins with one means them.
func hiddenFrom(pattern, path string) bool {
	wanted, found := strings.Split(filepath.Clean(pattern), string(filepath.Separator)), strings.Split(path, string(filepath.Separator))
	for i := 1; i <= min(len(wanted), len(found)); i++ {
		if strings.HasPrefix(found[len(found)-i], ".") && !strings.HasPrefix(wanted[len(wanted)-i], ".") {
			return true
		}
	}
	return false
}

// expandFolder finds the data files of a folder. Links to files are followed, and
// so is the folder itself if it is a link; links to folders within it are not, for
// they may lead in circles.
func expandFolder(folder string) ([]string, error) {
	var files []string
	root := folder + string(filepath.Separator) // with it, a link to a folder is walked too
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return unreachable(p, err)
		case p == root:
			return nil
		case strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if isData(p) && (e.Type().IsRegular() || e.Type()&fs.ModeSymlink != 0 && leadsToFile(p)) {
			files = append(files, p)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// leadsToFile reports whether a link is to be opened: it leads to a file, or to
// nothing, which the opening will tell.
func leadsToFile(link string) bool {
	info, err := os.Stat(link)
	return err != nil || info.Mode().IsRegular()
}

func isData(path string) bool {
	path = strings.ToLower(path)
	if slices.Contains(archives, filepath.Ext(path)) {
		return true
	}
	for _, c := range compressions {
		path = strings.TrimSuffix(path, c)
	}
	return slices.Contains(endings, filepath.Ext(path))
}

// baseName returns the name of a file without folder and endings, "stdin" for standard input.
func baseName(path string) string {
	if path == Stdin {
		return "stdin"
	}
	name := filepath.Base(path)
	for _, e := range append(slices.Clone(compressions), endings...) {
		if lower := strings.ToLower(name); len(name) > len(e) && strings.HasSuffix(lower, e) {
			name = name[:len(name)-len(e)]
		}
	}
	return name
}

// cause strips operation and path from an error of the file system.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
