package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SkopeoTest extends ClientContract {
  private final Command skopeo = Tools.find("skopeo");

  SkopeoTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  protected Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    Path layout = image.layout(fresh());
    return skopeo
        .with(
            "copy", "--dest-tls-verify=false", "oci:" + layout + ":image", "docker://" + reference)
        .run();
  }

  @Override
  protected byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    skopeo
        .with("copy", "--src-tls-verify=false", "docker://" + reference, "oci:" + layout + ":image")
        .run()
        .successfully();
    return OciLayout.at(layout).content();
  }
}
