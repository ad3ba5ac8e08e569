package dev.stet.auditor.replay;

import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How far an auditor is with a log.
 *
 * @param origin of the log
 * @param frontier the right edge of the entries that were replayed
 * @param time of the last of them, milliseconds since 1970
 * @param records how many records of the file of keys count
 * @param keys what these hash to
 * @param seen the newest checkpoint of the log that covers what was replayed
 * @param signed the newest checkpoint that the auditor signed, with its signature
 */
record AuditState(
    String origin,
    Frontier frontier,
    long time,
    long records,
    Hash keys,
    Optional<Note> seen,
    Optional<Note> signed) {
  private static final String HEAD = "stet-auditor/v1";
  private static final int LINES = 9; // without those of the frontier

  /** The state of an auditor that has read nothing. */
  static AuditState empty(String origin) {
    return new AuditState(
        origin, Frontier.empty(), 0, 0, Hash.EMPTY_ROOT, Optional.empty(), Optional.empty());
  }

  /** The state in lines, the last of which is a checksum over the others. */
  String text() {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    line(text, "origin", origin);
    line(text, "size", Long.toString(frontier.size()));
    frontier.hashes().forEach(hash -> line(text, "hash", hash.base64()));
    line(text, "time", Long.toString(time));
    line(text, "records", Long.toString(records));
    line(text, "keys", keys.base64());
    line(text, "seen", packed(seen));
    line(text, "signed", packed(signed));
    line(text, "sum", sum(text.toString()));
    return text.toString();
  }

  /**
   * Reads a state.
   *
   * @throws MalformedException if it is none, or was changed
   */
  static AuditState parse(String text) {
    int end = text.lastIndexOf("sum ");
    if (!text.startsWith(HEAD + "\n")
        || end < 0
        || !text.substring(end).equals("sum " + sum(text.substring(0, end)) + "\n")) {
      throw new MalformedException(
          "the state of the auditor was changed, or its disk lost something");
    }
    List<String> values =
        text.lines().skip(1).map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    int hashes = values.size() + 1 - LINES;
    List<Hash> frontier = values.subList(2, 2 + hashes).stream().map(Hash::parseBase64).toList();
    List<String> rest = values.subList(2 + hashes, values.size());
    return new AuditState(
        values.getFirst(),
        Frontier.of(Long.parseLong(values.get(1)), frontier),
        Long.parseLong(rest.get(0)),
        Long.parseLong(rest.get(1)),
        Hash.parseBase64(rest.get(2)),
        unpacked(rest.get(3)),
        unpacked(rest.get(4)));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private static String packed(Optional<Note> note) {
    return note.map(it -> Base64.getEncoder().encodeToString(bytes(it.encoded()))).orElse("-");
  }

  private static Optional<Note> unpacked(String text) {
    return text.equals("-")
        ? Optional.empty()
        : Optional.of(Note.parse(Base64.getDecoder().decode(text)));
  }

  private static String sum(String text) {
    return HexFormat.of().formatHex(Hash.leaf(bytes(text)).bytes());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
