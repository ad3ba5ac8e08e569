package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
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
}
