// Rules replays a log and holds it to the rules R1 to R6 of docs/reference/tag-log.md. It was
// written from that page alone.
//
//	rules -log URL -key VKEY     replays all entries of a log
//	rules -sequences FILE        replays sequences of entries, and compares what it finds with what
//	                             the file wants; its form is on the page, under "Vectors"
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"dev.stet/acceptance/internal/tiledlog"
)

func main() {
	logURL := flag.String("log", "", "the `URL` of the log, http, https or file")
	vkey := flag.String("key", "", "the log's verifier `key`, name+hash+key")
	file := flag.String("sequences", "", "a `file` of sequences")
	flag.Parse()
	run := func() error { return replayLog(*logURL, *vkey) }
	if *file != "" {
		run = func() error { return replaySequences(*file) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "rules:", err)
		os.Exit(1)
	}
}

func replayLog(logURL, vkey string) error {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("-key: %w", err)
	}
	fetch, err := tiledlog.At(logURL)
	if err != nil {
		return fmt.Errorf("-log: %w", err)
	}
	log, err := tiledlog.Open(tiledlog.Kept(fetch), key)
	if err != nil {
		return err
	}
	r := newReplay(log.Origin)
	for n := range log.Bundles() {
		entries, err := log.Bundle(n)
		if err != nil {
			return fmt.Errorf("%w: %w", r.broken("R6"), err)
		}
		for _, entry := range entries {
			if err := r.next(entry); err != nil {
				return fmt.Errorf("%w: %q", err, entry)
			}
		}
	}
	if err := r.confirm(log.Hash); err != nil {
		return err
	}
	fmt.Printf("log %s size %d, %d tags: R1 to R6 hold\n", log.Origin, r.size, len(r.keys))
	return nil
}

// replaySequences wants every sequence of a file to be found as the file says.
func replaySequences(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var name string
	var entries [][]byte
	var root *tlog.Hash
	count, differ := 0, 0
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, value, _ := strings.Cut(line, " ")
		var err error
		switch word {
		case "name":
			name, entries, root = value, nil, nil
		case "entry":
			var entry string
			entry, err = strconv.Unquote(value)
			entries = append(entries, []byte(entry))
		case "root":
			var hash tlog.Hash
			hash, err = tlog.ParseHash(value)
			root = &hash
		case "want":
			count++
			if found := replaySequence(entries, root); found != value {
				differ++
				fmt.Printf("%s: found %s, want %s\n", name, found, value)
			}
		default:
			err = errors.New("unknown word " + word)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", file, i+1, err)
		}
	}
	if differ > 0 {
		return fmt.Errorf("%d of %d sequences differ", differ, count)
	}
	fmt.Printf("%d sequences: as wanted\n", count)
	return nil
}

// replaySequence says what a replay finds.
func replaySequence(entries [][]byte, root *tlog.Hash) string {
	r := newReplay("log.example/stet")
	for _, entry := range entries {
		if err := r.next(entry); err != nil {
			return err.Error()
		}
	}
	if root != nil {
		if err := r.confirm(*root); err != nil {
			return err.Error()
		}
	}
	return "ok"
}
