package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Somebody who may do what the operator may, and knows how Stet keeps its records: changes the
 * database of a Stet that does not run.
 *
 * @param data its data folder
 */
record Intruder(Path data) {
  /** Has a tag name another image, in a record that is as if it had always been so. */
  void repoint(String repository, String tag, Digest to) throws SQLException {
    try (Connection database = open()) {
      drop(database, "tags_stand");
      try (PreparedStatement row =
          database.prepareStatement(
              "UPDATE name SET digest = ?, checksum = ? WHERE repository = ? AND name = ?")) {
        row.setString(1, to.toString());
        row.setLong(2, checksum(database, repository, tag, to));
        row.setString(3, repository);
        row.setString(4, tag);
        assertThat(row.executeUpdate()).isOne();
      }
    }
  }

  /** The checksum of the record of a tag that stands, was it of that image. */
  private static long checksum(Connection database, String repository, String tag, Digest digest)
      throws SQLException {
    try (PreparedStatement query =
        database.prepareStatement(
            "SELECT kind, sequence, pushed_at, actor_name, actor_source, COALESCE(revision, '')"
                + " FROM name WHERE repository = ? AND name = ? AND deleted_at IS NULL")) {
      query.setString(1, repository);
      query.setString(2, tag);
      try (ResultSet row = query.executeQuery()) {
        String columns =
            String.join("\0", repository, tag, row.getString(1), digest.toString())
                + "\0"
                + String.join("\0", row.getString(2), row.getString(3), row.getString(4))
                + "\0"
                + String.join("\0", row.getString(5), row.getString(6), "");
        byte[] hash = HexFormat.of().parseHex(Digest.sha256(columns.getBytes(UTF_8)).hex());
        return ByteBuffer.wrap(hash).getLong();
      }
    }
  }

  /** Takes away the record of a tag, so that the name is as if it had never been given. */
  void forget(String repository, String tag) throws SQLException {
    try (Connection database = open()) {
      drop(database, "names_are_for_ever");
      try (PreparedStatement row =
          database.prepareStatement("DELETE FROM name WHERE repository = ? AND name = ?")) {
        row.setString(1, repository);
        row.setString(2, tag);
        assertThat(row.executeUpdate()).isOne();
      }
    }
  }

  /** Takes away the log and its keys, so that it is as if there had never been one. */
  void forgetLog() throws SQLException, IOException {
    try (Connection database = open()) {
      Map<String, String> triggers = parts(database, "trigger");
      for (String trigger : triggers.keySet()) {
        drop(database, trigger);
      }
      for (String table : parts(database, "table").keySet()) {
        execute(database, "DELETE FROM " + table);
      }
      for (String trigger : triggers.values()) {
        execute(database, trigger);
      }
    }
    for (String folder : List.of("keys", "auditor")) {
      Files.move(data.resolve(folder), data.resolveSibling("taken-" + folder));
    }
  }

  /** How each part of the log's schema is made, by its name. */
  private static Map<String, String> parts(Connection database, String type) throws SQLException {
    Map<String, String> parts = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name GLOB 'log_*' AND type = '"
                    + type
                    + "'")) {
      while (row.next()) {
        parts.put(row.getString(1), row.getString(2));
      }
    }
    assertThat(parts).isNotEmpty();
    return parts;
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
  }

  private static void drop(Connection database, String trigger) throws SQLException {
    execute(database, "DROP TRIGGER " + trigger);
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
