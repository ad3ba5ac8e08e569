package dev.stet.acceptance.clients;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class RegctlTest extends ClientContract
    implements RollingNameContract,
        IndexContract,
        ListContract,
        DeleteContract,
        ReferrersContract,
        MountContract {
  private final Command regctl;

  RegctlTest(@TempDir Path folder) {
    super(folder);
    regctl = Tools.find("regctl").where("REGCTL_CONFIG", fresh().toString());
  }

  private Command regctl() {
    return regctl.with("--host", "reg=" + tap().address() + ",tls=disabled");
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return copy("ocidir://" + image.layout(fresh()) + ":image", reference);
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    Path layout = fresh();
    copy(reference, "ocidir://" + layout + ":image").successfully();
    return OciLayout.at(layout).content();
  }

  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Path layout = TestImage.indexLayout(fresh(), Map.of("amd64", amd64, "arm64", arm64));
    return copy("ocidir://" + layout + ":image", reference);
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    return regctl().with("image", "copy", from, to).run();
  }

  @Override
  public List<String> tags(String repository) throws IOException, InterruptedException {
    return regctl().with("tag", "ls", repository).line().lines().toList();
  }

  @Override
  public Ended delete(String reference) throws IOException, InterruptedException {
    return regctl().with("tag", "rm", reference).run();
  }

  @Override
  public String attach(String reference, String type) throws IOException, InterruptedException {
    Path file = Files.writeString(fresh(), type);
    return regctl()
        .with("artifact", "put", "--subject", reference, "--artifact-type", type)
        .with("--file", file, "--format", "{{.Manifest.GetDescriptor.Digest}}")
        .line();
  }

  @Override
  public List<String> attached(String reference) throws IOException, InterruptedException {
    return list(reference);
  }

  @Override
  public List<String> attached(String reference, String type)
      throws IOException, InterruptedException {
    return list("--filter-artifact-type", type, reference);
  }

  private List<String> list(Object... operands) throws IOException, InterruptedException {
    return regctl()
        .with("artifact", "list", "--format", "{{range .Descriptors}}{{println .Digest}}{{end}}")
        .with(operands)
        .line()
        .lines()
        .toList();
  }
}
