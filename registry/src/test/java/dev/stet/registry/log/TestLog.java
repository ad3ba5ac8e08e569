package dev.stet.registry.log;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import dev.stet.registry.tags.NamesGate;
import dev.stet.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Logs for tests, all with one key. */
public final class TestLog {
  public static final String ORIGIN = "log.example/shop";
  public static final SigningKey KEY =
      SigningKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom());
  public static final LogSigner SIGNER = new LogSigner(List.of(KEY));

  private TestLog() {}

  /** The log of a database, with all that happened before. */
  public static TagLog open(Database database, Clock clock) {
    TagLog log = TagLog.open(needs(database, clock, Optional.of(SIGNER)));
    log.catchUp();
    return log;
  }

  static TagLog.Needs needs(Database database, Clock clock, Optional<LogSigner> signer) {
    return new TagLog.Needs(database, ORIGIN, signer, new NamesGate(), clock, new SecureRandom());
  }
}
