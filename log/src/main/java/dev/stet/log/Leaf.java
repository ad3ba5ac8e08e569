package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * An entry of the log of a registry: what became of a tag, and when.
 *
 * <p>A leaf is a few lines of ASCII, and each has exactly one text: what {@link #parse} reads,
 * {@link #text} writes again byte for byte. The grammar is in the project's {@code
 * docs/reference/tag-log.md}; which leaves may follow which is said by {@link AuditorRules}. Times
 * are in milliseconds since 1970, and are what the registry claims.
 */
public sealed interface Leaf {
  /** The greatest length of a leaf. */
  int MAX_BYTES = 2048;

  /** When, as the registry says; milliseconds since 1970. */
  long time();

  /** The lines of the leaf, all with a line feed. */
  String text();

  /** The text as the bytes that the tree hashes. */
  default byte[] bytes() {
    return text().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads an entry.
   *
   * @throws UnknownLeafException if it is of a version or type that is not known here
   * @throws MalformedException if it is not exactly the text of a leaf
   */
  static Leaf parse(byte[] entry) {
    return LeafReader.read(entry);
  }

  /**
   * What a tag is known by to those who replay a log: the SHA-256 of repository, line feed and tag.
   */
  static Hash key(String repository, String tag) {
    MessageDigest digest = Hash.sha256();
    return Hash.of(digest.digest((repository + "\n" + tag).getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * The first entry of a log, and of no other index.
   *
   * @param origin what the log is called in its checkpoints
   * @param previous the log that this one goes on for
   */
  record Genesis(String origin, Optional<Previous> previous, long time) implements Leaf {
    static final String HEAD = "stet-log/v1 genesis";

    /** Checks the grammar. */
    public Genesis {
      LeafGrammar.requireOrigin(origin);
      LeafGrammar.requireNumber(time, "time");
      if (text(origin, previous, time).length() > MAX_BYTES) {
        throw new MalformedException("a leaf has at most " + MAX_BYTES + " bytes");
      }
    }

    @Override
    public String text() {
      return text(origin, previous, time);
    }

    private static String text(String origin, Optional<Previous> previous, long time) {
      return LeafGrammar.lines(
          HEAD,
          origin,
          LeafGrammar.PLAIN,
          LeafGrammar.NO_NAME_KEY,
          "previous " + previous.map(Previous::text).orElse("-"),
          Long.toString(time));
    }
  }

  /**
   * A log that ended, as it is named by the one that goes on for it.
   *
   * @param origin what it was called
   * @param size how many entries of it hold
   * @param root the root over these
   */
  record Previous(String origin, long size, Hash root) {
    /** Checks the grammar. */
    public Previous {
      LeafGrammar.requireOrigin(origin);
      LeafGrammar.requireNumber(size, "size of the previous log");
    }

    String text() {
      return origin + " " + size + " " + root.base64();
    }
  }

  /**
   * A tag names an image, now and for ever.
   *
   * @param digest of the image, e.g. {@code sha256:e3b0c4…}
   * @param meta the hash of what else is known of the push; the log does not say what
   */
  record Assign(String repository, String tag, String digest, long time, Optional<Hash> meta)
      implements Leaf {
    static final String HEAD = "stet-log/v1 assign";

    /** Checks the grammar. */
    public Assign {
      LeafGrammar.requireNames(repository, tag);
      LeafGrammar.requireDigest(digest);
      LeafGrammar.requireNumber(time, "time");
    }

    @Override
    public String text() {
      return LeafGrammar.lines(
          HEAD, repository, tag, digest, Long.toString(time), LeafGrammar.meta(meta));
    }
  }

  /**
   * A tag is deleted. Its name stays taken.
   *
   * @param assigned the index of the leaf that assigned it
   * @param meta the hash of what else is known of the deletion
   */
  record Tombstone(
      String repository, String tag, long assigned, long time, Reason reason, Optional<Hash> meta)
      implements Leaf {
    static final String HEAD = "stet-log/v1 tombstone";

    /** Checks the grammar. */
    public Tombstone {
      LeafGrammar.requireChange(repository, tag, assigned, time);
    }

    @Override
    public String text() {
      return LeafGrammar.lines(
          HEAD,
          repository,
          tag,
          "assigned " + assigned,
          Long.toString(time),
          "reason " + reason.text(),
          LeafGrammar.meta(meta));
    }
  }

  /**
   * A deleted tag is back. It names no digest, so it can bring back only the image that the tag
   * always named.
   *
   * @param assigned the index of the leaf that assigned it
   * @param meta the hash of what else is known of the restoring
   */
  record Restore(String repository, String tag, long assigned, long time, Optional<Hash> meta)
      implements Leaf {
    static final String HEAD = "stet-log/v1 restore";

    /** Checks the grammar. */
    public Restore {
      LeafGrammar.requireChange(repository, tag, assigned, time);
    }

    @Override
    public String text() {
      return LeafGrammar.lines(
          HEAD,
          repository,
          tag,
          "assigned " + assigned,
          Long.toString(time),
          LeafGrammar.meta(meta));
    }
  }
}
