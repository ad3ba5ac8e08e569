package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PodmanTest extends ClientContract
    implements RollingNameContract, IndexContract, ListContract, MountContract {
  private final Command podman;

  PodmanTest(@TempDir Path folder) {
    super(folder);
    podman =
        Tools.find("podman")
            .with("--root", fresh(), "--runroot", fresh())
            .with(
                "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend=none");
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    podman.with("load", "--input", image.archive(fresh(), reference)).run().successfully();
    Ended pushed = podman.with("push", "--tls-verify=false", reference).run();
    podman.with("rmi", "--force", reference).run().successfully();
    return pushed;
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    podman.with("pull", "--tls-verify=false", reference).run().successfully();
    String container = podman.with("create", "--network=none", reference).line();
    Path file = fresh();
    podman.with("cp", container + ":/" + TestImage.FILE, file).run().successfully();
    podman.with("rm", container).run().successfully();
    podman.with("rmi", "--force", reference).run().successfully();
    return Files.readAllBytes(file);
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    String list = podman.with("manifest", "create", "list-" + fresh().getFileName()).line();
    for (TestImage image : List.of(amd64, arm64)) {
      String layout = "oci:" + image.layout(fresh()) + ":image";
      podman.with("manifest", "add", list, layout).run().successfully();
    }
    Ended pushed =
        podman
            .with("manifest", "push", "--all", "--tls-verify=false", list, "docker://" + reference)
            .run();
    podman.with("manifest", "rm", list).run().successfully();
    return pushed;
  }

  @Override
  public List<String> tags(String repository) throws IOException, InterruptedException {
    return podman
        .with("search", "--list-tags", "--tls-verify=false", repository)
        .line()
        .lines()
        .filter(row -> row.startsWith(repository))
        .map(row -> row.substring(repository.length()).strip())
        .toList();
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    podman.with("pull", "--tls-verify=false", from).run().successfully();
    podman.with("tag", from, to).run().successfully();
    Ended pushed = podman.with("push", "--tls-verify=false", to).run();
    podman.with("rmi", "--force", from, to).run().successfully();
    return pushed;
  }
}
