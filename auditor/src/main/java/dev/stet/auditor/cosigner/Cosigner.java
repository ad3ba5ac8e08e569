package dev.stet.auditor.cosigner;

import dev.stet.log.AddCheckpoint;
import dev.stet.log.Note;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Somebody who cosigns checkpoints. Safe for use by many threads. */
public interface Cosigner {
  /**
   * Answers a request. What it signs is on disk before it returns.
   *
   * @param body of the request
   */
  AddCheckpoint.Answer addCheckpoint(byte[] body);

  /**
   * The newest checkpoint that it signed for a log, with its signature.
   *
   * @param hash of the origin of the log, as {@link #originHash} gives it
   */
  Optional<Note> signed(String hash);

  /** What the origin of a log is called in paths: the hexadecimal SHA-256 of it. */
  static String originHash(String origin) {
    try {
      byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
