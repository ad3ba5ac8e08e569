package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file that shows what a log did wrong, to everybody and for ever: what the log signed, and the
 * hashes that tie the rest to it. Whoever reads it trusts nobody for it but the key of the log.
 *
 * <p>The format is in the project's {@code docs/reference/evidence.md}. {@link #verify} holds the
 * file to what it claims; a file that was only parsed says nothing.
 *
 * <pre>{@code
 * EvidenceFile file = EvidenceFile.parse(Files.readAllBytes(path));
 * Finding finding = file.verify();
 * System.out.println(file.log() + ": " + finding.shows());
 * }</pre>
 */
public sealed interface EvidenceFile {
  /** The first line of a file. */
  String HEAD = "stet-evidence/v1";

  /** The greatest number of entries that a file shows. */
  int MAX_ENTRIES = 3;

  /** The key of the log that did wrong. */
  VerifierKey log();

  /** What the file claims, as its second line has it. */
  String claim();

  /** The file, in lines. */
  String text();

  /**
   * Holds the file to what it claims.
   *
   * @return what it shows
   * @throws VerificationException if it does not show it; also with {@link Check#EVIDENCE} if all
   *     that it shows may stand in an honest log
   * @throws MalformedException if what was signed is no checkpoint
   */
  Finding verify();

  /**
   * Reads a file.
   *
   * @throws MalformedException if it is none
   */
  static EvidenceFile parse(byte[] bytes) {
    return new EvidenceReader(Encoding.utf8(bytes, "an evidence file")).file();
  }

  /**
   * What a file shows.
   *
   * @param shows one sentence
   * @param unless what would excuse the log, and only the log could show; empty if nothing could
   */
  record Finding(String shows, Optional<String> unless) {
    static Finding certain(String shows) {
      return new Finding(shows, Optional.empty());
    }

    static Finding unless(String shows, String excuse) {
      return new Finding(shows, Optional.of(excuse));
    }
  }

  /** An entry, and the proof that it is part of the tree. */
  final class Entry {
    private final long index;
    private final byte[] entry;
    private final List<Hash> proof;

    /**
     * An entry.
     *
     * @param index from 0
     * @param entry its bytes
     * @param proof leads from the entry to the root of the checkpoint
     */
    public Entry(long index, byte[] entry, List<Hash> proof) {
      this.index = index;
      this.entry = entry.clone();
      this.proof = List.copyOf(proof);
    }

    /** Where it is in the log, from 0. */
    public long index() {
      return index;
    }

    /** Its bytes; a copy. */
    public byte[] entry() {
      return entry.clone();
    }

    /** Leads from the entry to the root of the checkpoint. */
    public List<Hash> proof() {
      return proof;
    }

    Hash hash() {
      return Hash.leaf(entry);
    }

    void requireIn(Checkpoint checkpoint) {
      Proofs.verifyInclusion(hash(), index, checkpoint.size(), proof, checkpoint.root());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that
          && index == that.index
          && hash().equals(that.hash())
          && proof.equals(that.proof);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(index);
    }
  }

  /**
   * Two signed trees of which neither continues the other.
   *
   * @param log whose signature both bear
   * @param older the smaller tree, or one of equal size
   * @param newer the larger
   * @param root the root that the first entries of the newer tree have, as many as the older has
   * @param proof leads from that root to the root of the newer
   */
  record Fork(VerifierKey log, Note older, Note newer, Hash root, List<Hash> proof)
      implements EvidenceFile {
    static final String CLAIM = "fork";

    /** Takes a copy. */
    public Fork {
      proof = List.copyOf(proof);
    }

    @Override
    public String claim() {
      return CLAIM;
    }

    @Override
    public Finding verify() {
      Checkpoint first = signed(log, older);
      Checkpoint second = signed(log, newer);
      if (!first.origin().equals(second.origin())) {
        throw shownNot("the two checkpoints are of two logs");
      }
      Proofs.verifyConsistency(first.size(), root, second.size(), second.root(), proof);
      if (root.equals(first.root())) {
        throw shownNot("the newer checkpoint continues the older");
      }
      return Finding.certain(
          "the log signed two histories: of size "
              + first.size()
              + " with the root "
              + first.root().base64()
              + ", and of size "
              + second.size()
              + " in which the first "
              + first.size()
              + " entries have the root "
              + root.base64());
    }

    @Override
    public String text() {
      return begin(this)
          + note(older)
          + note(newer)
          + "root "
          + root.base64()
          + "\n"
          + lines(proof);
    }
  }

