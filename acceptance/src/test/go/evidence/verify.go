package main

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"dev.stet/acceptance/internal/leaf"
)

var errHolds = errors.New("all that is shown may stand in a log that keeps the rule")

// verify says what the file shows. What it shows is in trees that the log signed.
func (f *file) verify() (string, error) {
	switch f.claim {
	case "fork":
		return f.fork()
	case "R6":
		return f.unbound()
	}
	tree := f.checkpoints[0].Tree
	last := int64(-1)
	for _, e := range f.entries {
		if e.index <= last {
			return "", errors.New("the entries are not in their order")
		}
		last = e.index
		if err := tlog.CheckRecord(e.proof, tree.N, tree.Hash, e.index, tlog.RecordHash(e.bytes)); err != nil {
			return "", err
		}
	}
	return f.brokenRule()
}

// fork: where the older tree ended, the newer one has another root.
func (f *file) fork() (string, error) {
	older, newer := f.checkpoints[0], f.checkpoints[1]
	if err := tlog.CheckTree(f.consistency, newer.N, newer.Hash, older.N, f.root); err != nil {
		return "", err
	}
	if f.root == older.Hash {
		return "", errHolds
	}
	return fmt.Sprintf("two histories: the roots at size %d are %s and %s", older.N, older.Hash, f.root), nil
}

// unbound: the entry that was served is not the one in the tree.
func (f *file) unbound() (string, error) {
	tree, served := f.checkpoints[0].Tree, f.entries[0]
	if err := tlog.CheckRecord(served.proof, tree.N, tree.Hash, served.index, f.leaf); err != nil {
		return "", err
	}
	if tlog.RecordHash(served.bytes) == f.leaf {
		return "", errHolds
	}
	return fmt.Sprintf("that entry %d is not the one in the tree, if the log served it", served.index), nil
}

// brokenRule holds entries of the tree against one of R1 to R5.
func (f *file) brokenRule() (string, error) {
	wanted := map[string]int{"R1": 1, "R2": 2, "R3": len(f.entries), "R4": 1, "R5": 2}[f.claim]
	if len(f.entries) != wanted {
		return "", fmt.Errorf("%d entries, want %d", len(f.entries), wanted)
	}
	var leaves []leaf.Leaf
	for _, e := range f.entries {
		l, err := leaf.Parse(e.bytes)
		if f.claim == "R4" && errors.Is(err, leaf.ErrNone) {
			return fmt.Sprintf("that entry %d is no leaf", e.index), nil
		}
		if err != nil {
			return "", err
		}
		leaves = append(leaves, l)
	}
	first, last := leaves[0], leaves[len(leaves)-1]
	at, end := f.entries[0].index, f.entries[len(leaves)-1].index
	ours := first.Kind == leaf.Genesis && first.Origin == f.checkpoints[0].Origin
	switch {
	case f.claim == "R1" && (at == 0 && !ours || at > 0 && first.Kind == leaf.Genesis):
		return fmt.Sprintf("a genesis where none may be, or none where one must: entry %d", at), nil
	case f.claim == "R2" && first.Kind == leaf.Assign && last.Kind == leaf.Assign && first.Key == last.Key:
		return fmt.Sprintf("that entries %d and %d assign %s", at, end, shown(first.Key)), nil
	case f.claim == "R3":
		return f.outOfTurn(leaves)
	case f.claim == "R5" && at+1 == end && last.Time < first.Time:
		return fmt.Sprintf("that the time of entry %d is less than that of entry %d", end, at), nil
	}
	return "", errHolds
}

// outOfTurn: the last entry is a tombstone or a restore for which its tag was not ready. Where the
// entries before it do not show that for certain, another of the tag may lie between them.
func (f *file) outOfTurn(leaves []leaf.Leaf) (string, error) {
	last := leaves[len(leaves)-1]
	end := f.entries[len(leaves)-1].index
	finding := fmt.Sprintf("that entry %d is out of turn for %s", end, shown(last.Key))
	if last.Kind != leaf.Tombstone && last.Kind != leaf.Restore {
		return "", errHolds
	}
	if last.Assigned >= end {
		return finding, nil
	}
	var before leaf.Leaf // what the last entry of the tag before did
	for i, l := range leaves[:len(leaves)-1] {
		assigns := l.Kind == leaf.Assign && l.Key == last.Key
		if assigns != (f.entries[i].index == last.Assigned) {
			return finding, nil
		}
		before = l
	}
	final := before.Reason == "security" || before.Reason == "legal"
	switch {
	case before.Key != last.Key:
		return "", errHolds
	case last.Kind == leaf.Restore && before.Kind == leaf.Tombstone && final:
		return finding, nil
	case last.Kind == leaf.Restore && before.Kind != leaf.Tombstone,
		last.Kind == leaf.Tombstone && before.Kind == leaf.Tombstone:
		return finding + ", unless another entry of it lies between", nil
	}
	return "", errHolds
}

func shown(key string) string { return strings.Replace(key, "\n", ":", 1) }
