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
import java.util.stream.Stream;

/**
 * The keys of the log of a data folder, {@code keys/log.key} and, while the key is changed, {@code
 * keys/log.new.key}. A server reads both when it starts, and signs each checkpoint with both; the
 * first is the log's key. They are never part of a backup.
 *
 * <p>A change has three steps: {@link #begin} makes the second key; whoever verifies learns of it;
 * {@link #finish} makes it the first, and lays the old one aside as {@code keys/log.old.key}. The
 * server is started anew after the first and the last. The old key signs nothing any more: it tells
 * a server that was not started in between that it has signed what is stored. The name of a key is
 * the origin of the log, so all have the same.
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

  /** The key that was the log's before. */
  public KeyFile previous() {
    return new KeyFile(folder().resolve("log.old.key"));
  }

  /**
   * Whether the log's key is known to have signed a log. It must not sign another under the same
   * name, if the database that has the first is lost.
   */
  public boolean hasSigned() {
    return Files.exists(signed());
  }

  /** Notes that the log's key has signed a log. Durable when it returns. */
  public void noteSigned() throws IOException {
    if (!hasSigned()) {
      Durable.replace(signed(), new byte[0]);
    }
  }

  private Path signed() {
    return folder().resolve("log.signed");
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

  /**
   * The public halves of the keys that sign, and of the one that did before.
   *
   * @throws IOException as {@link #read} does
   */
  public List<VerifierKey> known() throws IOException {
    return Stream.concat(read().stream().map(SigningKey::verifier), earlier().stream()).toList();
  }

  /**
   * The public half of the key that signed before, if it is there.
   *
   * @throws IOException if its file holds no key of a log
   */
  public List<VerifierKey> earlier() throws IOException {
    return previous().exists() ? List.of(signing(previous()).verifier()) : List.of();
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
   * Makes the next key the log's, and lays the old one aside.
   *
   * @throws IOException if no change has begun
   */
  public void finish() throws IOException {
    if (!next().exists()) {
      throw new IOException("the key is not being changed: stet keys rotate begins that");
    }
    SigningKey key = signing(next());
    if (current().exists()) {
      requireSameName(signing(current()).verifier(), key.verifier());
      rename(current(), previous());
    }
    // A crash here leaves no key that is the log's; the same call again goes on from there.
    rename(next(), current());
  }

  private static void rename(KeyFile from, KeyFile to) throws IOException {
    Files.move(
        from.path(),
        to.path(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Durable.syncName(to.path());
  }
}
