package dev.stet.server.keys;

import dev.stet.log.KeyType;
import dev.stet.log.NoteSigner;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import dev.stet.store.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of the log of a data folder, {@code keys/log.key} and, while the key is changed, {@code
 * keys/log.new.key}. A server reads both when it starts, and signs each checkpoint with both; the
 * first is the log's key. They are never part of a backup.
 *
 * <p>A change has three steps: {@link #begin} makes the second key; whoever verifies learns of it;
 * {@link #finish} makes it the first. The server is started anew after the first and the last. The
 * name of a key is the origin of the log, so both have the same.
 *
 * @param data the data folder
 */
public record LogKeys(Path data) {
  /** The log's key. */
  public KeyFile current() {
    return new KeyFile(folder().resolve("log.key"));
  }

  /** The key that will be the log's. */
  public KeyFile next() {
    return new KeyFile(folder().resolve("log.new.key"));
  }

  private Path folder() {
    return data.resolve("keys");
  }

  /**
   * The keys that sign, the log's first.
   *
   * @throws IOException if the first is not there, or a file holds no key of a log
   */
  public List<SigningKey> read() throws IOException {
    List<SigningKey> keys = new ArrayList<>(List.of(signing(current())));
    if (next().exists()) {
      keys.add(signing(next()));
      requireSameName(keys.getFirst().verifier(), keys.getLast().verifier());
    }
    return keys;
  }

  /**
   * The same keys, as what signs with them.
   *
   * @throws IOException as {@link #read} does
   */
  public List<NoteSigner> signers() throws IOException {
    return read().stream().<NoteSigner>map(QuickSigner::new).toList();
  }

  private static SigningKey signing(KeyFile file) throws IOException {
    SigningKey key = file.read();
    requireOfLog(key);
    return key;
  }

  private static void requireOfLog(SigningKey key) throws IOException {
    if (key.verifier().type() != KeyType.ED25519) {
      throw new IOException(
          "the key of "
              + key.verifier().name()
              + " is one of a cosigner; a log signs with a key of type log");
    }
  }

  /**
   * Keeps a key as the log's; one that is there already stays. Whether the log is signed with it,
   * the server sees when it starts.
   *
   * @throws IOException if another key is there, or it is none of a log
   */
  public void take(SigningKey key) throws IOException {
    requireOfLog(key);
    if (!current().exists() || !signing(current()).encoded().equals(key.encoded())) {
      current().create(key);
    }
  }

  private static void requireSameName(VerifierKey one, VerifierKey other) throws IOException {
    if (!one.name().equals(other.name())) {
      throw new IOException(
          "both keys of a log have its origin as name, got " + one.name() + " and " + other.name());
    }
  }

  /**
   * Keeps the key that shall be the log's next.
   *
   * @throws IOException if it has another name, or a change has begun already
   */
  public void begin(SigningKey key) throws IOException {
    requireSameName(signing(current()).verifier(), key.verifier());
    if (next().exists()) {
      throw new IOException(
          "the key is being changed already: "
              + next().path()
              + " is there; stet keys rotate --finish ends that");
    }
    next().create(key);
  }

  /**
   * Makes the next key the log's; the old one is gone.
   *
   * @throws IOException if no change has begun
   */
  public void finish() throws IOException {
    if (!next().exists()) {
      throw new IOException("the key is not being changed: stet keys rotate begins that");
    }
    SigningKey key = signing(next());
    requireSameName(signing(current()).verifier(), key.verifier());
    Files.move(
        next().path(),
        current().path(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Durable.syncName(current().path());
  }
}
