package dev.stet.registry.tags;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The history of the registry: one sequence of numbered events, append only. Used inside a
 * transaction, by the writer's thread.
 */
public final class History {
  static final String APPEND =
      "INSERT INTO history (sequence, repository, name, event, digest, at, actor_name,"
          + " actor_source, revision, note, previous, tag)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private History() {}

  /** What happened to a name, or to a manifest. */
  public enum Event {
    /** A name was given. */
    CLAIMED,
    /** A name was moved to another manifest. */
    MOVED,
    /** A channel was declared. */
    CREATED,
    /** A name was taken away; a tag or a channel is burnt since. */
    DELETED,
    /** What was deleted is there again. */
    RESTORED,
    /** A name became one that stands, because its repository did. */
    STANDS,
    /** Manifests or blobs that nothing needs were taken out of sight. */
    COLLECTED;

    /** How the event is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads an event that was written. */
    public static Event of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * One event.
   *
   * @param name the name, empty for an event of a manifest
   * @param digest what the name names since, or the manifest; empty for an event of more than one
   * @param previous what the name named before
   * @param note what is to be said of it, in words
   * @param tag the tag to which it pointed a channel
   */
  public record Entry(
      RepositoryName repository,
      String name,
      Event event,
      Optional<Digest> digest,
      Optional<Digest> previous,
      Actor actor,
      Optional<String> revision,
      Optional<String> note,
      Optional<TagName> tag) {

    /** An event that points no channel to a tag. */
    public Entry(
        RepositoryName repository,
        String name,
        Event event,
        Optional<Digest> digest,
        Optional<Digest> previous,
        Actor actor,
        Optional<String> revision,
        Optional<String> note) {
      this(repository, name, event, digest, previous, actor, revision, note, Optional.empty());
    }

    Object[] columns(long sequence, Instant at) {
      return new Object[] {
        sequence,
        repository.value(),
        name,
        event.text(),
        digest.map(Digest::toString).orElse(""),
        at.toEpochMilli(),
        actor.name(),
        actor.source(),
        orNull(revision),
        orNull(note),
        orNull(previous.map(Digest::toString)),
        orNull(tag.map(TagName::value))
      };
    }

    private static @Nullable String orNull(Optional<String> text) {
      return text.orElse(null);
    }
  }

  /** The newest number. */
  public static long newest(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(sequence), 0) FROM history")
        .mapTo(Long.class)
        .one();
  }

  /** Appends an event, and returns its number. */
  public static long append(Handle handle, Instant at, Entry entry) {
    return append(handle, at, List.of(entry));
  }

  /** Appends events, and returns the number of the last. */
  public static long append(Handle handle, Instant at, List<Entry> entries) {
    long sequence = newest(handle);
    try (PreparedBatch batch = handle.prepareBatch(APPEND)) {
      for (Entry entry : entries) {
        batch.add(entry.columns(++sequence, at));
      }
      batch.execute();
    }
    return sequence;
  }
}
