package dev.stet.registry.log;

import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Note;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.NamesGate;
import dev.stet.store.Database;
import dev.stet.store.StoreException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * The log of the tags of a registry. Safe for use by many threads.
 *
 * <p>Once it is open, it ends every transaction of its database: see {@link Sealing}. All that it
 * gives out was committed before.
 */
public final class TagLog implements TileReader {
  /** The header that names the entry which assigns a tag. */
  public static final String INDEX = "Stet-Log-Index";

  private final Database database;
  private final String origin;
  private final Optional<LogSigner> signer;
  private final NamesGate gate;
  private final Optional<Migration> migration;
  private final Cosigned cosigned;
  private final Confirmation confirmation;

  private TagLog(Needs needs, Optional<Migration> migration) {
    this.database = needs.database();
    this.origin = needs.origin();
    this.signer = needs.signer();
    this.gate = needs.gate();
    this.migration = migration;
    this.cosigned = new Cosigned(database);
    this.confirmation = new Confirmation(database, this, needs.clock());
  }

  /**
   * What a log is opened with.
   *
   * @param database the registry's
   * @param origin what it is called, for ever
   * @param signer its keys; empty if they are missing
   * @param gate is closed while nothing can be appended
   */
  public record Needs(
      Database database,
      String origin,
      Optional<LogSigner> signer,
      NamesGate gate,
      Clock clock,
      SecureRandom random) {}

  /** What the log of a database is called, if it was begun. */
  public static Optional<String> origin(Database database) {
    return database.read(LogState::find).map(LogState::origin);
  }

  /**
   * Opens the log, and begins it if there is none. What happened before there was one is brought in
   * by {@link #catchUp}.
   *
   * @throws StoreException if the log of this database has another origin
   */
  public static TagLog open(Needs needs) {
    if (needs.signer().isPresent() && origin(needs.database()).isEmpty()) {
      begin(needs, needs.signer().get());
    }
    Optional<LogState> state = needs.database().read(LogState::find);
    state.ifPresent(it -> requireOrigin(it, needs.origin()));
    long newest = needs.database().read(History::newest);
    if (state.isEmpty() || needs.signer().isEmpty()) {
      needs.gate().close(NamesGate.Reason.LOG_KEY_MISSING, keyMissing());
      needs.database().endEachWith(handle -> refuse(handle, needs.gate(), newest));
      return new TagLog(needs, Optional.empty());
    }
    return opened(needs, state.get(), needs.signer().get(), newest);
  }

  private static TagLog opened(Needs needs, LogState state, LogSigner signer, long newest) {
    Database database = needs.database();
    NamesGate gate = needs.gate();
    closeUntilSound(database, state, signer, gate);
    if (!gate.closed(NamesGate.Reason.LOG_STOPPED) && !signer.signedByAll(state.head())) {
      signAnew(database, signer);
    }
    Sealing sealing = new Sealing(signer, gate, needs.clock(), needs.random(), newest);
    database.endEachWith(sealing::seal);
    Optional<Migration> migration = Optional.empty();
    if (state.sequence() < newest) {
      gate.close(
          NamesGate.Reason.LOG_MIGRATING,
          "the log of tags is being written for the names that are there already: try again soon");
      migration = Optional.of(new Migration(database, sealing, gate, newest));
    }
    return new TagLog(needs, migration);
  }

  private static void closeUntilSound(
      Database database, LogState state, LogSigner signer, NamesGate gate) {
    state
        .stopped()
        .or(() -> database.readLong(handle -> StoredLog.fault(handle, state, signer)))
        .ifPresent(
            why ->
                gate.close(
                    NamesGate.Reason.LOG_STOPPED,
                    "the log of tags is not as it must be (" + why + "): run 'stet fsck'"));
    if (state.restored().isPresent()) {
      gate.close(NamesGate.Reason.LOG_UNCONFIRMED, unconfirmed(state.restored().get()));
    }
    if (state.lacks()) {
      gate.close(
          NamesGate.Reason.LOG_UNCONFIRMED,
          state.lack() + ": fetch the others with 'stet log recover --from URL'");
    }
  }

