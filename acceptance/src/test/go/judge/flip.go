package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"dev.stet/acceptance/internal/tiledlog"
)

// A file is one that checks fetch.
type file struct {
	content []byte
	readers []check // those that fetch it, in their order
}

// flipAll changes bytes of each file that the checks fetch, one at a time. A change has to be seen
// by a check that fetches the file: for all others the log is as it was. Only in the signature
// lines of others may bytes change, as long as they are signature lines.
func flipAll(fetch tiledlog.Fetch, checks []check, key note.Verifier) error {
	fmt.Println("seed of the flips:", *seed)
	chance := rand.New(rand.NewSource(*seed))
	files := make(map[string]*file)
	for _, check := range checks {
		if err := check(recording(fetch, files, check)); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	flips, accepted := 0, 0
	for _, name := range names {
		f := files[name]
		foreign := 0 // where the part that nobody checks begins
		if name == "checkpoint" {
			foreign = foreignLines(f.content, key)
		}
		checked := len(f.content) - foreign
		for _, at := range positions(checked, chance) {
			if !seen(fetch, name, f, at, byte(1+chance.Intn(255))) {
				return fmt.Errorf("a flip of byte %d of %s is not seen", at, name)
			}
			flips++
		}
		for _, at := range signatureBytes(f.content[checked:]) {
			if seen(fetch, name, f, checked+at, f.content[checked+at]^other(f.content[checked+at])) {
				return fmt.Errorf("a flip of byte %d of %s, in an unknown signature, is refused", checked+at, name)
			}
			accepted++
		}
	}
	fmt.Printf("%d files, %d flips: all seen; %d in unknown signatures: all accepted\n", len(names), flips, accepted)
	return nil
}

// recording notes which files a check fetches.
func recording(fetch tiledlog.Fetch, files map[string]*file, reader check) tiledlog.Fetch {
	mine := make(map[string]bool)
	return func(path string) ([]byte, error) {
		content, err := fetch(path)
		if err != nil || mine[path] {
			return content, err
		}
		mine[path] = true
		if files[path] == nil {
			files[path] = &file{content: content}
		}
		files[path].readers = append(files[path].readers, reader)
		return content, nil
	}
}

// seen flips bits of one byte, and says whether a check fails then.
func seen(fetch tiledlog.Fetch, name string, f *file, at int, bits byte) bool {
	flipped := bytes.Clone(f.content)
	flipped[at] ^= bits
	fetchFlipped := func(path string) ([]byte, error) {
		if path == name {
			return flipped, nil
		}
		return fetch(path)
	}
	return slices.ContainsFunc(f.readers, func(check check) bool { return check(fetchFlipped) != nil })
}

// positions are those of all bytes, or of one.
func positions(length int, chance *rand.Rand) []int {
	if *flip == "one" {
		return []int{chance.Intn(length)}
	}
	all := make([]int, length)
	for i := range all {
		all[i] = i
	}
	return all
}

// foreignLines is the length of the signature lines at the end that are not by the key.
func foreignLines(checkpoint []byte, key note.Verifier) int {
	ours := []byte("— " + key.Name() + " ")
	last := bytes.LastIndex(checkpoint, ours)
	end := last + bytes.IndexByte(checkpoint[last:], '\n') + 1
	return len(checkpoint) - end
}

// signatureBytes are the positions of characters of signatures which may be any others: not of the
// first eight, which name the key, nor of the last four, of which some bits are padding.
func signatureBytes(lines []byte) []int {
	var positions []int
	for start := 0; start < len(lines); {
		end := start + bytes.IndexByte(lines[start:], '\n')
		signature := start + bytes.LastIndexByte(lines[start:end], ' ') + 1
		for at := signature + 8; at < end-4; at++ {
			positions = append(positions, at)
		}
		start = end + 1
	}
	return positions
}

// other is another character of base64.
func other(character byte) byte {
	if character == 'A' {
		return 'B'
	}
	return 'A'
}
