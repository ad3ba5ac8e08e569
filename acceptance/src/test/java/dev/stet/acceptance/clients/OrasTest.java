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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrasTest extends ClientContract {
  private final Command oras = Tools.find("oras");

  OrasTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  protected Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    Path layout = image.layout(fresh());
    return oras.with("cp", "--from-oci-layout", layout + ":image", "--to-plain-http", reference)
        .run();
  }

  @Override
  protected byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    oras.with("cp", "--from-plain-http", reference, "--to-oci-layout", layout + ":image")
        .run()
        .successfully();
    return OciLayout.at(layout).content();
  }

  /** Attaches a file to an image, and returns the digest of what was attached. */
  private String attach(String reference, String type, String api)
      throws IOException, InterruptedException {
    Path file = Files.writeString(fresh(), type);
    return oras.with("attach", "--plain-http", "--disable-path-validation")
        .with("--distribution-spec", api, "--format", "go-template={{.digest}}")
        .with("--artifact-type", type, reference, file)
        .line();
  }

  /** The digests that are attached to an image. */
  private List<String> discover(String reference, Object... filter)
      throws IOException, InterruptedException {
    String template = "go-template={{range .referrers}}{{.digest}} {{end}}";
    String found =
        oras.with("discover", "--plain-http", "--distribution-spec", "v1.1-referrers-api")
            .with("--format", template)
            .with(filter)
            .with(reference)
            .line();
    return found.isEmpty() ? List.of() : List.of(found.split(" "));
  }

  @Test
  @Tag("box-7.6")
  @Tag("box-9.4")
  void whatIsAttachedIsDiscovered() throws IOException, InterruptedException {
    String reference = reference("shop/attached");
    push(TestImage.unique(), reference).successfully();
    assertThat(discover(reference)).isEmpty();

    String one = attach(reference, "application/x.one", "v1.1-referrers-api");
    String two = attach(reference, "application/x.two", "v1.1-referrers-api");
    assertThat(discover(reference)).containsExactlyInAnyOrder(one, two);
    assertThat(discover(reference, "--artifact-type", "application/x.two")).containsExactly(two);
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
