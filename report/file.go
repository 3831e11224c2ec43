package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	temporary, err := os.CreateTemp(filepath.Dir(target), ".chatcops-*.tmp") // 0600
	if err != nil {
		return explain(path, err)
	}
	defer os.Remove(temporary.Name()) // fails once it has been renamed, as it should
	if err := fill(temporary, write); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), target); err != nil {
		return explain(path, err)
	}
	return nil
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
