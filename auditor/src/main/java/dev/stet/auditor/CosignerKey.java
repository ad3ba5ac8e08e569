package dev.stet.auditor;

import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.SigningKey;
import dev.stet.store.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** The key of a cosigner, in a file that only its owner may read. */
final class CosignerKey {
  private CosignerKey() {}

  /**
   * Reads the key, or makes it.
   *
   * @param name what a new key is called; empty if none shall be made
   * @throws IOException if it cannot be read or made, or is no key of a cosigner
   */
  static SigningKey open(Path file, Optional<String> name, SecureRandom random) throws IOException {
    if (Files.exists(file)) {
      return read(file);
    }
    String called =
        name.orElseThrow(
            () ->
                new IOException(
                    "there is no key in "
                        + file
                        + ": say what a new one is called with --name, e.g. --name"
                        + " auditor.example/stet"));
    SigningKey key = SigningKey.generate(called, KeyType.COSIGNATURE, random);
    Durable.makeFolder(file.toAbsolutePath().normalize().resolveSibling(""));
    // A crash before this ends leaves no key, so the next start makes another; nobody knows this
    // one.
    Durable.replace(file, (key.encoded() + "\n").getBytes(StandardCharsets.UTF_8));
    return key;
  }

  private static SigningKey read(Path file) throws IOException {
    try {
      SigningKey key = SigningKey.parse(Files.readString(file).strip());
      if (key.verifier().type() != KeyType.COSIGNATURE) {
        throw new MalformedException("it is the key of a log, and a cosigner needs one of its own");
      }
      return key;
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
