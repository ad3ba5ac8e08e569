package main

import (
	"fmt"
	"math/rand"

	"golang.org/x/mod/sumdb/note"

	"dev.stet/acceptance/internal/tiledlog"
)

// A check is one look at a log; it says what is wrong. It depends on nothing but what it fetches.
type check func(fetch tiledlog.Fetch) error

// checksOf lists what there is to check of a log as of its checkpoint: the first checks look at
// the checkpoint alone, each further one at a bundle or at a single entry.
func checksOf(log *tiledlog.Log, key note.Verifier) []check {
	checks := []check{func(fetch tiledlog.Fetch) error {
		opened, err := tiledlog.Open(fetch, key)
		if err == nil && opened.Checkpoint != log.Checkpoint {
			err = fmt.Errorf("another checkpoint: size %d, root %s", opened.N, opened.Hash)
		}
		return err
	}}
	for n := range log.Bundles() {
		checks = append(checks, ofLog(key, func(log *tiledlog.Log) error {
			_, err := log.Bundle(n)
			return err
		}))
	}
	for _, index := range sampled(log.N) {
		checks = append(checks, ofLog(key, func(log *tiledlog.Log) error {
			_, err := log.Entry(index)
			return err
		}))
	}
	return checks
}

func ofLog(key note.Verifier, look func(log *tiledlog.Log) error) check {
	return func(fetch tiledlog.Fetch) error {
		log, err := tiledlog.Open(fetch, key)
		if err != nil {
			return err
		}
		return look(log)
	}
}

// sampled picks the entries whose inclusion is proven: all, or the outermost and some by chance.
func sampled(size int64) []int64 {
	var picked []int64
	if size <= int64(*sample) {
		for index := range size {
			picked = append(picked, index)
		}
		return picked
	}
	fmt.Println("seed of the sample:", *seed)
	chance := rand.New(rand.NewSource(*seed))
	picked = append(picked, 0, size-1)
	for len(picked) < *sample {
		picked = append(picked, chance.Int63n(size))
	}
	return picked
}
