package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// WriteFile writes a file whole or not at all, readable by its owner only: write
// fills a temporary file in the same folder, which replaces path at the end and
// is removed on any error. A path that is a device or a pipe is written directly.
func WriteFile(path string, write func(io.Writer) error) error {
	target, direct, err := resolve(path)
	if err != nil {
		return explain(path, err)
	}
	if direct {
		return writeDirect(path, write)
	}
	temporary, err := createTemporary(filepath.Dir(target))
	if err != nil {
		return explain(path, err)
	}
	defer removeTemporary(temporary.Name())
	if err := fill(temporary, write); err != nil {
		var of *fs.PathError
		if errors.As(err, &of) && of.Path == temporary.Name() {
			return explain(path, err)
		}
		return err
	}
	if err := os.Rename(temporary.Name(), target); err != nil {
		return explain(path, err)
	}
	return nil
}

// unfinished are the temporary files that are being written.
var unfinished struct {
	sync.Mutex
	paths []string
}

// RemoveUnfinished removes the temporary files of WriteFile, for a process that
// ends without waiting for it.
func RemoveUnfinished() {
	unfinished.Lock()
	defer unfinished.Unlock()
	for _, path := range unfinished.paths {
		os.Remove(path)
	}
}

func createTemporary(folder string) (*os.File, error) {
	unfinished.Lock()
	defer unfinished.Unlock()
	file, err := os.CreateTemp(folder, ".chatcops-*.tmp") // 0600
	if err == nil {
		unfinished.paths = append(unfinished.paths, file.Name())
	}
	return file, err
}

// removeTemporary fails to remove a file that was renamed, as it should.
func removeTemporary(path string) {
	unfinished.Lock()
	defer unfinished.Unlock()
	os.Remove(path)
	unfinished.paths = slices.DeleteFunc(unfinished.paths, func(p string) bool { return p == path })
}

// resolve follows links, so that a link is kept and its target replaced, and
// tells whether the target is no file at all and must not be replaced.
func resolve(path string) (target string, direct bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, false, nil
	}
	if err != nil {
		return "", false, err
	}
	if info.IsDir() {
		return "", false, errors.New("it is a folder: name a file")
	}
	if !info.Mode().IsRegular() {
		return path, true, nil
	}
	target, err = filepath.EvalSymlinks(path)
	return target, false, err
}

// fill writes the content down to the disk and closes the file.
func fill(file *os.File, write func(io.Writer) error) error {
	err := write(file)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func writeDirect(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return explain(path, err)
	}
	return errors.Join(write(file), file.Close())
}

// explain names the path the user gave instead of the temporary one.
func explain(path string, err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		err = inPath.Err
	case errors.As(err, &inLink):
		err = inLink.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: the folder %s does not exist: create it first", path, filepath.Dir(path))
	}
	return fmt.Errorf("cannot write %s: %w", path, err)
}
