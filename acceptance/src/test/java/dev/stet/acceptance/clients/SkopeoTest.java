package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SkopeoTest extends ClientContract
    implements RollingNameContract, IndexContract, ListContract, DeleteContract, MountContract {
  private final Command skopeo = Tools.find("skopeo");

  SkopeoTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    Path layout = image.layout(fresh());
    return skopeo
        .with(
            "copy", "--dest-tls-verify=false", "oci:" + layout + ":image", "docker://" + reference)
        .run();
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    skopeo
        .with("copy", "--src-tls-verify=false", "docker://" + reference, "oci:" + layout + ":image")
        .run()
        .successfully();
    return OciLayout.at(layout).content();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Path layout = TestImage.indexLayout(fresh(), Map.of("amd64", amd64, "arm64", arm64));
    return skopeo
        .with("copy", "--all", "--dest-tls-verify=false")
        .with("oci:" + layout + ":image", "docker://" + reference)
        .run();
  }

  @Override
  public List<String> tags(String repository) throws IOException, InterruptedException {
    byte[] list = skopeo.with("list-tags", "--tls-verify=false", "docker://" + repository).output();
    JsonNode tags = JsonMapper.shared().readTree(list).at("/Tags");
    return StreamSupport.stream(tags.spliterator(), false).map(JsonNode::asString).toList();
  }

  @Override
  public Ended delete(String reference) throws IOException, InterruptedException {
    return skopeo.with("delete", "--tls-verify=false", "docker://" + reference).run();
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    return skopeo
        .with("copy", "--src-tls-verify=false", "--dest-tls-verify=false")
        .with("docker://" + from, "docker://" + to)
        .run();
  }
}
