package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CraneTest extends ClientContract {
  private final Command crane = Tools.find("crane");

  CraneTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  protected Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return crane.with("push", image.layout(fresh()), reference).run();
  }

  @Override
  protected byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    crane.with("pull", "--format=oci", reference, layout).run().successfully();
    return OciLayout.at(layout).content();
  }

  @Test
  @Tag("box-2.6")
  void theCatalogueListsWhatWasPushedTo() throws IOException, InterruptedException {
    String reference = reference("shop/listed");
    push(TestImage.unique(), reference).successfully();
    String registry = reference.substring(0, reference.indexOf('/'));
    assertThat(crane.with("catalog", registry).line().lines()).contains("shop/listed");
  }
}
