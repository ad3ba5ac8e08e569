package dev.stet.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteDatabaseTest extends DatabaseContract {
  private final Path folder;
  private final Path file;
  private final Path wal;

  SqliteDatabaseTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("stet.db");
    this.wal = folder.resolve("stet.db-wal");
  }

  @Override
  Database open(Commit commit) {
    return Database.open(file, MIGRATIONS, commit);
  }

  private static Lane<String, Integer> filling(Database database) {
    return database.lane(
        "filling",
        (handle, changes) -> {
          for (String change : changes) {
            int length = change.startsWith("huge") ? 1_000_000 : 10;
            handle.execute("INSERT INTO thing VALUES (?, ?)", change, "x".repeat(length));
          }
          return changes.stream().map(String::length).toList();
        });
  }

  @Test
  void aCommitIsOnDiskWhenItReturns() {
    try (Database database = open(Commit.PLAIN)) {
      Lane<String, String> pragmas =
          database.lane(
              "pragmas",
              (handle, names) ->
                  names.stream()
                      .map(it -> handle.createQuery("PRAGMA " + it).mapTo(String.class).one())
                      .toList());
      assertThat(pragmas.submit("journal_mode")).isEqualTo("wal");
      assertThat(pragmas.submit("synchronous")).as("FULL").isEqualTo("2");
      assertThat(pragmas.submit("wal_autocheckpoint")).isEqualTo("0");
    }
  }

  /** Without that it grows for as long as commits follow each other, until the disk is full. */
  @Test
  void aLongLogBeginsAnewWhileCommitsFollowEachOther() throws IOException, InterruptedException {
    int changes = 600;
    int length = 256 * 1024;
    try (Database database = open(Commit.PLAIN)) {
      Lane<String, Integer> lane =
          database.lane(
              "rewriting",
              (handle, rows) -> {
                for (String row : rows) {
                  handle.execute("DELETE FROM thing WHERE name = ?", row);
                  handle.execute("INSERT INTO thing VALUES (?, ?)", row, "x".repeat(length));
                }
                return rows.stream().map(String::length).toList();
              });
      List<Thread> writers = Stream.of("a", "b").map(row -> writing(lane, row, changes)).toList();
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(stored(database)).containsExactlyInAnyOrder("a", "b");
      assertThat(Files.size(wal)).isLessThan((long) changes * length);
    }
  }

  private static Thread writing(Lane<String, Integer> lane, String row, int times) {
    return Thread.ofVirtual()
        .start(
            () -> {
              for (int i = 0; i < times; i++) {
                lane.submit(row);
              }
            });
  }

  @Test
  void aFullDiskRefusesThatChangeOnly() {
    try (Database database = open(Commit.PLAIN)) {
      Lane<String, Integer> lane = filling(database);
      Lane<String, Integer> limit =
          database.lane(
              "limit",
              (handle, changes) -> {
                handle.execute("PRAGMA max_page_count = 50");
                return changes.stream().map(String::length).toList();
              });
      limit.submit("");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> lane.submit("huge"))
          .withMessageContaining("nothing was written");
      assertThat(lane.submit("small")).isEqualTo(5);
      assertThat(database.stopped()).isNull();
      assertThat(stored(database)).containsExactly("small");
    }
  }

  @Test
  void aCommitThatFoundTheDiskFullIsSurelyGoneAndTheWriterGoesOn() {
    AtomicInteger commits = new AtomicInteger();
    try (Database database =
        open(
            handle -> {
              if (commits.incrementAndGet() == 1) {
                throw new ConnectionException(
                    new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL));
              }
              Commit.PLAIN.run(handle);
            })) {
      Lane<String, Integer> lane = filling(database);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> lane.submit("a"))
          .withMessageContaining("nothing was written");
      assertThat(lane.submit("b")).isEqualTo(1);
      assertThat(database.stopped()).isNull();
      assertThat(stored(database)).containsExactly("b");
    }
  }

  @Test
  void whatAKilledProcessCommittedIsOnDiskBeforeItIsRead() throws Exception {
    Process process = ChildProcess.start("commit-and-die", file);
    assertThat(ChildProcess.firstLine(process)).isEqualTo("acknowledged");
    assertThat(process.waitFor()).isEqualTo(137);
    assertThat(Files.size(wal)).as("the commit is in the write-ahead log").isPositive();

    try (Connection _ = bystander()) {
      new Sqlite(file).settle();
      assertThat(Files.size(wal)).as("the log is folded in").isZero();
    }

    Path alone = Files.copy(file, folder.resolve("alone.db"));
    try (Database database = Database.open(alone, MIGRATIONS)) {
      assertThat(stored(database)).containsExactly("acknowledged");
    }
  }

  /** A connection that keeps SQLite from tidying up by itself when the last one closes. */
  private Connection bystander() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT COUNT(*) FROM thing")) {
      assertThat(version.next()).isTrue();
    }
    return connection;
  }

  @Test
  void openingSettlesBeforeItMigrates() throws Exception {
    Process process = ChildProcess.start("commit-and-die", file);
    assertThat(process.waitFor()).isEqualTo(137);
    try (Connection _ = bystander();
        Database database = open(Commit.PLAIN)) {
      assertThat(Files.size(wal)).as("the log is folded in").isZero();
      assertThat(stored(database)).containsExactly("acknowledged");
    }
  }

  @Test
  void theLogIsFoldedInWhileTheWriterGoesOn() throws IOException {
    try (Database database = open(Commit.PLAIN)) {
      long before = Files.size(file);
      Lane<String, Integer> lane = filling(database);
      for (int i = 0; i < 300; i++) {
        lane.submit((i % 100 == 0 ? "huge-" : "small-") + i);
      }
      Await.until("the database file has grown", () -> file.toFile().length() > before + 1_000_000);
    }
    assertThat(wal).as("closing folds in the rest").doesNotExist();
    try (Database database = open(Commit.PLAIN)) {
      assertThat(stored(database)).hasSize(300);
    }
  }

  /** Ways in which a file can be damaged. */
  enum Damage {
    NO_DATABASE,
    ONLY_ITS_HEADER,
    CUT_SHORT,
    SCHEMA_OVERWRITTEN,
    ALL_BUT_THE_HEADER_OVERWRITTEN;

    void apply(Path file) throws IOException {
      byte[] whole = Files.readAllBytes(file);
      byte[] noise = "neither rows nor tables ".repeat(5000).getBytes(UTF_8);
      switch (this) {
        case NO_DATABASE -> Files.write(file, noise);
        case ONLY_ITS_HEADER -> cut(file, 100);
        case CUT_SHORT -> cut(file, whole.length - 4096 - 100);
        case SCHEMA_OVERWRITTEN -> overwrite(file, ByteBuffer.wrap(noise, 0, 3900), 120);
        case ALL_BUT_THE_HEADER_OVERWRITTEN ->
            overwrite(file, ByteBuffer.wrap(noise, 0, whole.length - 100), 100);
      }
    }

    private static void cut(Path file, int length) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
    }

    private static void overwrite(Path file, ByteBuffer bytes, long position) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThat(channel.write(bytes, position)).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileIsRefusedAndLeftAsItIs(Damage damage) throws IOException {
    try (Database database = open(Commit.PLAIN)) {
      filling(database).submit("a");
    }
    damage.apply(file);
    byte[] damaged = Files.readAllBytes(file);

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(Commit.PLAIN))
        .withMessageContaining(file.toString())
        .withMessageMatching("the database .*: .*restore a backup.*")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    assertNoThreadIsLeft();
  }

  private static void assertNoThreadIsLeft() {
    Await.until(
        "all threads of the store have ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("store-")));
  }

  @Test
  void itFindsWhatIsWrongWithItself() throws IOException {
    try (Database database = open(Commit.PLAIN)) {
      Lane<String, Integer> lane = filling(database);
      for (int i = 0; i < 3000; i++) {
        lane.submit("thing-" + i);
      }
      assertThat(database.faults(false)).isEmpty();
      assertThat(database.faults(true)).isEmpty();
    }
    Damage.overwrite(file, ByteBuffer.wrap(new byte[2000]), Files.size(file) - 4096 + 2000);
    try (Database database = open(Commit.PLAIN)) {
      assertThat(database.faults(false)).isNotEmpty();
      assertThat(database.faults(true)).isNotEmpty().hasSizeLessThanOrEqualTo(100);
    }
  }

  @Test
  void somebodyElsesDatabaseIsRefused() throws SQLException {
    execute("CREATE TABLE recipes (name TEXT)");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(Commit.PLAIN))
        .withMessageContaining("could not be brought to this version's schema");
    execute("INSERT INTO recipes VALUES ('untouched')");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    Files.createDirectory(file);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(Commit.PLAIN))
        .withMessageContaining("cannot be used");
    assertThat(file).isEmptyDirectory();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(connection.createStatement().execute(sql)).isFalse();
    }
  }

  @Test
  void closingEndsEveryThread() {
    Database database = open(Commit.PLAIN);
    assertThat(List.of(database.read(_ -> "read"), filling(database).submit("a")))
        .containsExactly("read", 1);
    database.close();
    assertNoThreadIsLeft();
  }
}
