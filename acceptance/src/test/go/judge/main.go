// Judge checks a log in the layout of c2sp.org/tlog-tiles with the libraries of the Go project
// (golang.org/x/mod/sumdb/note and tlog), which know nothing of Stet.
//
//	judge -log URL -key VKEY [-checkpoints FILE] [-claims FILE] [-sample N] [-seed N] [-flip all|one]
//
// It checks the checkpoint's signature, that every entry has the hash that the tree has, and the
// inclusion of entries by proofs. A file of checkpoints has one a line, in base64: each has to be
// consistent with the log. A file of claims has one a line, "index repository tag digest": each
// has to be the entry at its index. With -flip it changes bytes of the log's files, in memory, and
// has to see every change. It prints what it saw, and ends with 1 when something is wrong.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"golang.org/x/mod/sumdb/note"

	"dev.stet/acceptance/internal/tiledlog"
)

var (
	logURL      = flag.String("log", "", "the `URL` of the log, http, https or file")
	vkey        = flag.String("key", "", "the log's verifier `key`, name+hash+key")
	checkpoints = flag.String("checkpoints", "", "a `file` of recorded checkpoints")
	claims      = flag.String("claims", "", "a `file` of recorded claims")
	sample      = flag.Int("sample", 1024, "prove the inclusion of at most `N` entries")
	seed        = flag.Int64("seed", time.Now().UnixNano(), "what chance begins with")
	flip        = flag.String("flip", "", "flip `all` bytes of each file, or one")
)

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run() error {
	key, err := note.NewVerifier(*vkey)
	if err != nil {
		return fmt.Errorf("-key: %w", err)
	}
	fetch, err := tiledlog.At(*logURL)
	if err != nil {
		return fmt.Errorf("-log: %w", err)
	}
	fetch = tiledlog.Kept(fetch)
	log, err := tiledlog.Open(fetch, key)
	if err != nil {
		return err
	}
	checks := checksOf(log, key)
	for _, check := range checks {
		if err := check(fetch); err != nil {
			return err
		}
	}
	fmt.Printf("log %s size %d root %s: sound\n", log.Origin, log.N, log.Hash)
	if err := checkRecords(log, key); err != nil {
		return err
	}
	if *flip != "" {
		return flipAll(fetch, checks, key)
	}
	return nil
}
