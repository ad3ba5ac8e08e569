package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives names of every kind in a running Stet, takes some away and brings some of those back. Knows
 * what is so in the end.
 */
final class ManyNames {
  static final String REPOSITORY = "shop/old";

  private static final int IMAGES = 100;
  private static final int TAGS = 100; // of each
  private static final String STANDS = "scratch/stands";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String SIGNATURE = "application/vnd.dev.cosign.simplesigning.v1+json";

  private final StetProcess stet;
  private final RegistryClient client;
  private final Map<Name, Digest> given = new LinkedHashMap<>();
  private final List<Name> live = new ArrayList<>();

  /** A name in a repository. */
  record Name(String repository, String tag) {}

  private ManyNames(StetProcess stet, RegistryClient client) {
    this.stet = stet;
    this.client = client;
  }

  static ManyNames in(StetProcess stet, RegistryClient client)
      throws IOException, InterruptedException {
    ManyNames names = new ManyNames(stet, client);
    for (int i = 0; i < IMAGES; i++) {
      names.live(i);
    }
    names.burnOne();
    names.declareChannels();
    names.moveMachineTag();
    names.moveAndStand();
    return names;
  }

  /** The tags that stand, with what each names, burnt ones too. */
  Map<Name, Digest> given() {
    return given;
  }

  /** Those of them that can be pulled. */
  List<Name> live() {
    return live;
  }

  /** Names that no log ever has. */
  static List<Name> unlogged() {
    return List.of(
        new Name(REPOSITORY, "latest"),
        new Name(REPOSITORY, "gone"),
        new Name(REPOSITORY, machineTag()),
        new Name("scratch/moves", "v1"),
        new Name(STANDS, "latest"));
  }

  /** An image with many tags; some are deleted, and of those some come back. */
  private void live(int number) throws IOException, InterruptedException {
    TestImage image = pushed(REPOSITORY, TestImage.small());
    List<String> tags = IntStream.range(0, TAGS).mapToObj(i -> "t" + number + "-" + i).toList();
    done(client.pushManifest(REPOSITORY, image, tags));
    List<Name> names = tags.stream().map(tag -> new Name(REPOSITORY, tag)).toList();
    names.forEach(name -> given.put(name, image.digest()));
    if (number % 10 == 4) {
      done(client.delete(REPOSITORY, image.digest()));
    }
    if (number % 20 == 4) {
      done(client.pushManifest(REPOSITORY, image, tags));
    }
    if (number % 20 != 14) {
      live.addAll(names);
    }
  }

  private void burnOne() throws IOException, InterruptedException {
    run("rm", REPOSITORY + ":t0-0", "--reason", "security", "--yes");
    live.remove(new Name(REPOSITORY, "t0-0"));
  }

  private void declareChannels() throws IOException, InterruptedException {
    run("channel", "create", REPOSITORY, "latest", "--tag", "t0-1");
    run("channel", "move", REPOSITORY, "latest", "t1-0");
    run("channel", "create", REPOSITORY, "gone", "--tag", "t0-1");
    run("channel", "rm", REPOSITORY, "gone", "--yes");
  }

  private static String machineTag() {
    return "sha256-" + "5".repeat(64) + ".sig";
  }

  private void moveMachineTag() throws IOException, InterruptedException {
    for (int i = 0; i < 2; i++) {
      TestImage signature = signature(pushed(REPOSITORY, TestImage.small()));
      done(client.pushManifest(REPOSITORY, machineTag(), signature));
    }
  }

  private static TestImage signature(TestImage image) {
    byte[] manifest = new String(image.manifest(), UTF_8).replace(LAYER, SIGNATURE).getBytes(UTF_8);
    return new TestImage(image.content(), image.tar(), image.layer(), image.config(), manifest);
  }

  /** Names that move, and then some of them stand. */
  private void moveAndStand() throws IOException, InterruptedException {
    run("repo", "declare", "scratch/**", "mutable");
    for (String repository : List.of("scratch/moves", STANDS)) {
      for (int i = 0; i < 2; i++) {
        TestImage image = pushed(repository, TestImage.small());
        done(client.pushManifest(repository, image, List.of("v1", "latest")));
      }
      done(client.delete(repository, "v1"));
      done(client.pushManifest(repository, "v1", pushed(repository, TestImage.small())));
    }
    TestImage last = pushed(STANDS, TestImage.small());
    done(client.pushManifest(STANDS, "v1", last));
    run("repo", "declare", STANDS, "standing", "--yes");
    given.put(new Name(STANDS, "v1"), last.digest());
    live.add(new Name(STANDS, "v1"));
  }

  private TestImage pushed(String repository, TestImage image)
      throws IOException, InterruptedException {
    for (byte[] blob : List.of(image.layer(), image.config())) {
      done(client.pushBlob(repository, blob));
    }
    return image;
  }

  private void run(Object... words) throws IOException, InterruptedException {
    stet.command().with(words).run().successfully();
  }

  private static void done(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isIn(201, 202);
  }
}
