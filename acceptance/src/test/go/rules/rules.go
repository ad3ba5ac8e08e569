package main

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// The grammar of docs/reference/tag-log.md. What is in brackets is looked at later.
const (
	origin     = `[!-*,-~]+`
	number     = `(0|[1-9][0-9]{0,18})`
	component  = `[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*`
	repository = component + `(?:/` + component + `)*`
	tag        = `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`
	key        = `(` + repository + `\n` + tag + `)\n`
	sha256     = `sha256:[0-9a-f]{64}`
	meta       = `meta (?:-|` + sha256 + `)\n`
	previous   = origin + ` ` + number + ` ([A-Za-z0-9+/]{43}=)`
)

var (
	head    = regexp.MustCompile(`\Astet-log/v[1-9][0-9]* [a-z][a-z0-9-]*\z`)
	genesis = line(`(` + origin + `)\nnames plain\nname-key -\nprevious (?:-|` + previous + `)\n` + number + `\n`)
	assign  = line(key + `(?:` + sha256 + `|sha512:[0-9a-f]{128})\n` + number + `\n` + meta)
	bury    = line(key + `assigned ` + number + `\n` + number + `\nreason (retention|owner|security|legal)\n` + meta)
	restore = line(key + `assigned ` + number + `\n` + number + `\n` + meta)
)

func line(lines string) *regexp.Regexp { return regexp.MustCompile(`\A` + lines + `\z`) }

// A finding is why a replay stops, in the words of the vectors: "violation R2 at 3", "unknown at 3".
type finding string

func (f finding) Error() string { return string(f) }

// A replay has read the entries of a log up to a size, and found nothing.
type replay struct {
	origin string
	time   int64
	keys   map[string]state
	hashes tlog.HashReader
	stored []tlog.Hash
	size   int64
}

// A state is that of a key that was assigned.
type state struct {
	assigned int64
	reason   string // of its tombstone; empty while it is live
}

func newReplay(origin string) *replay {
	r := &replay{origin: origin, keys: make(map[string]state)}
	r.hashes = tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = r.stored[index]
		}
		return hashes, nil
	})
	return r
}

func (r *replay) broken(rule string) error {
	return finding(fmt.Sprintf("violation %s at %d", rule, r.size))
}

// next reads one more entry: R4, then R1, R5, and R2 or R3.
func (r *replay) next(entry []byte) error {
	first, rest, found := strings.Cut(string(entry), "\n")
	if !found || !head.MatchString(first) {
		return r.broken("R4")
	}
	kind, known := strings.CutPrefix(first, "stet-log/v1 ")
	form := map[string]*regexp.Regexp{"genesis": genesis, "assign": assign, "tombstone": bury, "restore": restore}[kind]
	lines := strings.Split(rest, "\n")
	if !known || form == nil || kind == "genesis" && len(lines) > 1 && lines[1] == "names keyed" {
		return finding(fmt.Sprintf("unknown at %d", r.size))
	}
	parts := form.FindStringSubmatch(rest)
	if parts == nil || len(entry) > 2048 || strings.Index(parts[1], "\n") > 255 {
		return r.broken("R4")
	}
	time, assigned, reason, canonical := read(kind, parts)
	switch {
	case !canonical:
		return r.broken("R4")
	case (kind == "genesis") != (r.size == 0) || kind == "genesis" && parts[1] != r.origin:
		return r.broken("R1")
	case time < r.time:
		return r.broken("R5")
	}
	if kind != "genesis" {
		if rule := r.move(kind, parts[1], assigned, reason); rule != "" {
			return r.broken(rule)
		}
	}
	r.time = time
	hashes, err := tlog.StoredHashes(r.size, entry, r.hashes)
	r.stored = append(r.stored, hashes...)
	r.size++
	return err
}

// read takes the numbers out of an entry, and checks what the grammar does not: their size, and
// that a root is canonical.
func read(kind string, parts []string) (time, assigned int64, reason string, canonical bool) {
	var err, err2, err3 error
	switch kind {
	case "genesis":
		if parts[2] != "" {
			_, err2 = strconv.ParseInt(parts[2], 10, 64)
			_, err3 = base64.StdEncoding.Strict().DecodeString(parts[3])
		}
		time, err = strconv.ParseInt(parts[4], 10, 64)
	case "assign":
		time, err = strconv.ParseInt(parts[2], 10, 64)
	default:
		assigned, err2 = strconv.ParseInt(parts[2], 10, 64)
		time, err = strconv.ParseInt(parts[3], 10, 64)
	}
	if kind == "tombstone" {
		reason = parts[4]
	}
	return time, assigned, reason, err == nil && err2 == nil && err3 == nil
}

// move changes the state of a key, or names the rule that forbids it.
func (r *replay) move(kind, key string, assigned int64, reason string) string {
	was, known := r.keys[key]
	live := known && was.reason == ""
	returns := was.reason == "retention" || was.reason == "owner"
	switch {
	case kind == "assign" && known:
		return "R2"
	case kind == "assign":
		r.keys[key] = state{assigned: r.size}
	case !known || was.assigned != assigned || kind == "tombstone" && !live || kind == "restore" && !returns:
		return "R3"
	default:
		r.keys[key] = state{was.assigned, reason}
	}
	return ""
}

// confirm checks the root of a checkpoint over all entries read: R6.
func (r *replay) confirm(root tlog.Hash) error {
	computed, err := tlog.TreeHash(r.size, r.hashes)
	if err == nil && computed != root {
		err = r.broken("R6")
	}
	return err
}
