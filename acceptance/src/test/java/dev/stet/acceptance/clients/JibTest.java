package dev.stet.acceptance.clients;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.io.TempDir;

/** Jib builds images as it pushes them; what it pulls it builds on. */
class JibTest extends ClientContract implements RollingNameContract, IndexContract, MountContract {
  JibTest(@TempDir Path folder) {
    super(folder);
  }

  @Override
  public Ended push(TestImage image, String reference) throws IOException, InterruptedException {
    return push(fromScratch(image), reference);
  }

  private JibContainerBuilder fromScratch(TestImage image) throws IOException {
    Path file = Files.write(fresh(), image.content());
    return Jib.fromScratch()
        .addFileEntriesLayer(
            FileEntriesLayer.builder()
                .addEntry(file, AbsoluteUnixPath.get("/" + TestImage.FILE))
                .build());
  }

  private Ended push(JibContainerBuilder image, String reference)
      throws IOException, InterruptedException {
    try {
      return build(image, Containerizer.to(RegistryImage.named(reference)));
    } catch (InvalidImageReferenceException e) {
      throw new AssertionError(e);
    }
  }

  /** Where Jib would throw, a command would print what went wrong. */
  private Ended build(JibContainerBuilder image, Containerizer target)
      throws IOException, InterruptedException {
    try {
      image.containerize(
          target
              .setAllowInsecureRegistries(true)
              .setApplicationLayersCache(fresh())
              .setBaseImageLayersCache(fresh()));
      return new Ended("jib", 0, "");
    } catch (RegistryException | ExecutionException e) {
      return new Ended("jib", 1, e.toString());
    } catch (CacheDirectoryCreationException e) {
      throw new IOException(e);
    }
  }

  private static JibContainerBuilder from(String reference) {
    try {
      return Jib.from(RegistryImage.named(reference));
    } catch (InvalidImageReferenceException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public byte[] pull(String reference) throws IOException, InterruptedException {
    Path archive = fresh();
    try {
      build(from(reference), Containerizer.to(TarImage.at(archive).named("pulled"))).successfully();
    } catch (InvalidImageReferenceException e) {
      throw new AssertionError(e);
    }
    byte[] layer = TarGz.readTar(Files.readAllBytes(archive), ".tar.gz");
    return TarGz.read(layer, TestImage.FILE);
  }

  /** Jib puts the same files into the images of all platforms. */
  @Override
  public Ended pushIndex(TestImage amd64, TestImage arm64, String reference)
      throws IOException, InterruptedException {
    Set<Platform> platforms =
        Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux"));
    return push(fromScratch(amd64).setPlatforms(platforms), reference);
  }

  @Override
  public Ended copy(String from, String to) throws IOException, InterruptedException {
    return push(from(from), to);
  }
}