  /** While the key is changed the head needs no push to bear the signatures of today's keys. */
  private static void signAnew(Database database, LogSigner signer) {
    int _ =
        database
            .<LogSigner, Integer>lane(
                "log signing",
                (handle, batch) -> {
                  LogState state = LogState.find(handle).orElseThrow();
                  state.become(handle, state.signed(signer.sign(state.checkpoint())));
                  return batch.stream().map(_ -> 1).toList();
                })
            .submit(signer);
  }

  private static void begin(Needs needs, LogSigner signer) {
    int _ =
        needs
            .database()
            .<String, Integer>lane(
                "log beginning",
                (handle, batch) -> {
                  Beginning.write(handle, needs.origin(), signer, needs.clock());
                  return batch.stream().map(_ -> 1).toList();
                })
            .submit(needs.origin());
  }

  private static void refuse(Handle handle, NamesGate gate, long newest) {
    if (History.newest(handle) > newest) {
      gate.requireOpen();
    }
  }

  private static void requireOrigin(LogState state, String origin) {
    if (!state.origin().equals(origin)) {
      String message =
          "the log of this registry is called "
              + state.origin()
              + " for ever, and the configuration says log-origin: "
              + origin
              + "; set it back, or leave it out. A log with another name would be another log, which"
              + " takes the names of this one over, and in which those who verify have to be told"
              + " to believe";
      throw new StoreException(message, new SQLException(message));
    }
  }

  private static String keyMissing() {
    return "the key that signs the log of tags is not in DATA/keys/log.key: bring it back with 'stet"
        + " keys import FILE --data DATA', then restart; no backup has it";
  }

  private static String unconfirmed(Instant restored) {
    return "this is a backup that was restored at "
        + restored
        + ", and names may have been pushed after it was made: fetch them with 'stet log recover"
        + " --from URL', or say that there are none with 'stet log resume"
        + " --nothing-was-pushed-since'";
  }

  /**
   * Brings into the log what happened before there was one; returns when that is done, or at once
   * while the log has ended or waits to be confirmed. To be called again until it is done.
   */
  public void catchUp() {
    boolean held =
        gate.closed(NamesGate.Reason.LOG_STOPPED) || gate.closed(NamesGate.Reason.LOG_UNCONFIRMED);
    if (!held && gate.closed(NamesGate.Reason.LOG_MIGRATING)) {
      migration.ifPresent(Migration::run);
    }
  }

  /** What it is called. */
  public String origin() {
    return origin;
  }

  /** The keys that sign it; empty if they are missing. */
  public Optional<LogSigner> signer() {
    return signer;
  }

  /** Whether something can be appended. */
  public NamesGate gate() {
    return gate;
  }

  /** What others have signed of it. */
  public Cosigned cosigned() {
    return cosigned;
  }

  /** How it is confirmed where nobody knows whether it is the newest. */
  public Confirmation confirmation() {
    return confirmation;
  }

  /** The newest signed checkpoint; empty if the log was never begun. */
  public Optional<Note> head() {
    return database.read(LogState::find).map(LogState::head);
  }

  /** What {@link #head} says. */
  public Optional<Checkpoint> checkpoint() {
    return head().map(it -> Checkpoint.parse(it.text()));
  }

  @Override
  public byte[] read(Tile tile) {
    return database.read(handle -> LogRows.tile(handle, tile));
  }

  /**
   * The entries under a tile.
   *
   * @throws dev.stet.log.MalformedException if the log does not have so many
   */
  public List<byte[]> entries(EntryBundle bundle) {
    return database.read(handle -> LogRows.entries(handle, bundle));
  }

  /** One entry. */
  public Optional<byte[]> entry(long index) {
    return database.read(handle -> LogRows.entry(handle, index));
  }

  /** The index of the entry that assigns a tag; empty for a name that is none. */
  public OptionalLong assigned(RepositoryName repository, TagName tag) {
    return database
        .read(handle -> LogRows.assigned(handle, repository, tag))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }
}
