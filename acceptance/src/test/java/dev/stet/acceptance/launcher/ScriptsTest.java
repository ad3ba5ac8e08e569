package dev.stet.acceptance.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Checkout;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts in a checkout of their own, with a Maven that only notes that it was called, and a
 * {@code PATH} on which little is.
 */
class ScriptsTest {
  /** What the scripts use of the system. */
  private static final List<String> SYSTEM =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "sed",
          "head",
          "sort",
          "find",
          "mkdir",
          "rm",
          "cp",
          "tee",
          "grep",
          "touch",
          "mktemp",
          "mv",
          "cat");

  private @TempDir Path folder;
  private Path checkout;
  private Path bin;

  @BeforeEach
  void lay() throws IOException, InterruptedException {
    checkout = Files.createDirectories(folder.resolve("checkout"));
    for (String file : List.of("stet", "mvnw", "pom.xml")) {
      Files.copy(Checkout.FOLDER.resolve(file), checkout.resolve(file));
    }
    Command.of("cp", "-r", Checkout.FOLDER.resolve(".mvn"), checkout.resolve(".mvn"))
        .run()
        .successfully();
    Path finder = checkout.resolve(".mvn/find-jdk.sh");
    Files.writeString(
        finder,
        Files.readString(finder)
            .replaceAll(" (/\\S*\\*)", " " + folder + "$1")); // only JDKs of ours
    for (String module : List.of("server", "cli")) {
      Path sources = Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(sources.resolve("Main.java"), "class Main {}");
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
    }
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String program : SYSTEM) {
      program(bin.resolve(program), "exec " + Tools.path(program) + " \"$@\"\n");
    }
  }

  private Path program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK that says what it was asked to run. */
  private Path jdk(String folderName, int release) throws IOException {
    Path home = Files.createDirectories(folder.resolve(folderName));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + release + ".0.1\"\n");
    program(home.resolve("bin/javac"), "exit 0\n");
    program(home.resolve("bin/java"), "echo \"java " + release + ": $*\"\n");
    return home;
  }

  /** A Maven that makes what the build makes, and notes that it did. */
  private void maven(String version) throws IOException {
    program(
        bin.resolve("mvn"),
        """
        if [ "$1" = --version ]; then echo "Apache Maven %s (none)"; exit; fi
        echo "mvn with $JAVA_HOME: $*" >>%s
        mkdir -p server/target/dist cli/target/dist
        touch server/target/dist/stet-server.jar cli/target/dist/stet-cli.jar
        """
            .formatted(version, builds()));
  }

  private Path builds() {
    return folder.resolve("builds");
  }

  private List<String> built() throws IOException {
    return Files.exists(builds()) ? Files.readAllLines(builds()) : List.of();
  }

  /** A script, where no JDK of this machine is found unless it is on this {@code PATH}. */
  private Command script(String name) {
    return Command.of(bin.resolve("bash"), checkout.resolve(name))
        .where("PATH", bin.toString())
        .where("HOME", folder.toString())
        .where("JAVA_HOME", "")
        .where("SDKMAN_DIR", "");
  }

  @Test
  void aNewEnoughJdkIsTakenAlthoughTheDefaultIsOlder() throws IOException, InterruptedException {
    maven("3.9.9");
    Files.createSymbolicLink(bin.resolve("java"), jdk("old", 17).resolve("bin/java"));
    Path jdk = jdk(".sdkman/candidates/java/25-tem", 25);

    Ended ended = script("stet").with("--help").run().successfully();

    assertThat(ended.output()).contains("java 25: ").contains("stet-cli.jar --help");
    assertThat(built()).singleElement().asString().contains("mvn with " + jdk + ":");
  }

  @Test
  void theUsualFoldersAreLookedAt() throws IOException, InterruptedException {
    maven("3.9.9");
    jdk("usr/lib/jvm/jdk-21", 21);
    jdk("usr/lib/jvm/jdk-25", 25);
    Ended ended = script("stet").with("--help").run();
    assertThat(ended.successfully().output()).contains("java 25: ");
  }

  @Test
  void javaHomeWinsIfItIsNewEnough() throws IOException, InterruptedException {
    maven("3.9.9");
    Path newer = jdk("newer", 26);
    jdk(".sdkman/candidates/java/25-tem", 25);

    Ended ended = script("stet").where("JAVA_HOME", newer.toString()).with("--help").run();
    assertThat(ended.successfully().output()).contains("java 26: ");

    Path older = jdk("older", 21);
    ended = script("stet").where("JAVA_HOME", older.toString()).with("--help").run();
    assertThat(ended.successfully().output()).contains("java 25: ");
  }

  @Test
  void serveGoesToTheServer() throws IOException, InterruptedException {
    maven("3.9.9");
    Path jdk = jdk("jdk", 25);
    Ended ended =
        script("stet")
            .where("JAVA_HOME", jdk.toString())
            .where("STET_JAVA_OPTIONS", "-Xmx1g")
            .with("serve", "--data", "my data")
            .run()
            .successfully();
    assertThat(ended.output()).contains(" -Xmx1g ").contains("stet-server.jar --data my data");
  }

  @ParameterizedTest
  @CsvSource({
    "fsck --full --data my, stet-server.jar fsck --full --data my",
    "fsck --data=my, stet-server.jar fsck --data=my",
    "backup restore old --data my, stet-server.jar backup restore old --data my",
    "fsck --full, stet-cli.jar fsck --full",
    "fsck, stet-cli.jar fsck",
    "fsck --data my --help, stet-cli.jar fsck --data my --help",
    "backup restore -h, stet-cli.jar backup restore -h",
    "keys show -q --data my, stet-server.jar keys show -q --data my",
    "keys rotate --help, stet-cli.jar keys rotate --help",
    "keys, stet-cli.jar keys",
    "keys nope, stet-cli.jar keys nope",
    "backup create new, stet-cli.jar backup create new",
    "backup, stet-cli.jar backup",
    "tags --data, stet-cli.jar tags --data",
    "'', stet-cli.jar"
  })
  void whatOpensADataFolderGoesToTheServerAndTheRestToTheCommand(String words, String run)
      throws IOException, InterruptedException {
    maven("3.9.9");
    Command stet = script("stet").where("JAVA_HOME", jdk("jdk", 25).toString());
    Object[] arguments = words.isEmpty() ? new Object[0] : words.split(" ", -1);
    Ended ended = stet.with(arguments).run().successfully();
    assertThat(ended.output().lines().reduce((_, last) -> last).orElseThrow()).endsWith(run);
  }

  @Test
  void theHelpOfServeIsTheCommands() throws IOException, InterruptedException {
    maven("3.9.9");
    Command stet = script("stet").where("JAVA_HOME", jdk("jdk", 25).toString());
    for (String help : List.of("--help", "-h")) {
      Ended ended = stet.with("serve", "--data", "d", help).run().successfully();
      assertThat(ended.output()).contains("stet-cli.jar help serve");
    }
    assertThat(stet.with("serve", "--helpful").run().output()).contains("stet-server.jar");
  }

  @Test
  void whatDidNotChangeIsNotBuiltAgain() throws IOException, InterruptedException {
    maven("3.9.9");
    Command stet = script("stet").where("JAVA_HOME", jdk("jdk", 25).toString()).with("--help");

    assertThat(stet.run().successfully().output()).contains("stet: building");
    assertThat(stet.run().successfully().output()).doesNotContain("building");
    assertThat(built()).hasSize(1);

    Path source = checkout.resolve("server/src/main/Main.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(stet.run().successfully().output()).contains("stet: building");
    assertThat(built()).hasSize(2);
  }

  @Test
  void aBuildThatFailedIsTriedAgain() throws IOException, InterruptedException {
    program(
        bin.resolve("mvn"),
        """
        if [ "$1" = --version ]; then echo "Apache Maven 3.9.9"; exit; fi
        echo "[ERROR] Main.java:[1] cannot find symbol"; exit 1
        """);
    Command stet = script("stet").where("JAVA_HOME", jdk("jdk", 25).toString()).with("--help");

    Ended failed = stet.run();
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.output())
        .contains("[ERROR] Main.java:[1] cannot find symbol")
        .contains("stet: the build failed; all of its output is in ");

    maven("3.9.9");
    assertThat(stet.run().successfully().output()).contains("java 25: ");
  }

  @Test
  void aMissingJdkIsNamed() throws IOException, InterruptedException {
    maven("3.9.9");
    Files.createSymbolicLink(bin.resolve("java"), jdk("old", 17).resolve("bin/java"));
    for (String name : List.of("stet", "mvnw")) {
      Ended ended = script(name).with("--help").run();
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output())
          .startsWith("stet: cannot run because no JDK 25 was found (found: 17).\n")
          .contains("  next: install one, e.g. 'apt-get install openjdk-25-jdk-headless'");
    }
    assertThat(built()).isEmpty();
  }

  @Test
  void aMissingMavenIsNamed() throws IOException, InterruptedException {
    Path jdk = jdk("jdk", 25);
    for (String name : List.of("stet", "mvnw")) {
      Ended ended = script(name).where("JAVA_HOME", jdk.toString()).with("--help").run();
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output())
          .startsWith("stet: cannot build because Maven is not installed")
          .contains("  next: install Maven 3.8.7 or newer");
    }
  }

  @Test
  void aMavenThatIsTooOldIsNamed() throws IOException, InterruptedException {
    maven("3.6.3");
    Ended ended = script("mvnw").where("JAVA_HOME", jdk("jdk", 25).toString()).with("verify").run();
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .startsWith("stet: cannot build with Maven 3.6.3; 3.8.7 or newer is needed");
    assertThat(built()).isEmpty();
  }
}
