package dev.stet.acceptance.moving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.ImageLayout;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromStetTest extends MovingInContract {
  private final @AutoClose StetProcess old;

  FromStetTest(@TempDir Path folder) throws IOException, InterruptedException {
    super(folder);
    old = StetProcess.start(folder.resolve("old"));
  }

  @Override
  protected String old() {
    return old.address();
  }

  @Test
  void whatRefersToAnImageComesOverAndIsListed() throws IOException, InterruptedException {
    ImageLayout layout = layout("signed");
    byte[] child = layout.image("child");
    byte[] index = layout.index(child);
    byte[] signature = layout.about(index, "signature");
    byte[] second = layout.about(index, "second signature");
    byte[] about = layout.about(signature, "about the signature");
    byte[] ofChild = layout.about(child, "of the child");
    layout.name(index, MediaTypes.OCI_INDEX, "1.0");
    for (byte[] referrer : List.of(signature, second, about, ofChild)) {
      layout.list(referrer, MediaTypes.OCI_IMAGE);
    }
    fill(layout, "shop/signed");

    move("shop/signed").successfully();
    assertThat(referrers(index)).contains(digest(signature), digest(second));
    assertThat(referrers(signature)).contains(digest(about));
    assertThat(referrers(child)).contains(digest(ofChild));
  }

  private static String digest(byte[] manifest) {
    return Digest.sha256(manifest).toString();
  }

  private String referrers(byte[] subject) throws IOException, InterruptedException {
    return new String(
        registry().referrers("shop/signed", Digest.sha256(subject)).body(), StandardCharsets.UTF_8);
  }

  @Test
  void allRepositoriesComeOver() throws IOException, InterruptedException {
    ImageLayout layout = layout("registry");
    layout.name(layout.image("one"), MediaTypes.OCI_IMAGE, "1.0");
    fill(layout, "team/one");
    fill(layout, "team/two");

    stet().with("copy", "--all", "--registry", old(), there("from/old")).run().successfully();
    for (String repository : List.of("from/old/team/one", "from/old/team/two")) {
      assertThat(registry().tags(repository)).containsExactly("1.0");
    }
  }
}
