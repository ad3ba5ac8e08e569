package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"dev.stet/acceptance/internal/tiledlog"
)

// A file is what somebody shows. Each part is there as the claim wants it.
type file struct {
	claim       string // fork, or R1 to R6
	key         string // of the log
	checkpoints []tiledlog.Checkpoint
	entries     []entry
	root        tlog.Hash   // of a fork: that of the newer tree where the older ended
	consistency []tlog.Hash // of a fork: from that root to the newer one
	leaf        tlog.Hash   // of R6: what the tree has where the entry should be
}

// An entry is one of the log's, with a proof that it is in the tree.
type entry struct {
	index int64
	bytes []byte
	proof tlog.RecordProof
}

const (
	maxEntries = 3
	maxHashes  = 64
)

// A reader reads lines one after the other.
type reader struct {
	lines []string
	key   note.Verifier
}

// parse reads a file; the signatures of its checkpoints are verified.
func parse(text string, key note.Verifier) (*file, error) {
	text, ended := strings.CutSuffix(text, "\n")
	if !ended {
		return nil, errors.New("no line feed at the end")
	}
	r := &reader{strings.Split(text, "\n"), key}
	if r.lines[0] != "stet-evidence/v1" {
		return nil, errors.New("no evidence")
	}
	r.lines = r.lines[1:]
	f := &file{claim: r.value("claim"), key: r.value("log")}
	switch err := r.parts(f); {
	case err != nil:
		return nil, err
	case len(r.lines) > 0:
		return nil, fmt.Errorf("nothing follows, got %q", r.lines[0])
	}
	return f, nil
}

// parts reads what the claim wants.
func (r *reader) parts(f *file) (err error) {
	switch f.claim {
	case "fork":
		older, err1 := r.checkpoint()
		newer, err2 := r.checkpoint()
		f.checkpoints = []tiledlog.Checkpoint{older, newer}
		var err3, err4 error
		f.root, err3 = hash(r.value("root"))
		f.consistency, err4 = r.hashes()
		return errors.Join(err1, err2, err3, err4)
	case "R6":
		checkpoint, err1 := r.checkpoint()
		f.checkpoints = []tiledlog.Checkpoint{checkpoint}
		served, err2 := r.entry()
		var err3, err4 error
		f.leaf, err3 = hash(r.value("leaf"))
		served.proof, err4 = r.hashes()
		f.entries = []entry{served}
		return errors.Join(err1, err2, err3, err4)
	case "R1", "R2", "R3", "R4", "R5":
		checkpoint, err := r.checkpoint()
		f.checkpoints = []tiledlog.Checkpoint{checkpoint}
		for err == nil && len(r.lines) > 0 {
			var shown entry
			if shown, err = r.entry(); err == nil {
				shown.proof, err = r.hashes()
			}
			f.entries = append(f.entries, shown)
		}
		if err == nil && (len(f.entries) == 0 || len(f.entries) > maxEntries) {
			err = fmt.Errorf("%d entries, want 1 to %d", len(f.entries), maxEntries)
		}
		return err
	}
	return fmt.Errorf("unknown claim %q", f.claim)
}

// value reads a line that is a word, a space and a value; what else there is has an empty value.
func (r *reader) value(word string) string {
	if len(r.lines) == 0 {
		return ""
	}
	value, found := strings.CutPrefix(r.lines[0], word+" ")
	if !found {
		return ""
	}
	r.lines = r.lines[1:]
	return value
}

// checkpoint reads a signed checkpoint, whose lines are counted before it.
func (r *reader) checkpoint() (tiledlog.Checkpoint, error) {
	count, err := number(r.value("checkpoint"))
	if err != nil || count > int64(len(r.lines)) {
		return tiledlog.Checkpoint{}, errors.New("no checkpoint")
	}
	signed := strings.Join(r.lines[:count], "\n") + "\n"
	r.lines = r.lines[count:]
	return tiledlog.OpenCheckpoint([]byte(signed), r.key)
}

func (r *reader) entry() (entry, error) {
	index, encoded, _ := strings.Cut(r.value("entry"), " ")
	n, err1 := number(index)
	bytes, err2 := base64.StdEncoding.Strict().DecodeString(encoded)
	return entry{index: n, bytes: bytes}, errors.Join(err1, err2)
}

func (r *reader) hashes() ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for len(r.lines) > 0 && strings.HasPrefix(r.lines[0], "hash ") {
		h, err := hash(r.value("hash"))
		if err != nil || len(hashes) == maxHashes {
			return nil, errors.Join(err, errors.New("no proof"))
		}
		hashes = append(hashes, h)
	}
	return hashes, nil
}

func hash(text string) (tlog.Hash, error) {
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(bytes) != tlog.HashSize {
		return tlog.Hash{}, fmt.Errorf("%q is no hash", text)
	}
	return tlog.Hash(bytes), nil
}

func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("%q is no canonical decimal", text)
	}
	return n, nil
}
