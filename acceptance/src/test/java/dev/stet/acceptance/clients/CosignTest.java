package dev.stet.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Cosign with keys of its own, and no service that witnesses. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CosignTest {
  private static final String TAG = "main-3035eca";

  private final Path folder;
  private final Command cosign;
  private @AutoClose StetProcess stet;
  private @AutoClose RegistryClient registry;

  CosignTest(@TempDir Path folder) {
    this.folder = folder;
    cosign =
        Tools.find("cosign")
            .in(folder)
            .where("COSIGN_PASSWORD", "unlocked")
            .where("TUF_ROOT", folder.resolve("roots").toString());
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    stet = StetProcess.start(folder.resolve("data"));
    registry = stet.client();
    cosign.with("signing-config", "create", "--out", "no-services").run().successfully();
    for (String key : new String[] {"ours", "theirs"}) {
      cosign.with("generate-key-pair", "--output-key-prefix", key).run().successfully();
    }
  }

  /** Pushes an image, and names it by its digest. */
  private String image(String repository) throws IOException, InterruptedException {
    TestImage image = TestImage.unique();
    for (byte[] blob : new byte[][] {image.layer(), image.config()}) {
      assertThat(registry.pushBlob(repository, blob).statusCode()).isEqualTo(201);
    }
    assertThat(registry.pushManifest(repository, TAG, image).statusCode()).isEqualTo(201);
    return stet.address() + "/" + repository + "@" + image.digest();
  }

  private Ended run(Object... words) throws IOException, InterruptedException {
    return cosign
        .with(words[0], "--allow-insecure-registry", "--allow-http-registry")
        .with(Stream.of(words).skip(1).toArray())
        .run();
  }

  private Ended sign(String key, String image) throws IOException, InterruptedException {
    return run("sign", "--key", key + ".key", "--signing-config=no-services", "--yes", image);
  }

  private Ended verify(String key, String image) throws IOException, InterruptedException {
    return run("verify", "--key", key + ".pub", "--insecure-ignore-tlog", image);
  }

  @Test
  void aSignatureIsFoundByWhoHasTheKey() throws IOException, InterruptedException {
    String image = image("shop/signed");
    assertThat(verify("ours", image).code()).isNotZero();

    sign("ours", image).successfully();
    verify("ours", image).successfully();
    assertThat(verify("theirs", image).code()).isNotZero();
    assertThat(registry.tags("shop/signed")).as("referrers need no tags").containsExactly(TAG);
  }

  /** Old ones, and cosign when told to, keep all signatures of an image under one tag. */
  @Test
  void aSecondSignatureOfTheOldFormIsWrittenOverTheFirst()
      throws IOException, InterruptedException {
    String image = image("shop/signed-of-old");
    for (String key : new String[] {"ours", "theirs"}) {
      signOfOld(key, image).successfully();
    }
    verifyOfOld("ours", image).successfully();
    verifyOfOld("theirs", image).successfully();
    assertThat(registry.tags("shop/signed-of-old"))
        .containsExactlyInAnyOrder(TAG, tagOf(image, ".sig"));
  }

  private Ended signOfOld(String key, String image) throws IOException, InterruptedException {
    return run(
        "sign",
        "--key",
        key + ".key",
        "--new-bundle-format=false",
        "--use-signing-config=false",
        "--tlog-upload=false",
        "--yes",
        image);
  }

  private Ended verifyOfOld(String key, String image) throws IOException, InterruptedException {
    return run(
        "verify",
        "--key",
        key + ".pub",
        "--new-bundle-format=false",
        "--insecure-ignore-tlog",
        image);
  }

  private static String tagOf(String image, String suffix) {
    return image.substring(image.indexOf('@') + 1).replace(':', '-') + suffix;
  }

  @Test
  void anAttestationIsFoundByWhoHasTheKey() throws IOException, InterruptedException {
    String image = image("shop/attested");
    Path predicate = Files.writeString(folder.resolve("predicate"), "{\"tests\":\"green\"}");
    run(
            "attest",
            "--key",
            "ours.key",
            "--signing-config=no-services",
            "--yes",
            "--type=custom",
            "--predicate",
            predicate,
            image)
        .successfully();
    run("verify-attestation", "--key", "ours.pub", "--insecure-ignore-tlog", "--type=custom", image)
        .successfully();
  }

  @Test
  void whatIsAttachedIsWrittenOver() throws IOException, InterruptedException {
    String image = image("shop/attached");
    for (String text : new String[] {"first", "second"}) {
      Path parts = Files.writeString(folder.resolve("parts"), text);
      cosign
          .with("attach", "sbom", "--sbom", parts, "--allow-http-registry", image)
          .run()
          .successfully();
    }
    assertThat(registry.tags("shop/attached"))
        .containsExactlyInAnyOrder(TAG, tagOf(image, ".sbom"));
    Ended downloaded = cosign.with("download", "sbom", "--allow-http-registry", image).run();
    assertThat(downloaded.output()).contains("second");
  }
}
