package cmd

import (
	"io"
	"os"
	"os/exec"
	"strings"
)

// page shows text on the terminal, through a pager where it is too long for the
// screen. The pager is $CHATCOPS_PAGER, else $PAGER, else less if there is one;
// cat means none.
func (app *App) page(text string, off bool) error {
	pager := app.pager()
	if off || !app.OutTerminal || len(pager) == 0 || strings.Count(text, "\n") < app.Height {
		_, err := io.WriteString(app.Out, text)
		return err
	}
	c := exec.Command(pager[0], pager[1:]...)
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(text), app.Out, app.Err
	if app.Getenv("LESS") == "" {
		c.Env = append(os.Environ(), "LESS=FRX") // for a $PAGER that is less without options
	}
	if err := c.Start(); err != nil {
		_, err := io.WriteString(app.Out, text)
		return err
	}
	app.paging.Store(true)
	defer app.paging.Store(false)
	_ = c.Wait() // whoever leaves the pager early has read enough
	return nil
}

// pager is the command line of the pager, empty if there is none.
func (app *App) pager() []string {
	for _, name := range []string{"CHATCOPS_PAGER", "PAGER"} {
		if words := strings.Fields(app.Getenv(name)); len(words) > 0 {
			if words[0] == "cat" {
				return nil
			}
			return words
		}
	}
	if path, err := exec.LookPath("less"); err == nil {
		return []string{path, "-R", "-F", "-X"}
	}
	return nil
}
