package main

import (
	"encoding/hex"
	"slices"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"
)

// The 196 claims that transparency-dev/merkle publishes as test vectors in its repository (not in its releases), made anew:
// proofs of a tree of eight entries, each changed in some ways, and claims that no tree makes.

var (
	noEntries = rfc6962.DefaultHasher.EmptyRoot()
	some      = unhex("abacaba000000000000000000000000000000000000000000060061e00123456")
	wrongLeaf = []byte("WrongLeaf")
	wrongRoot = []byte("WrongRoot")
	dontCare1 = []byte("don't care 1")
	dontCare2 = []byte("don't care 2")
)

func unhex(text string) []byte {
	bytes, err := hex.DecodeString(text)
	if err != nil {
		fail(err)
	}
	return bytes
}

func vectors() []claim {
	tree := testonly.New(rfc6962.DefaultHasher)
	for _, entry := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
		"606162636465666768696a6b6c6d6e6f"} {
		tree.AppendData(unhex(entry))
	}
	claims := withoutTree()
	for _, at := range [][2]uint64{{0, 1}, {0, 8}, {5, 8}, {2, 3}, {1, 5}} {
		path, err := tree.InclusionProof(at[0], at[1])
		if err != nil {
			fail(err)
		}
		claims = append(claims, inclusionVectors(
			claim{"inclusion", "nothing", at[0], at[1], tree.LeafHash(at[0]), tree.HashAt(at[1]), path, false})...)
	}
	for _, of := range [][2]uint64{{1, 1}, {1, 8}, {6, 8}, {2, 5}, {6, 7}} {
		path, err := tree.ConsistencyProof(of[0], of[1])
		if err != nil {
			fail(err)
		}
		claims = append(claims, consistencyVectors(
			claim{"consistency", "nothing", of[0], of[1], tree.HashAt(of[0]), tree.HashAt(of[1]), path, false})...)
	}
	return claims
}

// A few bytes of the proofs of one claim, and how they are changed.
type changes struct {
	good   claim
	claims []claim
}

func (c *changes) to(what string, how func(c *claim)) {
	other := c.good
	other.What = what
	other.Proof = slices.Clone(c.good.Proof)
	how(&other)
	c.claims = append(c.claims, other)
}

func (c *changes) sizesAndEnds(hashes ...[]byte) {
	c.to("nothing", func(*claim) {})
	c.to("first, one less", func(c *claim) { c.First-- })
	c.to("first, one more", func(c *claim) { c.First++ })
	c.to("first, another bit", func(c *claim) { c.First ^= 2 })
	c.to("size, twice", func(c *claim) { c.Size *= 2 })
	c.to("size, half", func(c *claim) { c.Size /= 2 })
	for _, hash := range hashes {
		c.to("proof, more at the end", func(c *claim) { c.Proof = append(c.Proof, hash) })
		c.to("proof, more at the beginning", func(c *claim) { c.Proof = slices.Insert(c.Proof, 0, hash) })
	}
}

func (c *changes) parts(bit byte) {
	for i := range c.good.Proof {
		c.to("proof, a bit", func(c *claim) {
			c.Proof[i] = slices.Clone(c.Proof[i])
			c.Proof[i][0] ^= bit
		})
	}
	if len(c.good.Proof) > 0 {
		c.to("proof, one less", func(c *claim) { c.Proof = c.Proof[:len(c.Proof)-1] })
	}
}

func inclusionVectors(good claim) []claim {
	c := &changes{good: good}
	c.sizesAndEnds([]byte{}, good.Root)
	c.parts(8)
	c.to("leaf", func(c *claim) { c.Hash = wrongLeaf })
	c.to("root, of no entries", func(c *claim) { c.Root = noEntries })
	c.to("root", func(c *claim) { c.Root = some })
	if len(good.Proof) > 1 {
		c.to("proof, one more", func(c *claim) { c.Proof = slices.Insert(c.Proof, 1, some) })
	}
	return c.claims
}

func consistencyVectors(good claim) []claim {
	if good.First == good.Size {
		return []claim{good}
	}
	c := &changes{good: good}
	c.sizesAndEnds([]byte{}, good.Hash, good.Root)
	c.parts(16)
	c.to("old root", func(c *claim) { c.Hash = wrongRoot })
	c.to("root", func(c *claim) { c.Root = wrongRoot })
	c.to("roots, one for the other", func(c *claim) { c.Root, c.Hash = c.Hash, c.Root })
	c.to("no proof", func(c *claim) { c.Proof = nil })
	c.to("proof, one twice", func(c *claim) { c.Proof = slices.Insert(c.Proof, 0, c.Proof[0]) })
	return c.claims
}

// withoutTree lists claims of sizes and hashes that are of no tree, or of one that has no proof.
func withoutTree() []claim {
	var claims []claim
	inclusion := func(index, size uint64, leaf, root []byte) {
		claims = append(claims, claim{"inclusion", "of no tree", index, size, leaf, root, nil, false})
	}
	for _, at := range [][2]uint64{{0, 0}, {0, 1}, {1, 0}, {2, 1}} {
		inclusion(at[0], at[1], some, noEntries)
		inclusion(at[0], at[1], nil, noEntries)
		inclusion(at[0], at[1], some, nil)
	}
	entry := rfc6962.DefaultHasher.HashLeaf([]byte("data"))
	inclusion(0, 1, entry, entry)
	inclusion(0, 1, nil, entry)
	inclusion(0, 1, entry, nil)
	inclusion(0, 1, nil, nil)

	consistency := func(first, size uint64, old, root []byte, proof ...[]byte) {
		claims = append(claims, claim{"consistency", "of no tree", first, size, old, root, proof, false})
	}
	consistency(0, 0, noEntries, dontCare2)
	consistency(0, 0, dontCare1, dontCare1)
	consistency(0, 0, dontCare1, dontCare2)
	consistency(0, 0, noEntries, noEntries, noEntries)
	consistency(0, 1, noEntries, noEntries, noEntries)
	consistency(0, 1, dontCare1, dontCare2)
	consistency(0, 1, noEntries, dontCare2)
	consistency(1, 0, dontCare1, dontCare2)
	consistency(1, 1, noEntries, dontCare2)
	consistency(1, 1, noEntries, noEntries, noEntries)
	consistency(1, 1, dontCare2, dontCare2)
	consistency(1, 1, dontCare1, dontCare2)
	consistency(1, 2, dontCare1, dontCare2)
	consistency(2, 1, dontCare1, dontCare2)
	return claims
}
