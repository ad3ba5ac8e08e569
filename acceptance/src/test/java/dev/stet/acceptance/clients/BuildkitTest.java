package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** BuildKit with its own command. */
@Tag("clients")
class BuildkitTest extends BuildkitContract {
  private final Command buildctl = Tools.find("buildctl").with("--addr", address());

  BuildkitTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
  }

  @Override
  protected Ended build(Path context, String output, List<String> platforms)
      throws IOException, InterruptedException {
    Command build =
        buildctl
            .with("build", "--progress=plain", "--frontend=dockerfile.v0")
            .with("--local", "context=" + context, "--local", "dockerfile=" + context)
            .with("--opt", "build-arg:SOURCE_DATE_EPOCH=0", "--output", output);
    return platforms.isEmpty()
        ? build.run()
        : build.with("--opt", "platform=" + String.join(",", platforms)).run();
  }

  @Override
  protected Command forget() {
    return buildctl.with("prune", "--all");
  }
}
