package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrasTest extends ClientContract
    implements RollingNameContract,
        IndexContract,
        ListContract,
        DeleteContract,
        ReferrersContract,
        MountContract {
  private static final String API = "v1.1-referrers-api";

  private final Command oras = Tools.find("oras");

  OrasTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    Path layout = image.layout(fresh());
    return oras.with("cp", "--from-oci-layout", layout + ":image", "--to-plain-http", reference)
        .run();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    oras.with("cp", "--from-plain-http", reference, "--to-oci-layout", layout + ":image")
        .run()
        .successfully();
    return OciLayout.at(layout).content();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Path layout = TestImage.indexLayout(fresh(), Map.of("amd64", amd64, "arm64", arm64));
    return oras.with("cp", "--from-oci-layout", layout + ":image", "--to-plain-http", reference)
        .run();
  }

  @Override
  public List<String> tags(String repository) throws IOException, InterruptedException {
    return oras.with("repo", "tags", "--plain-http", repository).line().lines().toList();
  }

  @Override
  public Ended delete(String reference) throws IOException, InterruptedException {
    return oras.with("manifest", "delete", "--force", "--plain-http", reference).run();
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    return oras.with("cp", "--from-plain-http", from, "--to-plain-http", to).run();
  }

  @Override
  public String attach(String reference, String type) throws IOException, InterruptedException {
    return attach(reference, type, API);
  }

  private String attach(String reference, String type, String api)
      throws IOException, InterruptedException {
    Path file = Files.writeString(fresh(), type);
    return oras.with("attach", "--plain-http", "--disable-path-validation")
        .with("--distribution-spec", api, "--format", "go-template={{.digest}}")
        .with("--artifact-type", type, reference, file)
        .line();
  }

  @Override
  public List<String> attached(String reference) throws IOException, InterruptedException {
    return discover(reference);
  }

  @Override
  public List<String> attached(String reference, String type)
      throws IOException, InterruptedException {
    return discover("--artifact-type", type, reference);
  }

  private List<String> discover(Object... operands) throws IOException, InterruptedException {
    String found =
        oras.with("discover", "--plain-http", "--distribution-spec", API)
            .with("--format", "go-template={{range .referrers}}{{.digest}} {{end}}")
            .with(operands)
            .line();
    return found.isEmpty() ? List.of() : List.of(found.split(" "));
  }

  @Test
  @Tag("box-9.6")
  void whatAnOldClientAttachedIsDiscovered() throws IOException, InterruptedException {
    String reference = reference("shop/attached-of-old");
    push(TestImage.unique(), reference).successfully();

    String old = attach(reference, "application/x.old", "v1.1-referrers-tag");
    assertThat(discover(reference)).containsExactly(old);
  }
}
