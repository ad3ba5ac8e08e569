package dev.stet.registry.tags;

import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Where a channel points, and what it follows. Its name is held by a {@link HeldName}.
 *
 * @param tag the tag that it points to; empty if it points nowhere yet, or to an image without one
 * @param follow the tags that it follows: it moves to the newest of them
 */
public record Channel(
    RepositoryName repository, TagName name, Optional<TagName> tag, Optional<TagPattern> follow) {
  static final String COLUMNS = "c.repository, c.name, c.tag, c.follow";

  static Channel read(ResultSet row) throws SQLException {
    return new Channel(
        RepositoryName.parse(row.getString(1)),
        TagName.parse(row.getString(2)),
        Optional.ofNullable(row.getString(3)).map(TagName::parse),
        Optional.ofNullable(row.getString(4)).map(TagPattern::new));
  }

  /** The channels of a repository, by name. */
  public static List<Channel> of(Handle handle, RepositoryName repository) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM channel c WHERE c.repository = ? ORDER BY c.name")
        .bind(0, repository.value())
        .map((row, _) -> read(row))
        .list();
  }

  /** How many channels a repository has. */
  public static int count(Handle handle, RepositoryName repository) {
    return handle
        .createQuery("SELECT COUNT(*) FROM channel WHERE repository = ?")
        .bind(0, repository.value())
        .mapTo(Integer.class)
        .one();
  }

  /** The channel of that name. */
  public static Optional<Channel> find(Handle handle, RepositoryName repository, TagName name) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM channel c WHERE c.repository = ? AND c.name = ?")
        .bind(0, repository.value())
        .bind(1, name.value())
        .map((row, _) -> read(row))
        .findOne();
  }

  /** This channel, pointing to another tag. */
  public Channel movedTo(Optional<TagName> other) {
    return new Channel(repository, name, other, follow);
  }

  /** This channel, following other tags. */
  public Channel following(Optional<TagPattern> other) {
    return new Channel(repository, name, tag, other);
  }

  /** Writes the row, or writes over it. */
  public void write(Handle handle) {
    handle.execute(
        "INSERT INTO channel (repository, name, tag, follow) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (repository, name) DO UPDATE SET tag = excluded.tag,"
            + " follow = excluded.follow",
        repository.value(),
        name.value(),
        tag.map(TagName::value).orElse(null),
        follow.map(TagPattern::text).orElse(null));
  }

  /** Forgets where it pointed; its name stays burnt. */
  public void remove(Handle handle) {
    handle.execute(
        "DELETE FROM channel WHERE repository = ? AND name = ?", repository.value(), name.value());
  }
}
