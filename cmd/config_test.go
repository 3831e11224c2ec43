package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatcops/internal/config"
)

// configApp is an App in a new folder with the given chatcops.yaml, if any, and environment.
func configApp(t *testing.T, file string, env map[string]string) (app *App, out, errs *bytes.Buffer) {
	t.Helper()
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	app = &App{Out: out, Err: errs, Dir: t.TempDir(), Getenv: func(name string) string { return env[name] }}
	if file != "" {
		if err := os.WriteFile(filepath.Join(app.Dir, config.FileName), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return app, out, errs
}

func TestConfigInitNeverReplacesUnasked(t *testing.T) {
	app, _, errs := configApp(t, "", nil)
	path := filepath.Join(app.Dir, config.FileName)
	if code := app.Run(context.Background(), []string{"config", "init"}); code != exitDone {
		t.Fatalf("code %d: %s", code, errs)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, config.Template()) {
		t.Fatalf("%v, %q", err, got)
	}
	if err := os.WriteFile(path, []byte("db: mine.db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	errs.Reset()
	if code := app.Run(context.Background(), []string{"config", "init"}); code != exitFailed {
		t.Errorf("code %d", code)
	}
	if want := "chatcops: chatcops.yaml exists already\nhint: name another path, or replace it with --force\n"; errs.String() != want {
		t.Errorf("said %q", errs)
	}
	if got, _ := os.ReadFile(path); string(got) != "db: mine.db\n" {
		t.Errorf("the file now holds %q", got)
	}
	if code := app.Run(context.Background(), []string{"config", "init", "--force"}); code != exitDone {
		t.Errorf("code %d", code)
	}
	if got, _ := os.ReadFile(path); !bytes.Equal(got, config.Template()) {
		t.Errorf("--force left %q", got)
	}
	errs.Reset()
	if code := app.Run(context.Background(), []string{"config", "init", "no/such/folder.yaml"}); code != exitFailed || !strings.Contains(errs.String(), "does not exist") {
		t.Errorf("code %d, %s", code, errs)
	}
}

func TestConfigShow(t *testing.T) {
	app, out, errs := configApp(t, "db: file.db\ngoals:\n- {name: Order_Placed, event: ORDER}\n", map[string]string{"CHATCOPS_TIMEZONE": "UTC"})
	if code := app.Run(context.Background(), []string{"config", "show", "--format", "json", "--db", "flag.db"}); code != exitDone {
		t.Fatalf("code %d: %s", code, errs)
	}
	var got struct {
		File     string
		Settings []config.Setting
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, want := range []config.Setting{
		{Key: "db", Value: "flag.db", Origin: "--db"},
		{Key: "timezone", Value: "UTC", Origin: "CHATCOPS_TIMEZONE"},
		{Key: "source", Value: "default", Origin: "default"},
		{Key: "goals.Order_Placed", Value: "event ORDER", Origin: "chatcops.yaml:3"},
	} {
		found := false
		for _, s := range got.Settings {
			found = found || s == want
		}
		if !found {
			t.Errorf("%v is not in %s", want, out)
		}
	}
	if got.File != "chatcops.yaml" {
		t.Errorf("file %q", got.File)
	}
	for _, format := range []string{"table", "csv", "jsonl", "markdown"} {
		out.Reset()
		if code := app.Run(context.Background(), []string{"config", "show", "--format", format}); code != exitDone {
			t.Errorf("%s: code %d: %s", format, code, errs)
		}
		if format == "csv" && !strings.Contains(out.String(), "\nformat,csv,--format\r\n") {
			t.Errorf("csv prints\n%s", out)
		}
		if strings.Count(out.String(), "event ORDER") != 1 || !strings.Contains(out.String(), "chatcops.yaml:1") {
			t.Errorf("%s prints\n%s", format, out)
		}
	}
}

func TestConfigCheck(t *testing.T) {
	for _, c := range []struct {
		name, file string
		args       []string
		code       int
		out, errs  string
	}{
		{"fine", "db: x.db\n", nil, exitDone, "chatcops.yaml: no mistakes\n", ""},
		{"no file", "", nil, exitDone, "no chatcops.yaml: the defaults, the environment and the flags hold no mistakes\n", ""},
		{"mistakes", "timezon: UTC\nformat: [json]\n", nil, exitUsage, "",
			"chatcops: chatcops.yaml:1:1: unknown key \"timezon\": did you mean \"timezone\"?\nchatcops.yaml:2:9: format: expected a single value, found a list\n"},
		{"phrase", "rules:\n  phrases:\n    goodbye: ['(see you']\n", nil, exitUsage, "",
			"chatcops: chatcops.yaml:3:15: phrase \"(see you\": a bracket is not closed\n"},
		{"named file", "", []string{"--config", "other.yaml"}, exitUsage, "",
			"chatcops: other.yaml: no such file: correct --config, or write the file with: chatcops config init other.yaml\n"},
	} {
		app, out, errs := configApp(t, c.file, nil)
		code := app.Run(context.Background(), append([]string{"config", "check"}, c.args...))
		if code != c.code || out.String() != c.out || errs.String() != c.errs {
			t.Errorf("%s: code %d\nout %q\nerr %q", c.name, code, out, errs)
		}
	}
}
