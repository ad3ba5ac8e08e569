package tiledlog

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Checkpoint says how large a log is, and what its tree is: c2sp.org/tlog-checkpoint.
type Checkpoint struct {
	Origin string
	tlog.Tree
}

// OpenCheckpoint reads a checkpoint that the log's key signed. The origin has to be the key's name.
// More lines than three, and base64 that is not canonical, are refused.
func OpenCheckpoint(signed []byte, key note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(key))
	if err != nil {
		return Checkpoint{}, err
	}
	for _, signature := range n.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(signature.Base64); err != nil {
			return Checkpoint{}, fmt.Errorf("the signature of %s: %w", signature.Name, err)
		}
	}
	return parseCheckpoint(n.Text, key.Name())
}

func parseCheckpoint(text, origin string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, fmt.Errorf("a checkpoint of %d lines, want 3", len(lines)-1)
	}
	if lines[0] != origin {
		return Checkpoint{}, fmt.Errorf("origin %q, want %q", lines[0], origin)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("the size %q is no canonical decimal", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("the root %q is no hash", lines[2])
	}
	return Checkpoint{Origin: origin, Tree: tlog.Tree{N: size, Hash: tlog.Hash(root)}}, nil
}
