package dev.stet.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a log asks of a witness: to cosign a checkpoint, given the proof that it goes on from the
 * last one that the witness cosigned. How it gets there, and what comes of the answer, is the
 * business of others.
 *
 * <p>Source: c2sp.org/tlog-witness, "add-checkpoint".
 *
 * @param oldSize the size of the last checkpoint that the witness cosigned, as far as the log knows
 * @param consistency from there; empty if there is nothing to prove
 * @param checkpoint signed by the log
 */
public record AddCheckpoint(long oldSize, List<Hash> consistency, Note checkpoint) {
  /** What a request is posted to, under the prefix of a witness. */
  public static final String PATH = "/add-checkpoint";

  /** The type of an answer that is a size. */
  public static final String SIZE_TYPE = "text/x.tlog.size";

  private static final String OLD = "old ";
  private static final int MAX_HASHES = 63;

  /** Checks the ranges. */
  public AddCheckpoint {
    if (oldSize < 0 || consistency.size() > MAX_HASHES) {
      throw new MalformedException(
          "no request has the old size " + oldSize + " and " + consistency.size() + " hashes");
    }
    consistency = List.copyOf(consistency);
  }

  /**
   * Reads the body of a request.
   *
   * @throws MalformedException if it is none; a witness answers {@link BadRequest}
   */
  public static AddCheckpoint parse(byte[] body) {
    String text = Encoding.utf8(body, "a request to a witness");
    int end = text.indexOf("\n\n");
    if (!text.startsWith(OLD) || end < 0) {
      throw new MalformedException(
          "not a request to a witness: wanted old SIZE, hashes, an empty line, a checkpoint");
    }
    String[] lines = text.substring(OLD.length(), end).split("\n", -1);
    return new AddCheckpoint(
        Encoding.decimal(lines[0], "the old size"),
        Arrays.stream(lines, 1, lines.length).map(Hash::parseBase64).toList(),
        Note.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8)));
  }

  /** The body of the request. */
  public String text() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    consistency.forEach(it -> text.append(it.base64()).append('\n'));
    return text.append('\n').append(checkpoint.encoded()).toString();
  }

  /**
   * What a witness says. Only cosignatures are signed: whatever else comes may come from somebody
   * in between, so it is a reason to ask again or to raise an alarm, and never proof of a fork.
   */
  public sealed interface Answer {
    /** The status of HTTP. */
    int status();

    /** The body of the answer; of type {@link #SIZE_TYPE} for {@link OtherSize}. */
    default String body() {
      return "";
    }

    /**
     * Understands an answer.
     *
     * @param contentType as its header says, or empty
     * @return {@link Unexpected} if a witness has no such answer; never an exception
     */
    static Answer of(int status, String contentType, byte[] body) {
      try {
        return switch (status) {
          case 200 -> Cosigned.parse(body);
          case 400 -> new BadRequest();
          case 403 -> new NotSigned();
          case 404 -> new UnknownLog();
          case 409 -> OtherSize.parse(contentType, body);
          case 422 -> new Inconsistent();
          default -> new Unexpected(status, "no answer of a witness");
        };
      } catch (MalformedException e) {
        return new Unexpected(status, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * The checkpoint is cosigned, says the witness.
   *
   * @param signatures not verified
   */
  public record Cosigned(List<NoteSignature> signatures) implements Answer {
    /** Checks the number of signatures. */
    public Cosigned {
      if (signatures.isEmpty() || signatures.size() > Note.MAX_SIGNATURES) {
        throw new MalformedException(
            "an answer has 1 to "
                + Note.MAX_SIGNATURES
                + " cosignatures, got "
                + signatures.size());
      }
      signatures = List.copyOf(signatures);
    }

    private static Cosigned parse(byte[] body) {
      String text = Encoding.utf8(body, "the answer of a witness");
      if (!text.endsWith("\n")) {
        throw new MalformedException("the cosignatures of an answer do not end in a line feed");
      }
      return new Cosigned(NoteSignature.parseLines(text));
    }

    /**
     * Those that are good cosignatures of the checkpoint by one of the keys; the others are
     * ignored.
     */
    public List<NoteSignature> good(Collection<VerifierKey> keys, String checkpoint) {
      return signatures.stream()
          .filter(
              it ->
                  keys.stream().anyMatch(key -> Cosignature.time(key, it, checkpoint).isPresent()))
          .toList();
    }

    @Override
    public int status() {
      return 200;
    }

    @Override
    public String body() {
      return NoteSignature.lines(signatures);
    }
  }

  /**
   * The last checkpoint that the witness cosigned has another size than the old one of the request:
   * ask again from there. Larger than all that the log ever committed, it is a reason for
   * suspicion.
   */
  public record OtherSize(long size) implements Answer {
    /** Checks the range. */
    public OtherSize {
      if (size < 0) {
        throw new MalformedException("the size of a log is not negative, got " + size);
      }
    }

    private static OtherSize parse(String contentType, byte[] body) {
      String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!type.equals(SIZE_TYPE)) {
        throw new MalformedException(
            "the size of a witness is of type "
                + SIZE_TYPE
                + ", got "
                + MalformedException.show(contentType));
      }
      String size = Encoding.utf8(body, "the size of a witness");
      return new OtherSize(
          Encoding.decimal(
              size.endsWith("\n") ? size.substring(0, size.length() - 1) : size,
              "the size of a witness"));
    }

    @Override
    public int status() {
      return 409;
    }

    @Override
    public String body() {
      return size + "\n";
    }
  }

  /** The witness does not know a log of this origin. */
  public record UnknownLog() implements Answer {
    @Override
    public int status() {
      return 404;
    }
  }

  /** No signature is by a key that the witness knows for this log. */
  public record NotSigned() implements Answer {
    @Override
    public int status() {
      return 403;
    }
  }

  /** The request is wrong, e.g. the old size is greater than that of the checkpoint. */
  public record BadRequest() implements Answer {
    @Override
    public int status() {
      return 400;
    }
  }

  /**
   * The proof does not show that the log only grew, or the roots of two trees of one size differ: a
   * reason for suspicion.
   */
  public record Inconsistent() implements Answer {
    @Override
    public int status() {
      return 422;
    }
  }

  /** No answer of the protocol, e.g. of a proxy or of a witness that fails: try again later. */
  public record Unexpected(int status, String why) implements Answer {}
}
