package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker with the classic image store. */
class DockerTest extends ClientContract {
  private final @AutoClose DockerEngine engine;

  DockerTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
    engine = DockerEngine.start(Files.createDirectory(folder.resolve("engine")));
  }

  @Override
  protected Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    engine.docker().with("load", "--input", image.archive(fresh(), reference)).run().successfully();
    Ended pushed = engine.docker().with("push", reference).run();
    engine.docker().with("rmi", "--force", reference).run().successfully();
    return pushed;
  }

  @Override
  protected byte[] pull(String reference) throws IOException, InterruptedException {
    engine.docker().with("pull", reference).run().successfully();
    String container = engine.docker().with("create", "--network=none", reference).line();
    Path file = fresh();
    engine.docker().with("cp", container + ":/" + TestImage.FILE, file).run().successfully();
    engine.docker().with("rm", container).run().successfully();
    engine.docker().with("rmi", "--force", reference).run().successfully();
    return Files.readAllBytes(file);
  }

  @Test
  @Tag("box-14.5")
  void allTagsAtOnceEndAtTheFirstRefusal() throws IOException, InterruptedException {
    String taken = reference("shop/all");
    String repository = taken.substring(0, taken.lastIndexOf(':'));
    push(TestImage.unique(), taken).successfully();

    TestImage image = TestImage.unique();
    engine.docker().with("load", "--input", image.archive(fresh(), taken)).run().successfully();
    engine.docker().with("tag", taken, repository + ":z-after").run().successfully();
    Ended refused = engine.docker().with("push", "--all-tags", repository).run();

    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("cannot be overwritten because the repository");
    engine.docker().with("push", repository + ":z-after").run().successfully();
    assertThat(pull(repository + ":z-after")).isEqualTo(image.content());
  }
}
