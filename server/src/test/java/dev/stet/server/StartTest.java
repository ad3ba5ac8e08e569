package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a user starts it. */
class StartTest {
  private static final Pattern ADDRESS =
      Pattern.compile("Stet \\S+ serves http://(\\S+) from (\\S+)");

  @TempDir private Path folder;

  /** How a process ended, and what it wrote to standard error. */
  private record Ended(int code, List<String> errors) {}

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("STET_"));
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Ended ended(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readAllLines(folder.resolve("stderr")));
  }

  private Ended run(String... arguments) throws Exception {
    return ended(start(Map.of(), arguments));
  }

  private static String oneLine(Ended ended) {
    assertThat(ended.code()).as(ended.toString()).isEqualTo(1);
    assertThat(ended.errors()).as("one clear line").hasSize(1);
    assertThat(ended.errors().getFirst())
        .startsWith("stet: ")
        .doesNotContain("Exception:", "\tat ");
    return ended.errors().getFirst();
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  @Test
  void itSaysWhereItServesAndStopsWhenToldTo() throws Exception {
    Process process = start(Map.of(), "--data", data(), "--listen", "127.0.0.1:0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Matcher first = ADDRESS.matcher(String.valueOf(out.readLine()));
      assertThat(first.matches()).isTrue();
      String address = first.group(1);
      assertThat(first.group(2)).isEqualTo(data());
      assertThat(out.readLine()).contains("docker push " + address + "/shop/api:main-3035eca");
      assertThat(out.readLine()).matches("  log: stet\\.invalid/[0-9a-f]{32} for ever; .*");
      Path token = folder.resolve("state/stet/tokens").resolve(address.replace(':', '_'));
      assertThat(token).hasSameTextualContentAs(Path.of(data(), "token"));
      assertThat(Files.getPosixFilePermissions(token))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (RawConnection connection =
          new RawConnection(Integer.parseInt(address.substring(address.indexOf(':') + 1)))) {
        assertThat(connection.sendHead("GET /readyz").answer().status()).isEqualTo(200);
      }

      process.destroy(); // SIGTERM

      assertThat(ended(process).code()).isZero();
      assertThat(token).doesNotExist();
    }
  }

  @Test
  void onIpv6ItSaysAnAddressThatCanBeUsed() throws Exception {
    Process process = start(Map.of(), "--data", data(), "--listen", "[::1]:0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).contains(" serves http://[::1]:");
    } finally {
      process.destroy();
      ended(process);
    }
  }

  @Test
  void aPortThatIsTakenIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      String line = oneLine(run("--data", data(), "--listen", listen));
      assertThat(line).contains("cannot listen on " + listen, "--listen", "AirPlay");
    }
    RunningServer.start(Path.of(data())).close(); // nothing is damaged
  }

  @Test
  void aFolderInUseIsTold() throws Exception {
    TestImage image = TestImage.of("undisturbed");
    try (RunningServer server = RunningServer.start(Path.of(data()))) {
      server.push("in/use", "v1", image);
      String token = Files.readString(Path.of(data(), "token"));

      String line = oneLine(run("--data", data(), "--listen", "127.0.0.1:0"));

      assertThat(line).contains(data(), "in use by another Stet", "--data");
      assertThat(Path.of(data(), "token")).hasContent(token.strip());
      assertThat(server.get("/v2/in/use/manifests/v1").body()).isEqualTo(image.manifest());
      assertThat(server.push("in/use", "v2", image).status()).isEqualTo(201);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    String line =
        oneLine(run("--data", file.resolve("data").toString(), "--listen", "127.0.0.1:0"));
    assertThat(line).contains("cannot write to the data folder", "--data");
    assertThat(file).hasContent("no folder");
  }

  @Test
  void aDatabaseThatIsDamagedIsToldAndLeftAsItIs() throws Exception {
    try (RunningServer server = RunningServer.start(Path.of(data()))) {
      server.push("cor/rupt", "v1", TestImage.of("corrupt"));
      server.pushBlob("cor/rupt", new byte[1_000_000]);
    }
    List<Path> content = content();
    Path database = Path.of(data(), "registry.db");
    byte[] damaged = Files.readAllBytes(database);
    java.util.Arrays.fill(damaged, 0, 64, (byte) 'x');
    Files.write(database, damaged);

    String line = oneLine(run("--data", data(), "--listen", "127.0.0.1:0"));

    assertThat(line).contains(database.toString(), "restore a backup");
    assertThat(Files.readAllBytes(database)).as("left as it is").isEqualTo(damaged);
    assertThat(content()).isEqualTo(content);
  }

  private List<Path> content() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(data(), "content"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void everyProblemOfTheConfigurationIsALine() throws Exception {
    Path file = Files.writeString(folder.resolve("stet.yaml"), "lissten: x\ntag-lies: no\n");
    Ended ended =
        ended(
            start(
                Map.of("STET_CONFIG", file.toString()),
                "--data",
                data(),
                "--listen",
                "0.0.0.0:5000"));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(3).allMatch(line -> line.startsWith("stet: "));
    assertThat(String.join(" ", ended.errors())).contains("lissten", "tag-lies", "no sign-in yet");
    assertThat(Path.of(data())).as("nothing was begun").doesNotExist();
  }

  @Test
  void aRunThatWarmsUpServesAFewRequestsAndEnds() throws Exception {
    Ended ended = run("--warm-up", "--data", data(), "--listen", "127.0.0.1:0");
    assertThat(ended.code()).as(ended.toString()).isZero();
  }
}
