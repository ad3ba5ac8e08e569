package dev.stet.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.bench.client.Client;
import dev.stet.bench.content.SmallImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutLogTest {
  private static final SmallImage IMAGE = new SmallImage(1);

  @TempDir Path folder;

  /** As the script starts it, but with the classes of this test. */
  private record Started(String main, List<String> options) implements Server {
    @Override
    public String name() {
      return main;
    }

    @Override
    public Optional<String> version() {
      return Optional.empty();
    }

    @Override
    public boolean takesPushes() {
      return true;
    }

    @Override
    public List<String> command(Path folder, int port) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          main,
          options.getFirst() + folder.resolve("data"),
          options.getLast() + "127.0.0.1:" + port);
    }

    @Override
    public String readyPath() {
      return "/readyz";
    }

    @Override
    public String installation() {
      return "nothing to do";
    }
  }

  @Test
  void itsTagsStandAndAreNotLogged() throws IOException {
    assertThat(sizeOfLogAfterPush("dev.stet.server.ServerWithoutLog", List.of("", "")))
        .isEqualTo(1);
  }

  @Test
  void thoseOfStetAreLogged() throws IOException {
    assertThat(sizeOfLogAfterPush("dev.stet.server.Main", List.of("--data=", "--listen=")))
        .isEqualTo(2);
  }

  private long sizeOfLogAfterPush(String main, List<String> options) throws IOException {
    try (RunningServer server =
            RunningServer.start(new Started(main, options), folder, Duration.ofMinutes(1));
        Client client = new Client(server.address())) {
      client.push("bench/log", "v1", IMAGE);
      client.pull(
          Client.manifestPath("bench/log", "v1"), IMAGE.manifestDigest(), IMAGE.manifest().length);
      return Long.parseLong(client.text("/log/checkpoint").lines().toList().get(1));
    }
  }
}
