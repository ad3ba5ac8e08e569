package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CraneTest extends ClientContract
    implements RollingNameContract, IndexContract, ListContract, DeleteContract, MountContract {
  private final Command crane = Tools.find("crane");

  CraneTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return crane.with("push", image.layout(fresh()), reference).run();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    crane.with("pull", "--format=oci", reference, layout).run().successfully();
    return OciLayout.at(layout).content();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Path layout = TestImage.indexLayout(fresh(), Map.of("amd64", amd64, "arm64", arm64));
    return crane.with("push", layout, reference).run();
  }

  @Override
  public List<String> tags(String repository) throws IOException, InterruptedException {
    return crane.with("ls", repository).line().lines().toList();
  }

  @Override
  public Ended delete(String reference) throws IOException, InterruptedException {
    return crane.with("delete", reference).run();
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    return crane.with("copy", from, to).run();
  }

  @Test
  @Tag("box-2.6")
  void theCatalogueListsWhatWasPushedTo() throws IOException, InterruptedException {
    push(TestImage.unique(), reference("shop/listed")).successfully();
    assertThat(crane.with("catalog", tap().address()).line().lines()).contains("shop/listed");
  }
}
