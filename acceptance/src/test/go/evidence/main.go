// Evidence verifies files in which somebody shows what a log did wrong. It believes nothing but the
// key of the log.
//
//	evidence -key VKEY FILE...
//
// For each file it prints what it shows, or why it shows nothing; if one shows nothing it ends with 1.
package main

import (
	"flag"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	vkey := flag.String("key", "", "the log's verifier `key`, name+hash+key")
	flag.Parse()
	key, err := note.NewVerifier(*vkey)
	if err != nil {
		fmt.Fprintln(os.Stderr, "evidence: -key:", err)
		os.Exit(2)
	}
	code := 0
	for _, name := range flag.Args() {
		shown, err := verify(name, *vkey, key)
		if err != nil {
			shown = "nothing: " + err.Error()
			code = 1
		}
		fmt.Printf("%s shows %s\n", name, shown)
	}
	os.Exit(code)
}

// verify says what a file shows.
func verify(name, vkey string, key note.Verifier) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	file, err := parse(string(text), key)
	if err != nil {
		return "", err
	}
	if file.key != vkey {
		return "", fmt.Errorf("it is about the log %s", file.key)
	}
	return file.verify()
}
