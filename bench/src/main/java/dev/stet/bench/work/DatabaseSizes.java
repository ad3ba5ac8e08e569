package dev.stet.bench.work;

import dev.stet.bench.report.LogFigure;
import dev.stet.bench.report.Quantity;
import dev.stet.bench.server.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** What the tables of a running Stet take on the disk, indexes included. */
final class DatabaseSizes {
  private static final String TAGS = "SELECT COUNT(*) FROM name WHERE kind = 'tag'";

  /** Source: sqlite.org/dbstat.html. */
  private static final String BYTES =
      "SELECT COALESCE(s.tbl_name, d.name) AS of, SUM(d.pgsize) FROM dbstat d"
          + " LEFT JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = TRUE GROUP BY of";

  private DatabaseSizes() {}

  /** Bytes for each tag that is there. */
  static Map<Quantity, Double> perTag(RunningServer server) throws IOException {
    Path file = server.folder().resolve("data").resolve("registry.db");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        Statement statement = connection.createStatement()) {
      double tags = count(statement);
      Map<String, Double> tables = new HashMap<>();
      double all = 0;
      try (ResultSet row = statement.executeQuery(BYTES)) {
        while (row.next()) {
          tables.put(row.getString(1), row.getDouble(2) / tags);
          all += row.getDouble(2) / tags;
        }
      }
      return Map.of(
          LogFigure.DATABASE, all,
          LogFigure.ENTRIES, tables.getOrDefault("log_entry", 0.0),
          LogFigure.TILES, tables.getOrDefault("log_tile", 0.0),
          LogFigure.OPENINGS, tables.getOrDefault("log_opening", 0.0));
    } catch (SQLException e) {
      throw new IOException("cannot read how large the tables in " + file + " are", e);
    }
  }

  private static double count(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(TAGS)) {
      return row.getDouble(1);
    }
  }
}
