package dev.stet.registry.log;

import dev.stet.log.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What opens the {@code meta} line of a leaf: 32 random bytes, and who did it, when, from which
 * commit. The line is the SHA-256 of both, so that what is said there can be shown to whoever may
 * know it, and erased for ever: without the random bytes nobody can even try what it was.
 */
@SuppressWarnings("ArrayRecordComponent") // a row, never compared
record Opening(byte[] bytes) {
  private static final int RANDOM = 32;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Opening of(TagEvent event, SecureRandom random) {
    Map<String, Object> said = new TreeMap<>(); // sorted by name: one text for one content
    said.put("actor", event.actorName());
    said.put("at", event.at().toEpochMilli());
    said.put("source", event.actorSource());
    event.revision().ifPresent(it -> said.put("revision", it));
    byte[] text = JSON.writeValueAsBytes(said);
    byte[] salt = new byte[RANDOM];
    random.nextBytes(salt);
    byte[] bytes = Arrays.copyOf(salt, RANDOM + text.length);
    System.arraycopy(text, 0, bytes, RANDOM, text.length);
    return new Opening(bytes);
  }

  /** The hash that the leaf carries. */
  Hash hash() {
    try {
      return Hash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The random bytes. */
  byte[] salt() {
    return Arrays.copyOf(bytes, RANDOM);
  }

  /** What is said, as JSON. */
  String text() {
    return new String(bytes, RANDOM, bytes.length - RANDOM, StandardCharsets.UTF_8);
  }
}
