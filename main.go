// Chatcops analyses the transcripts of chat agents, offline, from one SQLite file.
package main

import (
	"os"

	"chatcops/cmd"
)

func main() { os.Exit(cmd.Main(os.Args[1:])) }
