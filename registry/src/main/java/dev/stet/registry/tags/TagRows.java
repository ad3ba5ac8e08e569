package dev.stet.registry.tags;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.MalformedException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a standing tag lies in the table {@code name}. */
final class TagRows {
  /** The columns that {@link #read} wants, of a table called {@code n}. */
  static final String COLUMNS =
      "n.repository, n.name, n.digest, n.sequence, n.pushed_at, n.actor_name, n.actor_source,"
          + " n.revision, n.checksum";

  private static final Logger LOG = LoggerFactory.getLogger(TagRows.class);

  private TagRows() {}

  /** Reads one row, from the columns in their order. */
  static StandingTag read(ResultSet row) throws SQLException {
    try {
      StandingTag tag = parse(row);
      if (tag.checksum() == row.getLong(9)) {
        return tag;
      }
    } catch (MalformedException e) {
      LOG.error("The record of a tag cannot be read", e);
    }
    throw damaged(row.getString(1), row.getString(2));
  }

  private static StandingTag parse(ResultSet row) throws SQLException {
    return new StandingTag(
        RepositoryName.parse(row.getString(1)),
        TagName.parse(row.getString(2)),
        Digest.parse(row.getString(3)),
        row.getLong(4),
        Instant.ofEpochMilli(row.getLong(5)),
        new Actor(row.getString(6), row.getString(7)),
        Optional.ofNullable(row.getString(8)));
  }

  static Optional<StandingTag> find(Handle handle, RepositoryName repository, TagName name) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM name n WHERE n.repository = ? AND n.name = ?")
        .bind(0, repository.value())
        .bind(1, name.value())
        .map((row, _) -> read(row))
        .findOne();
  }

  /** The row cannot be trusted, so the answer is no: neither a pull nor a push goes by it. */
  private static RequestException damaged(String repository, String tag) {
    return RequestException.of(
            OciErrorCode.TOOMANYREQUESTS,
            "the record of tag \""
                + tag
                + "\" in repository \""
                + repository
                + "\" is damaged (its checksum is wrong), so Stet does not go by it: restore the"
                + " database from a backup")
        .status(503)
        .detail(Map.of("reason", "STORAGE"))
        .with("Retry-After", "60");
  }
}
