package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.DockerEngine;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;

/** Docker, whatever store its engine keeps images in. */
abstract class DockerContract extends ClientContract
    implements RollingNameContract, IndexContract, MountContract {
  private final @AutoClose DockerEngine engine;

  /** The command of an engine that is closed at the end. */
  protected DockerContract(Path folder, DockerEngine engine) {
    super(folder);
    this.engine = engine;
  }

  /** The docker command, talking to the engine. */
  protected Command docker() throws IOException {
    return engine.docker();
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    docker().with("load", "--input", image.archive(fresh(), reference)).run().successfully();
    Ended pushed = docker().with("push", reference).run();
    docker().with("rmi", "--force", reference).run().successfully();
    return pushed;
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    docker().with("pull", reference).run().successfully();
    String container = docker().with("create", "--network=none", reference).line();
    Path file = fresh();
    docker().with("cp", container + ":/" + TestImage.FILE, file).run().successfully();
    docker().with("rm", container).run().successfully();
    docker().with("rmi", "--force", reference).run().successfully();
    return Files.readAllBytes(file);
  }

  /** Only images that the registry has can be put together, so each has a tag of its own. */
  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    String own = reference + "-" + fresh().getFileName();
    push(amd64, own + "-amd64").successfully();
    push(arm64, own + "-arm64").successfully();
    Command manifest = docker().with("manifest");
    manifest
        .with("create", "--insecure", reference, own + "-amd64", own + "-arm64")
        .run()
        .successfully();
    return manifest.with("push", "--purge", "--insecure", reference).run();
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    docker().with("pull", from).run().successfully();
    docker().with("tag", from, to).run().successfully();
    Ended pushed = docker().with("push", to).run();
    docker().with("rmi", "--force", from, to).run().successfully();
    return pushed;
  }
}
