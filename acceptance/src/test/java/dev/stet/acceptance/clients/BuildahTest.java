package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class BuildahTest extends ClientContract
    implements RollingNameContract, IndexContract, MountContract {
  private final Command buildah;

  BuildahTest(@TempDir Path folder) {
    super(folder);
    buildah =
        Tools.find("buildah")
            .with("--root", fresh(), "--runroot", fresh(), "--storage-driver", "vfs");
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    String layout = "oci:" + image.layout(fresh()) + ":image";
    String id = buildah.with("pull", "--quiet", layout).line();
    Ended pushed = send(id, reference);
    buildah.with("rmi", "--force", id).run().successfully();
    return pushed;
  }

  private Ended send(String image, String reference) throws IOException, InterruptedException {
    return buildah.with("push", "--tls-verify=false", image, "docker://" + reference).run();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    String id = fetch(reference);
    Path layout = fresh();
    buildah.with("push", id, "oci:" + layout + ":image").run().successfully();
    buildah.with("rmi", "--force", id).run().successfully();
    return OciLayout.at(layout).content();
  }

  private String fetch(String reference) throws IOException, InterruptedException {
    return buildah.with("pull", "--quiet", "--tls-verify=false", reference).line();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    String list = buildah.with("manifest", "create", "list-" + fresh().getFileName()).line();
    for (TestImage image : List.of(amd64, arm64)) {
      String layout = "oci:" + image.layout(fresh()) + ":image";
      buildah.with("manifest", "add", list, layout).run().successfully();
    }
    Ended pushed =
        buildah
            .with("manifest", "push", "--all", "--tls-verify=false", list, "docker://" + reference)
            .run();
    buildah.with("manifest", "rm", list).run().successfully();
    return pushed;
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    String id = fetch(from);
    Ended pushed = send(id, to);
    buildah.with("rmi", "--force", id).run().successfully();
    return pushed;
  }
}
