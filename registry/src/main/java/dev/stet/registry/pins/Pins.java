package dev.stet.registry.pins;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.Reference;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import dev.stet.store.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sets and takes away pins. Safe for use by many threads; callers wait. */
final class Pins {
  private sealed interface Wish {
    /** The image is to stay. */
    record Set(RepositoryName repository, Reference image, Optional<String> note, Actor actor)
        implements Wish {}

    /** The pin is to go. */
    record Take(RepositoryName repository, Digest digest, Actor actor) implements Wish {}
  }

  /** A pin, and whether it is new. */
  record Result(Pin pin, boolean changed) {}

  private static final String SELECT =
      "SELECT repository, digest, note, pinned_at, actor_name, actor_source FROM pin"
          + " WHERE repository = ?";

  private final Database database;
  private final Clock clock;
  private final Lane<Wish, Changed<Result>> lane;

  Pins(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.lane =
        database.lane(
            "pins", (handle, batch) -> batch.stream().map(wish -> decide(handle, wish)).toList());
  }

  /**
   * Pins what a name names now, or a digest. Durable when it returns.
   *
   * @throws RequestException if the repository shows no such image
   */
  Result pin(RepositoryName repository, Reference image, Optional<String> note, Actor actor) {
    return lane.submit(new Wish.Set(repository, image, note, actor)).orThrow(_ -> {});
  }

  /**
   * Takes a pin away. Durable when it returns.
   *
   * @throws RequestException if there is none
   */
  Pin unpin(RepositoryName repository, Digest digest, Actor actor) {
    return lane.submit(new Wish.Take(repository, digest, actor)).orThrow(_ -> {}).pin();
  }

  /**
   * The pins of a repository, by digest.
   *
   * @throws RequestException if there is no such repository
   */
  List<Pin> of(RepositoryName repository) {
    return database.read(
        handle -> {
          if (!Repositories.isLive(handle, repository)) {
            throw Repositories.unknown(repository);
          }
          return handle
              .createQuery(SELECT + " ORDER BY digest")
              .bind(0, repository.value())
              .map((row, _) -> read(handle, row))
              .list();
        });
  }

  private Changed<Result> decide(Handle handle, Wish wish) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return switch (wish) {
      case Wish.Set set -> set(handle, now, set);
      case Wish.Take take -> take(handle, now, take);
    };
  }

  private static Changed<Result> set(Handle handle, Instant now, Wish.Set set) {
    Optional<Digest> image = shown(handle, set.repository(), set.image());
    if (image.isEmpty()) {
      return new Changed.Refused<>(unknown(set.repository(), set.image(), "no image"));
    }
    Digest digest = image.get();
    Optional<Pin> present = find(handle, set.repository(), digest);
    if (present.isPresent()) {
      return new Changed.Done<>(new Result(present.get(), false));
    }
    handle.execute(
        "INSERT INTO pin (repository, digest, note, pinned_at, actor_name, actor_source)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        set.repository().value(),
        digest.toString(),
        set.note().orElse(null),
        now.toEpochMilli(),
        set.actor().name(),
        set.actor().source());
    audit(handle, now, set.actor(), "pin", set.repository(), digest, set.note());
    return new Changed.Done<>(
        new Result(find(handle, set.repository(), digest).orElseThrow(), true));
  }

  private static Changed<Result> take(Handle handle, Instant now, Wish.Take take) {
    Optional<Pin> present = find(handle, take.repository(), take.digest());
    if (present.isEmpty()) {
      return new Changed.Refused<>(unknown(take.repository(), take.digest(), "no pin of"));
    }
    handle.execute(
        "DELETE FROM pin WHERE repository = ? AND digest = ?",
        take.repository().value(),
        take.digest().toString());
    audit(
        handle, now, take.actor(), "unpin", take.repository(), take.digest(), present.get().note());
    return new Changed.Done<>(new Result(present.get(), true));
  }

  /** The digest of an image that the repository shows. */
  private static Optional<Digest> shown(Handle handle, RepositoryName repository, Reference image) {
    Optional<Digest> digest =
        switch (image) {
          case TagName name ->
              NameRows.find(handle, repository, name)
                  .filter(HeldName::live)
                  .flatMap(HeldName::digest);
          case Digest it -> Optional.of(it);
        };
    return digest.filter(
        it ->
            handle
                .createQuery(
                    "SELECT 1 FROM repository_manifest WHERE repository = ? AND digest = ?"
                        + " AND deleted_at IS NULL")
                .bind(0, repository.value())
                .bind(1, it.toString())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  private static Optional<Pin> find(Handle handle, RepositoryName repository, Digest digest) {
    return handle
        .createQuery(SELECT + " AND digest = ?")
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .map((row, _) -> read(handle, row))
        .findOne();
  }

  private static Pin read(Handle handle, ResultSet row) throws SQLException {
    RepositoryName repository = RepositoryName.parse(row.getString(1));
    Digest digest = Digest.parse(row.getString(2));
    return new Pin(
        repository,
        digest,
        NameRows.of(handle, repository, digest).stream().map(HeldName::name).toList(),
        Optional.ofNullable(row.getString(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        new Actor(row.getString(5), row.getString(6)));
  }

  private static void audit(
      Handle handle,
      Instant now,
      Actor actor,
      String action,
      RepositoryName repository,
      Digest digest,
      Optional<String> note) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            actor,
            action,
            Optional.of(repository),
            digest.toString(),
            Optional.empty(),
            Optional.empty(),
            note));
  }

  private static RequestException unknown(RepositoryName repository, Reference image, String what) {
    return RequestException.of(
        OciErrorCode.MANIFEST_UNKNOWN,
        "repository \""
            + repository
            + "\" has "
            + what
            + " "
            + image
            + ": see 'stet tags "
            + repository
            + "' and 'stet pins "
            + repository
            + "'");
  }
}
