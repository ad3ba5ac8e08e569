package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/**
 * A {@code buildkitd} and what tells it to build. It pushes what it builds, and what it pulls it
 * builds on. Without a fixed time a build is another image each time that nothing is cached.
 */
abstract class BuildkitContract extends ClientContract
    implements RollingNameContract, IndexContract, MountContract {
  private static final List<String> HERE = List.of();

  @SuppressWarnings("UnusedVariable") // it is closed at the end
  private final @AutoClose Running daemon;

  private final Path folder;

  /** Starts the daemon in an empty folder with a short path. */
  protected BuildkitContract(Path folder) throws IOException, InterruptedException {
    super(folder);
    this.folder = folder;
    daemon =
        Tools.find("buildkitd")
            .with("--root", folder.resolve("buildkit"), "--addr", address())
            .with("--containerd-worker=false", "--oci-worker-snapshotter=native")
            .with("--oci-worker-binary", Tools.path("runc"))
            .startUntil("running server");
  }

  /** Where the daemon listens. */
  protected final String address() {
    return "unix://" + folder.resolve("buildkit.sock");
  }

  /**
   * Builds what is in a folder, for a time that never changes.
   *
   * @param output where to, in the words of BuildKit
   * @param platforms for which, if not for this machine
   */
  protected abstract Ended build(Path context, String output, List<String> platforms)
      throws IOException, InterruptedException;

  /** A command that makes the daemon forget what it built and pulled. */
  protected abstract Command forget();

  /** An image that is pushed. */
  protected static String pushed(String reference) {
    return "type=image,push=true,rewrite-timestamp=true,name=" + reference;
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return build(image.buildContext(fresh()), pushed(reference), HERE);
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    forget().run().successfully();
    Path archive = fresh();
    build(on(reference), "type=tar,dest=" + archive, HERE).successfully();
    return TarGz.readTar(Files.readAllBytes(archive), TestImage.FILE);
  }

  /** What builds an image on another, and adds nothing. */
  private Path on(String reference) throws IOException {
    Path context = Files.createDirectory(fresh());
    Files.writeString(context.resolve("Dockerfile"), "FROM " + reference + "\n");
    return context;
  }

  /** The images of all platforms have the same file. */
  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Path context = amd64.buildContext(fresh());
    return build(context, pushed(reference), List.of("linux/amd64", "linux/arm64"));
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    forget().run().successfully();
    return build(on(from), pushed(to), HERE);
  }
}
