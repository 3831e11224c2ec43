package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources reads the Go files of the module, by their slashed paths from its root.
func sources(t *testing.T) map[string]string {
	t.Helper()
	root, err := filepath.Abs(".")
	for err == nil && filepath.Dir(root) != root {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		root = filepath.Dir(root)
	}
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil || files["main.go"] == "" {
		t.Fatalf("no sources of the module below %s: %v", root, err)
	}
	return files
}

// check returns what is wrong with the files of a module, sorted by file.
func check(files map[string]string) []string {
	var problems []string
	graph := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, files[name], parser.SkipObjectResolution)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s cannot be parsed: %v", name, err))
			continue
		}
		pkg, test := packageOf(name), strings.HasSuffix(name, "_test.go")
		if _, listed := packages[pkg]; !listed {
			problems = append(problems, fmt.Sprintf("%s: package %s is not in the table", name, pkg))
		}
		for _, p := range imports(f) {
			if problem := arrow(pkg, p, test); problem != "" {
				problems = append(problems, name+": "+problem)
			}
			if to, ours := ownPackage(p); ours && !test {
				graph[pkg] = append(graph[pkg], to)
			}
		}
		if test {
			continue
		}
		if pkg != "cmd" {
			problems = append(problems, worldly(fset, f)...)
		}
		if n := strings.Count(strings.TrimSuffix(files[name], "\n"), "\n") + 1; n > longestFile {
			problems = append(problems, fmt.Sprintf("%s has %d lines, more than %d: split it by ideas", name, n, longestFile))
		}
	}
	if c := cycle(graph); c != nil {
		problems = append(problems, "import cycle: "+strings.Join(c, " → "))
	}
	return problems
}

// arrow says why pkg may not import what has the path, or "".
func arrow(pkg, importPath string, test bool) string {
	if to, ours := ownPackage(importPath); ours {
		if slices.Contains(packages[pkg], to) || test && (to == pkg || slices.Contains(onlyInTests[pkg], to)) {
			return ""
		}
		if to == "" {
			to = "main"
		}
		return fmt.Sprintf("%s may not import %s", pkg, to)
	}
	if test {
		return ""
	}
	for p := importPath; p != "."; p = path.Dir(p) {
		if who, restricted := knownBy[p]; restricted {
			if slices.Contains(who, pkg) {
				return ""
			}
			return fmt.Sprintf("%s may not know %s", pkg, importPath)
		}
	}
	return ""
}

// worldly finds the uses of the outside world.
func worldly(fset *token.FileSet, f *ast.File) []string {
	var problems []string
	of := map[string]string{} // the name in the file → the path
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		switch {
		case outsideWorld[p] == nil:
		case i.Name == nil:
			of[path.Base(p)] = p
		case i.Name.Name == ".":
			problems = append(problems, fmt.Sprintf("%s imports %q with a dot", at(fset, i), p))
		default:
			of[i.Name.Name] = p
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(outsideWorld[of[x.Name]], s.Sel.Name) {
				problems = append(problems, fmt.Sprintf("%s: %s.%s belongs in cmd", at(fset, s), of[x.Name], s.Sel.Name))
			}
		}
		return true
	})
	return problems
}

func at(fset *token.FileSet, n ast.Node) string {
	p := fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// cycle returns a path through the graph that ends where it began, nil if there is none.
func cycle(graph map[string][]string) []string {
	done := map[string]bool{}
	var trail []string
	var visit func(string) []string
	visit = func(pkg string) []string {
		if i := slices.Index(trail, pkg); i >= 0 {
			return append(slices.Clone(trail[i:]), pkg)
		}
		if done[pkg] {
			return nil
		}
		done[pkg] = true
		trail = append(trail, pkg)
		defer func() { trail = trail[:len(trail)-1] }()
		for _, to := range graph[pkg] {
			if c := visit(to); c != nil {
				return c
			}
		}
		return nil
	}
	for _, pkg := range slices.Sorted(maps.Keys(graph)) {
		if c := visit(pkg); c != nil {
			return c
		}
	}
	return nil
}

func imports(f *ast.File) []string {
	var paths []string
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		paths = append(paths, p)
	}
	return paths
}

// packageOf is the package of a file, "" for main in the root.
func packageOf(file string) string {
	return strings.TrimPrefix(path.Dir("/"+file), "/")
}

// ownPackage is a package of this module by its import path.
func ownPackage(importPath string) (pkg string, ours bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}
