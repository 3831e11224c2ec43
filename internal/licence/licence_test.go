package licence

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write licences.txt")

// isLicence tells the files of a module that state its licence.
var isLicence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-._].*)?$`)

// TestLicencesAreCurrent finds a module that was added, updated or dropped.
func TestLicencesAreCurrent(t *testing.T) {
	want := collected(t)
	if *update {
		if err := os.WriteFile("licences.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if Texts != want {
		t.Error("licences.txt is stale: go test ./internal/licence -update")
	}
}

// collected makes the text from the modules that the program is built of.
func collected(t *testing.T) string {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "chatcops")
	list.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0") // the same list on every machine
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(strings.ReplaceAll(string(out), "\t", "|"))
	slices.Sort(modules)
	var b bytes.Buffer
	b.WriteString("chatcops is built of the Go standard library and of the modules and data below.\n")
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	write(t, &b, "Go standard library", strings.TrimSpace(string(goroot)))
	for _, m := range slices.Compact(modules) {
		parts := strings.Split(m, "|")
		write(t, &b, parts[0]+" "+parts[1], parts[2])
	}
	for _, d := range [...][2]string{{"Profiles of languages", "../language"}, {"Lexicons of sentiment", "../sentiment/lexicon"}, {"Fonts", "../../report/fonts"}} {
		write(t, &b, d[0], d[1])
	}
	return b.String()
}

// write appends the licence files of a module.
func write(t *testing.T, b *bytes.Buffer, name, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range entries {
		if e.IsDir() || !isLicence.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(b, "\n%s\n%s, %s\n\n%s\n", strings.Repeat("=", 80), name, e.Name(), bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r"), nil)))
		found = true
	}
	if !found {
		t.Errorf("%s states no licence", name)
	}
}
