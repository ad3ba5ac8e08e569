/**
 * A log that only grows, in which the tags of a registry are written, and the proofs about it.
 *
 * <p>Somebody keeps a log: a list of entries to which new ones are appended. Others want to know
 * that nothing in it was changed, that all of them see the same, and that no tag was given twice.
 * They need not believe him. The formats are those of <a href="https://c2sp.org">C2SP</a>, so that
 * programs which others wrote can check what is written here, and the other way round.
 *
 * <h2>The log</h2>
 *
 * <p>An entry is a {@link dev.stet.log.Leaf}: a few lines of text that assign a tag, delete it or
 * bring it back. The entries are the leaves of a Merkle tree, of which a {@link
 * dev.stet.log.Frontier} is all that is needed to append to it. Its root stands for all entries, so
 * whoever signs the root has signed them. A {@link dev.stet.log.Checkpoint} is the root with the
 * name and the size of the log; a {@link dev.stet.log.Note} is a text with signatures under it.
 *
 * <pre>{@code
 * SigningKey key = SigningKey.generate("log.example/shop", KeyType.ED25519, random);
 * List<Leaf> leaves =
 *     List.of(
 *         new Leaf.Genesis("log.example/shop", Optional.empty(), 1764064800000L),
 *         new Leaf.Assign("shop/api", "1.0", digest, 1764064801000L, Optional.empty()));
 *
 * Frontier tree = Frontier.empty();
 * leaves.forEach(leaf -> tree.append(Hash.leaf(leaf.bytes())));
 * Checkpoint checkpoint = new Checkpoint("log.example/shop", tree.size(), tree.root());
 * Note signed = Note.sign(checkpoint.text(), key);
 * }</pre>
 *
 * <p>A log is served as files: the checkpoint, the hashes in {@link dev.stet.log.Tile}s of 256 and
 * the entries in {@link dev.stet.log.EntryBundle}s. All but the checkpoint never change. This
 * package names and reads them, and does not store or serve them.
 *
 * <h2>Witnesses and auditors</h2>
 *
 * <p>A log could show two histories to two people, each in itself sound. So others cosign its
 * checkpoints. A witness remembers the last one and signs the next only if {@link
 * dev.stet.log.Proofs#consistency} shows that the log went on from there; {@link
 * dev.stet.log.AddCheckpoint} is how it is asked. It does not know what is in the log. An auditor
 * also reads every entry, and signs only what keeps the {@link dev.stet.log.Rule}s:
 *
 * <pre>{@code
 * SigningKey auditor = SigningKey.generate("audit.example/a", KeyType.COSIGNATURE, random);
 * AuditorRules rules = new AuditorRules("log.example/shop", new InMemoryKeySet());
 * leaves.forEach(leaf -> rules.replay(leaf.bytes()));
 * rules.confirm(checkpoint);
 * Note cosigned = signed.with(Cosignature.sign(auditor, signed.text(), 1764064802L));
 * }</pre>
 *
 * <p>An auditor that has signed once keeps its key set, frontier and time, and goes on from there.
 * What it does about a {@link dev.stet.log.ViolationException} is to sign nothing any more, and to
 * show everybody an {@link dev.stet.log.EvidenceFile}.
 *
 * <h2>Proofs</h2>
 *
 * <p>A {@link dev.stet.log.ProofFile} is for whoever wants one tag and not the whole log. It holds
 * the entry, a few hashes that lead from it to the root, and a checkpoint with its signatures:
 *
 * <pre>{@code
 * TileReader tiles = tile -> hashesOf(leaves, tile);
 * List<Hash> inclusion = Proofs.inclusion(1, tree.size(), tiles);
 * String proof = new ProofFile(leaves.get(1), 1, inclusion, cosigned).text();
 * }</pre>
 *
 * <p>It is verified without asking anybody. What is needed besides is a {@link
 * dev.stet.log.Policy}: the key of the log and of those who must have cosigned. It comes from a
 * person, never from where the proof comes from.
 *
 * <pre>{@code
 * Policy policy = Policy.parse(policyFile);
 * ProofFile.Verified verified = ProofFile.parse(proofFile).verify(policy, "shop/api", "1.0");
 * String pull = "registry.example/shop/api@" + verified.leaf().digest();
 * }</pre>
 *
 * <p>What is proven is that the log assigned the tag to this digest, and, if the policy demands an
 * auditor, that it did so once. It is not proven that the tag was not deleted since: only reading
 * all entries shows that. Nor is it proven who pushed, or when; the log says so, and that is all.
 *
 * <h2>Errors</h2>
 *
 * <p>Input that cannot be read is a {@link dev.stet.log.MalformedException}. Input that was read
 * and does not hold is a {@link dev.stet.log.VerificationException}, which names the {@link
 * dev.stet.log.Check} that failed. An {@link dev.stet.log.UnknownLeafException} is neither good nor
 * bad: a newer version may know the entry. Whoever catches one of them believes nothing of what he
 * was given.
 *
 * <p>Everything here is immutable and safe for use by many threads unless it says otherwise. There
 * is no I/O, no clock and no randomness: they are passed in.
 */
@NullMarked
package dev.stet.log;

import org.jspecify.annotations.NullMarked;
