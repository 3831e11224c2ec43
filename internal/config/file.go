package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// fileVariable names the configuration file where the flag --config does not.
const fileVariable = "CHATCOPS_CONFIG"

// readFile finds and reads the configuration file. Its name is "" if there is none.
func (o Options) readFile() (name string, data []byte, problem *Problem) {
	explicit, from := o.Explicit, "--config"
	if explicit == "" {
		explicit, from = o.Getenv(fileVariable), fileVariable
	}
	if explicit != "" {
		data, err := readLimited(o.inDir(explicit))
		if errors.Is(err, fs.ErrNotExist) {
			return "", nil, &Problem{Pos{File: explicit}, "no such file: correct " + from + ", or write the file with: chatcops config init " + explicit}
		}
		return explicit, data, unreadable(explicit, err)
	}
	candidates := []struct{ name, path string }{{FileName, o.inDir(FileName)}}
	if o.UserConfigDir != "" {
		path := filepath.Join(o.UserConfigDir, "chatcops", FileName)
		candidates = append(candidates, struct{ name, path string }{path, path})
	}
	for _, c := range candidates {
		data, err := readLimited(c.path)
		if !errors.Is(err, fs.ErrNotExist) {
			return c.name, data, unreadable(c.name, err)
		}
	}
	return "", nil, nil
}

func (o Options) inDir(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(o.Dir, path)
}

func unreadable(name string, err error) *Problem {
	if err == nil {
		return nil
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &Problem{Pos{File: name}, "cannot be read (" + err.Error() + "): make it a file that you may read, or name another with --config"}
}

// readLimited reads a file, and of a huge one just enough to tell that it is.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFileBytes+1))
}
