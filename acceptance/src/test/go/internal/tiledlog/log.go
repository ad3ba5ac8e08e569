// Package tiledlog reads a log in the layout of c2sp.org/tlog-tiles, and believes nothing that it
// reads: the checkpoint must bear the key's signature, hashes must lead to its root, and entries
// must have the hashes that the tiles have.
package tiledlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Width is how many entries a full bundle has, and hashes a full tile.
const Width = 1 << height

const height = 8

// A Log is a log as one checkpoint has it.
type Log struct {
	Checkpoint
	// Hashes are those of the tree; each has been checked against the root.
	Hashes tlog.HashReader
	fetch  Fetch
}

// Open reads the checkpoint of a log, and then the log as of that checkpoint.
func Open(fetch Fetch, key note.Verifier) (*Log, error) {
	signed, err := fetch("checkpoint")
	if err != nil {
		return nil, err
	}
	checkpoint, err := OpenCheckpoint(signed, key)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	hashes := tlog.TileHashReader(checkpoint.Tree, tiles{fetch})
	return &Log{Checkpoint: checkpoint, Hashes: hashes, fetch: fetch}, nil
}

// Bundles is how many bundles hold the entries.
func (l *Log) Bundles() int64 {
	return (l.N + Width - 1) / Width
}

// Bundle reads the entries from n·256 on, and checks each against its hash in the tree.
func (l *Log) Bundle(n int64) ([][]byte, error) {
	first := n * Width
	tile := tlog.Tile{H: height, L: -1, N: n, W: int(min(Width, l.N-first))}
	data, width, err := fetchTile(l.fetch, tile)
	if err != nil {
		return nil, err
	}
	entries, err := split(data, width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path(tile), err)
	}
	entries = entries[:tile.W]
	hashes, err := l.leaves(first, tile.W)
	if err != nil {
		return nil, err
	}
	for i, entry := range entries {
		if tlog.RecordHash(entry) != hashes[i] {
			return nil, fmt.Errorf("entry %d does not have the hash that the tree has", first+int64(i))
		}
	}
	return entries, nil
}

// Entry reads one entry, and checks its inclusion by a proof.
func (l *Log) Entry(index int64) ([]byte, error) {
	if index < 0 || index >= l.N {
		return nil, fmt.Errorf("no entry %d in a log of size %d", index, l.N)
	}
	bundle, err := l.Bundle(index / Width)
	if err != nil {
		return nil, err
	}
	entry := bundle[index%Width]
	proof, err := tlog.ProveRecord(l.N, index, l.Hashes)
	if err != nil {
		return nil, err
	}
	return entry, tlog.CheckRecord(proof, l.N, l.Hash, index, tlog.RecordHash(entry))
}

func (l *Log) leaves(first int64, count int) ([]tlog.Hash, error) {
	indexes := make([]int64, count)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	return l.Hashes.ReadHashes(indexes)
}

// split cuts a bundle into its entries: each is its length in two bytes, and then its bytes.
func split(data []byte, count int) ([][]byte, error) {
	entries := make([][]byte, 0, count)
	for len(data) >= 2 {
		length := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+length {
			break
		}
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	switch {
	case len(data) > 0:
		return nil, errors.New("the last entry is cut off")
	case len(entries) != count:
		return nil, fmt.Errorf("%d entries, want %d", len(entries), count)
	}
	return entries, nil
}

type tiles struct{ fetch Fetch }

func (t tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, width, err := fetchTile(t.fetch, tile)
		if err != nil {
			return nil, err
		}
		if want := width * tlog.HashSize; len(data) != want {
			return nil, fmt.Errorf("%s: %d bytes, want %d", path(tile), len(data), want)
		}
		read[i] = data[:tile.W*tlog.HashSize]
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// fetchTile fetches a tile or a bundle, and says how wide it has to be: a partial one may be gone
// when there is the full one, which begins with the same.
func fetchTile(fetch Fetch, tile tlog.Tile) (data []byte, width int, err error) {
	data, err = fetch(path(tile))
	if err == nil || tile.W == Width {
		return data, tile.W, err
	}
	tile.W = Width
	if data, fullErr := fetch(path(tile)); fullErr == nil {
		return data, Width, nil
	}
	return nil, 0, err
}

// path is where c2sp.org/tlog-tiles has what the Go checksum database has elsewhere.
func path(tile tlog.Tile) string {
	if rest, ok := strings.CutPrefix(tile.Path(), "tile/8/data/"); ok {
		return "tile/entries/" + rest
	}
	return "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
}
