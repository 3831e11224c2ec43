// Command manual writes the man pages of chatcops into a folder:
//
//	go run ./internal/manual FOLDER
package main

import (
	"log"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"chatcops/cmd"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("manual: name the folder to write to")
	}
	if err := write(os.Args[1]); err != nil {
		log.Fatal("manual: ", err)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	// The same pages give the same bytes, whenever they are made.
	never := time.Unix(0, 0).UTC()
	return doc.GenManTree(cmd.Commands(), &doc.GenManHeader{Section: "1", Date: &never, Source: "chatcops", Manual: "chatcops"}, folder)
}
