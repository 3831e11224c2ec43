package cmd

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestNamedLocal(t *testing.T) {
	link := filepath.Join(t.TempDir(), "localtime")
	if err := os.Symlink("/usr/share/zoneinfo/Europe/Berlin", link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	for _, c := range []struct{ tz, link, want string }{
		{"", link, "Europe/Berlin"},
		{"Asia/Tokyo", link, "Asia/Tokyo"},
		{":Asia/Tokyo", link, "Asia/Tokyo"},
		{"/usr/share/zoneinfo/Asia/Tokyo", link, "Asia/Tokyo"},
		{"/etc/localtime", link, "Local"},
		{"No/Where", link, "Local"},
		{"", link + "-missing", "Local"},
	} {
		got := namedLocal(func(string) string { return c.tz }, c.link)
		if got.String() != c.want {
			t.Errorf("TZ=%q: %s, want %s", c.tz, got, c.want)
		}
		if c.want == "Local" && got != time.Local {
			t.Error("Local is not that of the machine")
		}
	}
}
