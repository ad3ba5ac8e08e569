package dev.stet.server;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import dev.stet.registry.log.LogSigner;
import dev.stet.registry.log.TagLog;
import dev.stet.registry.tags.NamesGate;
import dev.stet.server.keys.LogKeys;
import dev.stet.store.Database;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/** Opens the log of the tags with the keys in the data folder. */
final class LogStart {
  /** Nobody can own a name under this domain, so it says nothing of whose log it is. */
  private static final String NOBODYS = "stet.invalid/";

  private static final int RANDOM = 16;

  private final LogKeys keys;
  private final Database database;
  private final Surroundings surroundings;

  LogStart(LogKeys keys, Database database, Surroundings surroundings) {
    this.keys = keys;
    this.database = database;
    this.surroundings = surroundings;
  }

  /**
   * Opens it. The first start chooses what the log is called and makes its key; a crash before the
   * log is begun leaves the key, whose name the next start takes. A key that has signed a log
   * begins no other: that would be a second history of the first.
   *
   * @param configured what the log is to be called
   * @throws IOException if a key file cannot be read or written, or is of another log
   */
  TagLog open(Optional<String> configured) throws IOException {
    Optional<String> begun = TagLog.origin(database);
    if (begun.isEmpty() && !keys.current().exists()) {
      keys.take(
          SigningKey.generate(
              configured.orElseGet(this::chosen), KeyType.ED25519, surroundings.random()));
    }
    Optional<LogSigner> signer =
        keys.current().exists()
            ? Optional.of(new LogSigner(keys.signers(), keys.earlier()))
            : Optional.empty();
    Optional<String> named = signer.map(it -> it.keys().getFirst().verifier().name());
    String origin = configured.or(() -> begun).or(() -> named).orElseThrow();
    requireName(origin, named);
    if (begun.isEmpty() && keys.hasSigned()) {
      throw signedAnother(origin);
    }
    TagLog log =
        TagLog.open(
            new TagLog.Needs(
                database,
                origin,
                signer,
                new NamesGate(),
                surroundings.clock(),
                surroundings.random()));
    if (signer.isPresent()) {
      keys.noteSigned(); // a crash before leaves the log in the database, which the next start sees
    }
    return log;
  }

  private IOException signedAnother(String origin) {
    return new IOException(
        keys.current().path()
            + " has signed the log "
            + origin
            + " before, and the database has no log: it is older, or was lost. Restore a backup that"
            + " has the log; or move the folder of the key away, and the names that are here begin"
            + " another log, of another name, which those who verify have to be told to believe");
  }

  private String chosen() {
    byte[] random = new byte[RANDOM];
    surroundings.random().nextBytes(random);
    return NOBODYS + HexFormat.of().formatHex(random);
  }

  private void requireName(String origin, Optional<String> named) throws IOException {
    if (named.isPresent() && !named.get().equals(origin)) {
      throw new IOException(
          keys.current().path()
              + " is the key of the log "
              + named.get()
              + ", but the log of this registry is called "
              + origin
              + ": bring back its own key, or set log-origin as it was");
    }
  }
}