  /**
   * A signed tree with entries that break a rule.
   *
   * @param log whose signature the checkpoint bears
   * @param rule R1 to R5
   * @param checkpoint covers the entries
   * @param entries that break it together, in their order
   */
  record Violation(VerifierKey log, Rule rule, Note checkpoint, List<Entry> entries)
      implements EvidenceFile {
    /** Takes a copy. */
    public Violation {
      entries = List.copyOf(entries);
      if (rule == Rule.R6 || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
        throw new MalformedException(
            "evidence of a broken rule R1 to R5 has 1 to " + MAX_ENTRIES + " entries");
      }
    }

    @Override
    public String claim() {
      return rule.name();
    }

    @Override
    public Finding verify() {
      Checkpoint head = signed(log, checkpoint);
      long last = -1;
      for (Entry entry : entries) {
        if (entry.index() <= last) {
          throw new MalformedException("the entries of an evidence file are in their order");
        }
        last = entry.index();
        entry.requireIn(head);
      }
      return new BrokenRule(head.origin(), entries).finding(rule);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder(begin(this)).append(note(checkpoint));
      entries.forEach(
          it -> text.append(entryLine(it.index(), it.entry())).append(lines(it.proof())));
      return text.toString();
    }
  }

  /**
   * An entry that is not the one in the tree. That the log served it is the word of whoever wrote
   * the file.
   *
   * @param log whose signature the checkpoint bears
   * @param checkpoint covers the index
   * @param served the entry as it was served, with the proof for the hash that the tree has
   * @param leaf the hash that the tree has at the index
   */
  record Unbound(VerifierKey log, Note checkpoint, Entry served, Hash leaf)
      implements EvidenceFile {
    @Override
    public String claim() {
      return Rule.R6.name();
    }

    @Override
    public Finding verify() {
      Checkpoint head = signed(log, checkpoint);
      Proofs.verifyInclusion(leaf, served.index(), head.size(), served.proof(), head.root());
      if (served.hash().equals(leaf)) {
        throw shownNot("the entry is the one in the tree");
      }
      return Finding.unless(
          "entry "
              + served.index()
              + " of the signed tree has the hash "
              + leaf.base64()
              + ", the entry that was served has "
              + served.hash().base64(),
          "the log serves the right entry: ask it; only who asked before knows what it served then");
    }

    @Override
    public String text() {
      return begin(this)
          + note(checkpoint)
          + entryLine(served.index(), served.entry())
          + "leaf "
          + leaf.base64()
          + "\n"
          + lines(served.proof());
    }
  }

  private static Checkpoint signed(VerifierKey log, Note note) {
    if (!note.verifiedBy(List.of(log)).contains(log)) {
      throw new VerificationException(
          Check.SIGNATURE, "a checkpoint of the file is not signed by " + log);
    }
    return Checkpoint.parse(note.text());
  }

  private static VerificationException shownNot(String why) {
    return new VerificationException(Check.EVIDENCE, why);
  }

  private static String begin(EvidenceFile file) {
    return HEAD + "\nclaim " + file.claim() + "\nlog " + file.log() + "\n";
  }

  private static String note(Note note) {
    String text = note.encoded();
    return "checkpoint " + text.lines().count() + "\n" + text;
  }

  private static String entryLine(long index, byte[] entry) {
    return "entry " + index + " " + Base64.getEncoder().encodeToString(entry) + "\n";
  }

  private static String lines(List<Hash> proof) {
    return proof.stream().map(hash -> "hash " + hash.base64() + "\n").collect(Collectors.joining());
  }

  /** The file as the bytes that {@link #parse} reads. */
  default byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
