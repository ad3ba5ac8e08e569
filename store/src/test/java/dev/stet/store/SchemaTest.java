package dev.stet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database comes to the schema of this version, or is left as it is. */
class SchemaTest {
  private static final String OLDER = "dev/stet/store/things";
  private static final String NEWER = "dev/stet/store/morethings";

  private final Path file;
  private final Path copy;

  SchemaTest(@TempDir Path folder) {
    this.file = folder.resolve("stet.db");
    this.copy = folder.resolve("stet.db.before-V2");
  }

  private void older(String... things) {
    try (Database database = Database.open(file, OLDER)) {
      Lane<String, String> lane =
          database.lane(
              "things",
              (handle, names) -> {
                names.forEach(name -> DatabaseContract.insert(handle, name));
                return names;
              });
      for (String thing : things) {
        assertThat(lane.submit(thing)).isEqualTo(thing);
      }
    }
  }

  private static List<String> things(Path copy) {
    return Database.readCopy(
        copy,
        handle ->
            handle.createQuery("SELECT name FROM thing ORDER BY name").mapTo(String.class).list());
  }

  private static List<String> columns(Path copy) {
    return Database.readCopy(
        copy,
        handle ->
            handle
                .createQuery("SELECT name FROM pragma_table_info('thing')")
                .mapTo(String.class)
                .list());
  }

  @Test
  void whatIsMigratedIsCopiedBefore() {
    older("a", "b");

    try (Database database = Database.open(file, NEWER)) {
      assertThat(DatabaseContract.stored(database)).containsExactly("a", "b");
    }

    assertThat(columns(file)).contains("colour");
    assertThat(things(copy)).containsExactly("a", "b");
    assertThat(columns(copy)).doesNotContain("colour");
    try (Database database = Database.open(copy, OLDER)) {
      assertThat(DatabaseContract.stored(database)).as("usable as it is").hasSize(2);
    }
  }

  @Test
  void whereNothingIsMigratedNothingIsCopied() {
    Database.open(file, NEWER).close(); // new
    Database.open(file, NEWER).close(); // up to date
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**before*");
  }

  @Test
  void aCopyOfAnEarlierAttemptIsReplacedAndItsRestsAreToo() throws IOException {
    older("a");
    Files.writeString(copy, "an earlier attempt");
    Files.writeString(Path.of(copy + ".part"), "cut off");

    Database.open(file, NEWER).close();

    assertThat(things(copy)).containsExactly("a");
    assertThat(Path.of(copy + ".part")).doesNotExist();
  }

  @Test
  void withoutACopyThereIsNoMigration() throws IOException {
    older("a");
    Files.createDirectories(copy.resolve("in the way"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Database.open(file, NEWER))
        .withMessageContaining("could not be copied before its schema is changed")
        .withMessageContaining("nothing was changed")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));

    assertThat(columns(file)).doesNotContain("colour");
    try (Database database = Database.open(file, OLDER)) {
      assertThat(DatabaseContract.stored(database)).containsExactly("a");
    }
  }

  @Test
  void aDatabaseOfANewerStetIsRefusedAndLeftAsItIs() throws IOException {
    Database.open(file, NEWER).close();
    byte[] before = Files.readAllBytes(file);
    for (Opening opening : List.<Opening>of(Database::open, Database::openAsItIs)) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> opening.open(file, OLDER))
          .withMessage(
              "the database "
                  + file
                  + " is of a newer Stet (this one does not know its schema V2); nothing was"
                  + " changed: start the newer one");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**before*");
  }

  @FunctionalInterface
  private interface Opening {
    Database open(Path file, String migrations);
  }

  @Test
  void asItIsMeansWithoutAMigration() {
    older("a");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Database.openAsItIs(file, NEWER))
        .withMessage(
            "the database "
                + file
                + " is of an older Stet (it lacks V2): start this one with it once, which brings it"
                + " up to date");
    assertThat(columns(file)).doesNotContain("colour");
    try (Database database = Database.openAsItIs(file, OLDER)) {
      assertThat(DatabaseContract.stored(database)).containsExactly("a");
    }
  }

  @Test
  void asItIsMeansThatItIsThere() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Database.openAsItIs(file, OLDER))
        .withMessageContaining("there is no database " + file);
    assertThat(file).doesNotExist();
  }

  @Test
  void somebodyElsesDatabaseIsRefusedAsItIs() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(connection.createStatement().execute("CREATE TABLE recipes (name TEXT)"))
          .isFalse();
    }
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Database.openAsItIs(file, OLDER))
        .withMessageContaining("is of an older Stet");
  }
}
