package dev.stet.acceptance.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.Command.Ended;
import dev.stet.acceptance.running.StetProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each set of the suite has a repository of its own: later sets use tags again that earlier ones
 * deleted, and here a deleted tag is burnt. In a mutable repository it is free, so there the suite
 * runs as a whole.
 *
 * <p>A filter that matches nothing and a configuration that cannot be used end the program with
 * success, so what counts is what it prints.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialSuiteTest {
  private static final String PROGRAM = "STET_CONFORMANCE";

  /** The sets of the suite by name, and how many checks each has; another sum is another suite. */
  private static final Map<String, Integer> SETS =
      sets(
          "ping 1, empty 2, sha256 blobs 89, sha512 blobs 89, image 26, image-uncompressed 26,"
              + " large-manifest 26, index 51, nested-index 91, empty-index 11, artifact 21,"
              + " artifact-index 36, artifact-without-layers 16, artifacts-with-subject 77,"
              + " index-with-subject 87, missing-subject 22, data-field 26,"
              + " non-distributable-layers 21, custom-fields 51, no-layers 16, sha512 46,"
              + " bad-digest-image 19, missing-manifest 2, invalid-digest-format 10");

  /** What the coming version of the specification adds. */
  private static final Map<String, Integer> SETS_TO_COME =
      sets("tag-param-sha256 62, tag-param-sha512 62");

  private final Path folder;
  private final Command suite;
  private @AutoClose StetProcess stet;

  OfficialSuiteTest(@TempDir Path folder) {
    this.folder = folder;
    this.suite = program();
  }

  private static Command program() {
    String program = System.getenv(PROGRAM);
    return program == null || program.isEmpty()
        ? abort("SKIPPED: " + PROGRAM + " does not name the official suite")
        : Command.of(program);
  }

  private static Map<String, Integer> sets(String list) {
    Map<String, Integer> sets = new LinkedHashMap<>();
    for (String set : list.split(", ", -1)) {
      int space = set.lastIndexOf(' ');
      sets.put(set.substring(0, space), Integer.parseInt(set.substring(space + 1)));
    }
    return sets;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    stet = StetProcess.start(folder.resolve("data"));
  }

  @Test
  void everySetOfTheReleasedVersionPasses(TestReporter reporter) throws Exception {
    Counts counts = setBySet("1.1", SETS);
    reporter.publishEntry("1.1, set by set", counts.toString());
    assertThat(counts).isEqualTo(new Counts(860, 2, 862));
  }

  @Test
  void everySetOfTheComingVersionPasses(TestReporter reporter) throws Exception {
    Map<String, Integer> sets = new LinkedHashMap<>(SETS);
    sets.putAll(SETS_TO_COME);
    Counts counts = setBySet("dev", sets);
    reporter.publishEntry("dev, set by set", counts.toString());
    assertThat(counts).isEqualTo(new Counts(986, 0, 986));
  }

  @Test
  void inAMutableRepositoryItPassesAsAWhole(TestReporter reporter) throws Exception {
    declareMutable("suite/**");
    Counts counts = run("dev", "suite/whole", "suite/mounted", "");
    reporter.publishEntry("dev, as a whole in a mutable repository", counts.toString());
    assertThat(counts).isEqualTo(new Counts(986, 0, 986));
  }

  private Counts setBySet(String version, Map<String, Integer> sets)
      throws IOException, InterruptedException {
    Counts sum = Counts.NONE;
    for (Map.Entry<String, Integer> set : sets.entrySet()) {
      String repository = "suite-" + version + "/" + set.getKey().replace(' ', '-');
      String filter = "OCI Conformance Test/" + set.getKey() + "/";
      Counts counts = run(version, repository, "suite-" + version + "/mounted", filter);
      assertThat(counts.total()).as("checks in the set " + set.getKey()).isEqualTo(set.getValue());
      sum = sum.plus(counts);
    }
    return sum;
  }

  /** Runs what the filter lets through; prints what did not pass. */
  private Counts run(String version, String repository, String mounted, String filter)
      throws IOException, InterruptedException {
    Ended ended =
        suite
            .in(folder)
            .where("OCI_REGISTRY", stet.address())
            .where("OCI_TLS", "disabled")
            .where("OCI_VERSION", version)
            .where("OCI_REPO1", repository)
            .where("OCI_REPO2", mounted)
            .where("OCI_FILTER_TEST", filter)
            .run();
    ended
        .output()
        .lines()
        .filter(line -> line.matches(" .*: (FAIL|Error|Skip)"))
        .forEach(System.out::println);
    return Counts.in(ended.successfully().output());
  }

  private void declareMutable(String pattern) throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("data/token")).strip();
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://" + stet.address() + "/api/v1/declarations"))
                      .header("Authorization", "Bearer " + token)
                      .header("Content-Type", "application/json")
                      .POST(
                          BodyPublishers.ofString(
                              "{\"pattern\":\"" + pattern + "\",\"kind\":\"mutable\"}"))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(200);
    }
  }
}
