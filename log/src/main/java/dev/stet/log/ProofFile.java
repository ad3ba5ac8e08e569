package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The proof that a log assigned a tag: the entry, where it is, what leads from it to the root, and
 * a checkpoint with that root. It needs nobody to be asked, and does not age: what it proves stays
 * true. It does not prove that the tag was not deleted since.
 *
 * <p>Source: the draft c2sp.org/tlog-proof. Its extra data are the bytes of the entry. A file has
 * the ending {@code .tlog-proof}.
 *
 * @param leaf the entry
 * @param index of the entry
 * @param inclusion from the sibling of the entry to the child of the root
 * @param checkpoint signed, and cosigned
 */
public record ProofFile(Leaf leaf, long index, List<Hash> inclusion, Note checkpoint) {
  private static final String HEAD = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra";
  private static final String INDEX = "index";
  private static final int MAX_HASHES = 63;

  /**
   * What a proof proves.
   *
   * @param leaf with the digest
   * @param checkpoint as the policy accepts it
   */
  public record Verified(Leaf.Assign leaf, Policy.Accepted checkpoint) {}

  /** Checks the ranges. */
  public ProofFile {
    if (index < 0 || inclusion.size() > MAX_HASHES) {
      throw new MalformedException(
          "no proof has the index " + index + " and " + inclusion.size() + " hashes");
    }
    inclusion = List.copyOf(inclusion);
  }

  /**
   * Reads a proof. Nothing in it is believed before {@link #verify}.
   *
   * @throws UnknownLeafException if the entry is of a kind that is not known here
   * @throws MalformedException if it is no proof of an entry
   */
  public static ProofFile parse(byte[] file) {
    String text = Encoding.utf8(file, "a proof");
    int end = text.indexOf("\n\n");
    String[] lines = text.substring(0, Math.max(0, end)).split("\n", -1);
    if (!lines[0].equals(HEAD) || lines.length < 3) {
      throw new MalformedException(
          "not a proof: wanted " + HEAD + ", extra, index, hashes, an empty line, a checkpoint");
    }
    Leaf leaf =
        Leaf.parse(
            Encoding.base64(Encoding.value(lines[1], EXTRA, "a proof"), "the entry of a proof"));
    long index =
        Encoding.decimal(Encoding.value(lines[2], INDEX, "a proof"), "the index of a proof");
    List<Hash> inclusion = Arrays.stream(lines, 3, lines.length).map(Hash::parseBase64).toList();
    Note checkpoint = Note.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8));
    return new ProofFile(leaf, index, inclusion, checkpoint);
  }

  /** The content of the file. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    text.append(EXTRA).append(' ');
    text.append(Base64.getEncoder().encodeToString(leaf.bytes())).append('\n');
    text.append(INDEX).append(' ').append(index).append('\n');
    inclusion.forEach(it -> text.append(it.base64()).append('\n'));
    return text.append('\n').append(checkpoint.encoded()).toString();
  }

  /**
   * Checks all that a proof can show: the entry assigns this tag of this repository, the policy
   * accepts the checkpoint, and the entry is in its tree.
   *
   * @param policy for the registry that was asked for; the proof does not say which it is of
   * @return what the tag names
   * @throws VerificationException naming the check that failed
   * @throws MalformedException if the note is of no checkpoint
   */
  public Verified verify(Policy policy, String repository, String tag) {
    Leaf.Assign assign = assignment();
    if (!assign.repository().equals(repository) || !assign.tag().equals(tag)) {
      throw new VerificationException(
          Check.NAME,
          "the proof is of "
              + assign.repository()
              + ":"
              + assign.tag()
              + ", wanted "
              + MalformedException.show(repository + ":" + tag));
    }
    Policy.Accepted accepted = policy.check(checkpoint);
    Checkpoint tree = accepted.checkpoint();
    Proofs.verifyInclusion(Hash.leaf(leaf.bytes()), index, tree.size(), inclusion, tree.root());
    return new Verified(assign, accepted);
  }

  private Leaf.Assign assignment() {
    if (leaf instanceof Leaf.Assign assign) {
      return assign;
    }
    throw new VerificationException(
        Check.LEAF,
        "the proof is of an entry that assigns no tag: "
            + MalformedException.show(leaf.text().lines().findFirst().orElse("")));
  }
}
