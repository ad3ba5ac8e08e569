// Package leaf reads the entries of a log of tags, by the grammar of docs/reference/tag-log.md.
package leaf

import (
	"encoding/base64"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// A Kind is what a leaf does.
type Kind string

const (
	Genesis   Kind = "genesis"
	Assign    Kind = "assign"
	Tombstone Kind = "tombstone"
	Restore   Kind = "restore"
)

// A Leaf is an entry that was read.
type Leaf struct {
	Kind     Kind
	Origin   string // of a genesis
	Key      string // of all others: repository, line feed, tag
	Assigned int64  // of a tombstone or restore
	Reason   string // of a tombstone
	Time     int64
}

// ErrNone is of an entry that is no leaf, and never will be.
var ErrNone = errors.New("no leaf")

// ErrUnknown is of an entry that a later version of the grammar may define.
var ErrUnknown = errors.New("unknown leaf")

const (
	maxBytes      = 2048
	maxRepository = 255

	origin     = `[!-*,-~]+`
	number     = `(?:0|[1-9][0-9]{0,18})`
	component  = `[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*`
	repository = component + `(?:/` + component + `)*`
	tag        = `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`
	key        = `(?P<key>` + repository + `\n` + tag + `)\n`
	sha256     = `sha256:[0-9a-f]{64}`
	meta       = `meta (?:-|` + sha256 + `)\n`
	assigned   = `assigned (?P<assigned>` + number + `)\n`
	time       = `(?P<time>` + number + `)\n`
	previous   = origin + ` (?P<size>` + number + `) (?P<root>[A-Za-z0-9+/]{43}=)`
)

// What follows the head.
var forms = map[Kind]*regexp.Regexp{
	Genesis:   form(`(?P<origin>` + origin + `)\nnames plain\nname-key -\nprevious (?:-|` + previous + `)\n` + time),
	Assign:    form(key + `(?:` + sha256 + `|sha512:[0-9a-f]{128})\n` + time + meta),
	Tombstone: form(key + assigned + time + `reason (?P<reason>retention|owner|security|legal)\n` + meta),
	Restore:   form(key + assigned + time + meta),
}

var head = regexp.MustCompile(`\Astet-log/v[1-9][0-9]* [a-z][a-z0-9-]*\z`)

func form(lines string) *regexp.Regexp { return regexp.MustCompile(`\A` + lines + `\z`) }

// Parse reads an entry; it fails with ErrNone or ErrUnknown.
func Parse(entry []byte) (Leaf, error) {
	first, rest, found := strings.Cut(string(entry), "\n")
	if !found || !head.MatchString(first) {
		return Leaf{}, ErrNone
	}
	kind, _ := strings.CutPrefix(first, "stet-log/v1 ")
	form := forms[Kind(kind)]
	lines := strings.Split(rest, "\n")
	if form == nil || Kind(kind) == Genesis && len(lines) > 1 && lines[1] == "names keyed" {
		return Leaf{}, ErrUnknown
	}
	parts := form.FindStringSubmatch(rest)
	if parts == nil || len(entry) > maxBytes {
		return Leaf{}, ErrNone
	}
	return read(Kind(kind), func(name string) string {
		if i := form.SubexpIndex(name); i > 0 {
			return parts[i]
		}
		return ""
	})
}

// read checks what the grammar cannot: how large numbers are, and that a root is canonical.
func read(kind Kind, part func(name string) string) (Leaf, error) {
	var broken error
	decimal := func(name string) int64 {
		if part(name) == "" {
			return 0
		}
		n, err := strconv.ParseInt(part(name), 10, 64)
		broken = errors.Join(broken, err)
		return n
	}
	leaf := Leaf{kind, part("origin"), part("key"), decimal("assigned"), part("reason"), decimal("time")}
	decimal("size")
	_, err := base64.StdEncoding.Strict().DecodeString(part("root"))
	if errors.Join(broken, err) != nil || strings.Index(leaf.Key, "\n") > maxRepository {
		return Leaf{}, ErrNone
	}
	return leaf, nil
}
