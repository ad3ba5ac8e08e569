package main

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"dev.stet/acceptance/internal/leaf"
)

// A finding is why a replay stops, in the words of the vectors: "violation R2 at 3", "unknown at 3".
type finding string

func (f finding) Error() string { return string(f) }

// A replay has read the entries of a log up to a size, and found nothing.
type replay struct {
	origin string
	size   int64
	time   int64
	keys   map[string]state
	stored []tlog.Hash // of the tree, in the order of tlog.StoredHashIndex
}

// A state is that of a key that was assigned.
type state struct {
	assigned int64
	reason   string // of its tombstone; empty while it is live
}

func newReplay(origin string) *replay {
	return &replay{origin: origin, keys: make(map[string]state)}
}

// ReadHashes reads those of the tree.
func (r *replay) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = r.stored[index]
	}
	return hashes, nil
}

func (r *replay) broken(rule string) error {
	return finding(fmt.Sprintf("violation %s at %d", rule, r.size))
}

// next reads one more entry: R4, then R1, R5, and R2 or R3.
func (r *replay) next(entry []byte) error {
	l, err := leaf.Parse(entry)
	if errors.Is(err, leaf.ErrUnknown) {
		return finding(fmt.Sprintf("unknown at %d", r.size))
	}
	if err != nil {
		return r.broken("R4")
	}
	begins := l.Kind == leaf.Genesis
	if begins != (r.size == 0) || begins && l.Origin != r.origin {
		return r.broken("R1")
	}
	if l.Time < r.time {
		return r.broken("R5")
	}
	if rule := r.move(l); rule != "" {
		return r.broken(rule)
	}
	hashes, err := tlog.StoredHashes(r.size, entry, r)
	r.stored = append(r.stored, hashes...)
	r.time = l.Time
	r.size++
	return err
}

// move changes the state of the leaf's key, or names the rule that forbids it.
func (r *replay) move(l leaf.Leaf) string {
	was, known := r.keys[l.Key]
	live := known && was.reason == ""
	same := known && was.assigned == l.Assigned
	switch l.Kind {
	case leaf.Assign:
		if known {
			return "R2"
		}
		r.keys[l.Key] = state{assigned: r.size}
	case leaf.Tombstone:
		if !live || !same {
			return "R3"
		}
		r.keys[l.Key] = state{was.assigned, l.Reason}
	case leaf.Restore:
		if !same || was.reason != "retention" && was.reason != "owner" {
			return "R3"
		}
		r.keys[l.Key] = state{assigned: was.assigned}
	}
	return ""
}

// confirm checks the root of a checkpoint over all entries read: R6.
func (r *replay) confirm(root tlog.Hash) error {
	computed, err := tlog.TreeHash(r.size, r)
	if err == nil && computed != root {
		err = r.broken("R6")
	}
	return err
}
