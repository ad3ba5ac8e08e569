package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker with the classic image store. */
class DockerTest extends DockerContract {
  DockerTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder, DockerEngine.start(Files.createDirectory(folder.resolve("engine"))));
  }

  @Test
  @Tag("box-14.5")
  void allTagsAtOnceEndAtTheFirstRefusal() throws IOException, InterruptedException {
    String taken = reference("shop/all");
    push(TestImage.unique(), taken).successfully();

    TestImage image = TestImage.unique();
    String after = repository("shop/all") + ":z-after";
    docker().with("load", "--input", image.archive(fresh(), taken)).run().successfully();
    docker().with("tag", taken, after).run().successfully();
    Ended refused = docker().with("push", "--all-tags", repository("shop/all")).run();

    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("cannot be overwritten because the repository");
    docker().with("push", after).run().successfully();
    assertThat(pull(after)).isEqualTo(image.content());
  }
}
