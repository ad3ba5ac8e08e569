// Proofs prints good and bad proofs of inclusion and consistency, made and judged by
// github.com/transparency-dev/merkle: one JSON object a line, for others to judge too.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"
)

// Sizes of trees: all small ones, and some around the edges of tiles.
var sizes = []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 31, 33, 255, 256, 257, 300}

// A claim says that a leaf is in a tree, or that a tree is the beginning of another: with what is
// to prove it, and whether it does.
type claim struct {
	Kind  string   `json:"kind"` // inclusion or consistency
	What  string   `json:"what"` // how it was changed
	First uint64   `json:"first"`
	Size  uint64   `json:"size"`
	Hash  []byte   `json:"hash"` // of the leaf at index first, or the root of the tree of size first
	Root  []byte   `json:"root"`
	Proof [][]byte `json:"proof"`
	Holds bool     `json:"holds"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	printed := json.NewEncoder(out)
	claims := vectors()
	for _, good := range goodClaims() {
		claims = append(append(claims, changed(good)...), good)
	}
	for _, c := range claims {
		c.Holds = holds(c)
		if err := printed.Encode(c); err != nil {
			fail(err)
		}
	}
	if err := out.Flush(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "proofs:", err)
	os.Exit(1)
}

func goodClaims() []claim {
	tree := testonly.New(rfc6962.DefaultHasher)
	for i := range slices.Max(sizes) {
		tree.AppendData([]byte(fmt.Sprintf("entry %d", i)))
	}
	var claims []claim
	for _, size := range sizes {
		for first := range size {
			if size > 33 && first%7 != 0 && first < size-2 {
				continue
			}
			path, err := tree.InclusionProof(first, size)
			if err != nil {
				fail(err)
			}
			claims = append(claims, claim{"inclusion", "nothing", first, size,
				tree.LeafHash(first), tree.HashAt(size), path, false})
			path, err = tree.ConsistencyProof(first+1, size)
			if err != nil {
				fail(err)
			}
			claims = append(claims, claim{"consistency", "nothing", first + 1, size,
				tree.HashAt(first + 1), tree.HashAt(size), path, false})
		}
	}
	return claims
}

// changed lists what a good claim becomes when one thing about it is another.
func changed(good claim) []claim {
	var claims []claim
	change := func(what string, how func(c *claim)) {
		c := good
		c.What = what
		c.Proof = slices.Clone(good.Proof)
		how(&c)
		claims = append(claims, c)
	}
	change("first, one more", func(c *claim) { c.First++ })
	change("first, one less", func(c *claim) { c.First = max(c.First, 1) - 1 })
	change("first, the size", func(c *claim) { c.First = c.Size })
	change("size, one more", func(c *claim) { c.Size++ })
	change("size, one less", func(c *claim) { c.Size-- })
	change("size, twice", func(c *claim) { c.Size *= 2 })
	change("root", func(c *claim) { c.Root = flipped(c.Root) })
	change("hash", func(c *claim) { c.Hash = flipped(c.Hash) })
	change("root and hash, one for the other", func(c *claim) { c.Root, c.Hash = c.Hash, c.Root })
	change("no proof", func(c *claim) { c.Proof = nil })
	for _, extra := range [][]byte{good.Hash, good.Root, {}, make([]byte, 32)} {
		change("proof, more at the end", func(c *claim) { c.Proof = append(c.Proof, extra) })
		change("proof, more at the beginning", func(c *claim) { c.Proof = slices.Insert(c.Proof, 0, extra) })
	}
	for i := range good.Proof {
		change("proof, a bit", func(c *claim) { c.Proof[i] = flipped(c.Proof[i]) })
		change("proof, one less", func(c *claim) { c.Proof = slices.Delete(c.Proof, i, i+1) })
		change("proof, one twice", func(c *claim) { c.Proof = slices.Insert(c.Proof, i, c.Proof[i]) })
		change("proof, one too short", func(c *claim) { c.Proof[i] = c.Proof[i][:31] })
		if i > 0 {
			change("proof, order", func(c *claim) { c.Proof[i-1], c.Proof[i] = c.Proof[i], c.Proof[i-1] })
		}
	}
	return claims
}

func flipped(hash []byte) []byte {
	other := slices.Clone(hash)
	other[0] ^= 1
	return other
}

func holds(c claim) bool {
	if c.Kind == "inclusion" {
		return proof.VerifyInclusion(rfc6962.DefaultHasher, c.First, c.Size, c.Hash, c.Proof, c.Root) == nil
	}
	return proof.VerifyConsistency(rfc6962.DefaultHasher, c.First, c.Size, c.Proof, c.Hash, c.Root) == nil
}
