package dev.stet.acceptance.moving;

import dev.stet.acceptance.running.StetProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

class FromStetTest extends MovingInContract {
  private final @AutoClose StetProcess old;

  FromStetTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
    old = StetProcess.start(folder.resolve("old"));
  }

  @Override
  protected String old() {
    return old.address();
  }
}
