package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/notify"
)

// notifying is the flag --notify.
type notifying struct {
	url    string
	client *notify.Client
}

func (n *notifying) bind(c *cobra.Command, what string) {
	c.Flags().StringVar(&n.url, "notify", "", "post "+what+" to this URL as JSON, signed with $"+notify.SecretVariable)
	_ = c.RegisterFlagCompletionFunc("notify", fixed("https://"))
}

// prepare checks the flag before anything is read.
func (n *notifying) prepare(app *App) (err error) {
	if n.url == "" {
		return nil
	}
	if n.client, err = notify.New(n.url, app.Getenv(notify.SecretVariable)); err != nil {
		return usageError{fmt.Errorf("--notify: %w", err)}
	}
	return nil
}

// post tells the receiver, if there is one.
func (n *notifying) post(ctx context.Context, app *App, kind string, data any) error {
	if n.client == nil {
		return nil
	}
	now := app.Now()
	if err := n.client.Post(ctx, now, notify.Message{Type: kind, Time: now.UTC(), Data: data}); err != nil {
		return fmt.Errorf("--notify: %w", err)
	}
	return nil
}
