package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"dev.stet/acceptance/internal/tiledlog"
)

// checkRecords holds the log against what somebody saw of it earlier.
func checkRecords(log *tiledlog.Log, key note.Verifier) error {
	seen := map[int64]tlog.Hash{log.N: log.Hash}
	count, err := eachLine(*checkpoints, func(line string) error {
		return checkRecorded(log, key, line, seen)
	})
	if err != nil {
		return err
	}
	if *checkpoints != "" {
		fmt.Printf("%d recorded checkpoints of %d sizes: consistent\n", count, len(seen))
	}
	bundles := make(map[int64][][]byte)
	count, err = eachLine(*claims, func(line string) error {
		return checkClaim(log, line, bundles)
	})
	if err == nil && *claims != "" {
		fmt.Printf("%d recorded claims: found\n", count)
	}
	return err
}

// checkRecorded checks that a recorded checkpoint is of a beginning of the log.
func checkRecorded(log *tiledlog.Log, key note.Verifier, line string, seen map[int64]tlog.Hash) error {
	signed, err := base64.StdEncoding.DecodeString(line)
	if err != nil {
		return err
	}
	old, err := tiledlog.OpenCheckpoint(signed, key)
	if err != nil {
		return err
	}
	if root, ok := seen[old.N]; ok {
		if root != old.Hash {
			return fmt.Errorf("two roots for size %d: %s and %s", old.N, root, old.Hash)
		}
		return nil
	}
	seen[old.N] = old.Hash
	if old.N > log.N {
		return fmt.Errorf("a checkpoint of size %d was seen, and now the log's size is %d", old.N, log.N)
	}
	proof, err := tlog.ProveTree(log.N, old.N, log.Hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, log.N, log.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("the log of size %d is no continuation of that of size %d: %w", log.N, old.N, err)
	}
	return nil
}

// checkClaim checks that a recorded claim is the entry at its index.
func checkClaim(log *tiledlog.Log, line string, bundles map[int64][][]byte) error {
	var index int64
	var repository, tag, digest string
	if _, err := fmt.Sscan(line, &index, &repository, &tag, &digest); err != nil {
		return err
	}
	n := index / tiledlog.Width
	if _, ok := bundles[n]; !ok && index >= 0 && index < log.N {
		bundle, err := log.Bundle(n)
		if err != nil {
			return err
		}
		bundles[n] = bundle
	}
	if index < 0 || index >= log.N {
		return fmt.Errorf("claim %q: the log's size is %d", line, log.N)
	}
	entry := string(bundles[n][index%tiledlog.Width])
	want := strings.Join([]string{"stet-log/v1 assign", repository, tag, digest, ""}, "\n")
	if !strings.HasPrefix(entry, want) {
		return fmt.Errorf("claim %q: entry %d is\n%s", line, index, entry)
	}
	return nil
}

// eachLine reads a file line by line, and counts the lines; no name is no line.
func eachLine(name string, read func(line string) error) (int, error) {
	if name == "" {
		return 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	count := 0
	for lines.Scan() {
		count++
		if err := read(lines.Text()); err != nil {
			return count, fmt.Errorf("%s, line %d: %w", name, count, err)
		}
	}
	return count, lines.Err()
}
