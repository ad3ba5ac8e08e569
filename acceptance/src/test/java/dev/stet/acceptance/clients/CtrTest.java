package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.Running;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The command of containerd, with a containerd of its own. */
@Tag("clients")
class CtrTest extends ClientContract implements RollingNameContract, IndexContract, MountContract {
  private static final String IMPORTED = "local/imported";

  private final Command tar = Tools.find("tar");
  private final Command images;

  @SuppressWarnings("UnusedVariable") // it is closed at the end
  private final @AutoClose Running daemon;

  CtrTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
    Path socket = folder.resolve("containerd.sock");
    images = Tools.find("ctr").with("--address", socket, "images");
    Path configuration =
        Files.writeString(
            fresh(), "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n");
    daemon =
        Tools.find("containerd")
            .with("--config", configuration, "--address", socket)
            .with("--root", fresh(), "--state", fresh())
            .startUntil("successfully booted");
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return pushLayout(image.layout(fresh()), reference);
  }

  private Ended pushLayout(Path layout, String reference) throws IOException, InterruptedException {
    Path archive = fresh();
    tar.with("-C", layout, "-cf", archive, ".").run().successfully();
    images
        .with("import", "--base-name", IMPORTED, "--all-platforms", "--no-unpack", archive)
        .run()
        .successfully();
    images.with("tag", "--force", IMPORTED + ":image", reference).run().successfully();
    Ended pushed = send(reference);
    forget(reference, IMPORTED + ":image");
    return pushed;
  }

  private Ended send(String reference) throws IOException, InterruptedException {
    return images.with("push", "--plain-http", reference).run();
  }

  private void forget(Object... references) throws IOException, InterruptedException {
    images.with("rm", "--sync").with(references).run().successfully();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    fetch(reference);
    Path archive = fresh();
    images.with("export", archive, reference).run().successfully();
    forget(reference);
    Path layout = Files.createDirectory(fresh());
    tar.with("-C", layout, "-xf", archive).run().successfully();
    return OciLayout.at(layout).content();
  }

  private void fetch(String reference) throws IOException, InterruptedException {
    images
        .with("pull", "--local", "--plain-http", "--snapshotter=native", reference)
        .run()
        .successfully();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    return pushLayout(
        TestImage.indexLayout(fresh(), Map.of("amd64", amd64, "arm64", arm64)), reference);
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    fetch(from);
    images.with("tag", from, to).run().successfully();
    Ended pushed = send(to);
    forget(from, to);
    return pushed;
  }
}
