package dev.stet.server;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one class that share a server; each uses repositories of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServedTest {
  @SuppressWarnings("NullAway.Init")
  protected RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = RunningServer.start(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
