// Torch asks torchwood, a library and a client for transparency logs that others wrote.
//
//	torch -policy FILE -proof FILE    verifies a proof under a policy, and prints the entry proven
//	torch -policy FILE -log URL       reads and verifies all entries of a log, and counts them
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	policyFile := flag.String("policy", "", "the `file` with the policy")
	proofFile := flag.String("proof", "", "a `file` with a proof, c2sp.org/tlog-proof@v1")
	logURL := flag.String("log", "", "the http or https `URL` of a log")
	flag.Parse()
	if err := run(*policyFile, *proofFile, *logURL); err != nil {
		fmt.Fprintln(os.Stderr, "torch:", err)
		os.Exit(1)
	}
}

func run(policyFile, proofFile, logURL string) error {
	text, err := os.ReadFile(policyFile)
	if err != nil {
		return err
	}
	policy, err := torchwood.ParsePolicy(text)
	if err != nil {
		return fmt.Errorf("%s: %w", policyFile, err)
	}
	if proofFile != "" {
		if err := verify(policy, proofFile); err != nil {
			return fmt.Errorf("%s: %w", proofFile, err)
		}
	}
	if logURL != "" {
		if err := readAll(policy, logURL); err != nil {
			return fmt.Errorf("%s: %w", logURL, err)
		}
	}
	return nil
}

func verify(policy torchwood.Policy, file string) error {
	proof, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	entry, err := torchwood.ProofExtraData(proof)
	if err != nil {
		return err
	}
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(entry), proof); err != nil {
		return err
	}
	fmt.Printf("%s", entry)
	return nil
}

func readAll(policy torchwood.Policy, logURL string) error {
	ctx := context.Background()
	tiles, err := torchwood.NewTileFetcher(logURL)
	if err != nil {
		return err
	}
	signed, err := tiles.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return err
	}
	checkpoint, _, err := torchwood.VerifyCheckpoint(signed, policy)
	if err != nil {
		return err
	}
	client, err := torchwood.NewClient(tiles)
	if err != nil {
		return err
	}
	count := int64(0)
	for range client.AllEntries(ctx, checkpoint.Tree, 0) {
		count++
	}
	if err := client.Err(); err != nil {
		return err
	}
	if count != checkpoint.N {
		return fmt.Errorf("%d entries in a log of size %d", count, checkpoint.N)
	}
	fmt.Printf("%d entries: all verified\n", count)
	return nil
}
