package dev.stet.registry.space;

import static dev.stet.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.TestWorld;
import dev.stet.registry.space.SpaceModel.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done, in whichever order, a registry shows what {@link SpaceModel} says. */
class SpaceModelTest {
  private static final String SHOP = "/api/v1/repositories/shop%2Fapi";
  private static final String MANIFESTS = "/v2/shop/api/manifests/";

  private static final Map<String, Plan> PLANS = plans();
  private static final List<String> NAMES = List.copyOf(PLANS.keySet());

  private static Map<String, Plan> plans() {
    Map<String, Plan> plans = new LinkedHashMap<>();
    plans.put("image-a", new Plan(Set.of("a", "shared"), Set.of(), null));
    plans.put("image-b", new Plan(Set.of("b", "shared"), Set.of(), null));
    plans.put("both", new Plan(Set.of(), Set.of("image-a", "image-b"), null));
    plans.put("only-b", new Plan(Set.of(), Set.of("image-b"), null));
    plans.put("nested", new Plan(Set.of(), Set.of("both"), null));
    plans.put("about-a", new Plan(Set.of("signature"), Set.of(), "image-a"));
    plans.put("about-both", new Plan(Set.of("signature", "shared"), Set.of(), "both"));
    return plans;
  }

  /** What is done. */
  enum Action {
    PUSH,
    PUSH_TAGGED,
    DELETE_TAG,
    DELETE_MANIFEST,
    PIN,
    UNPIN,
    RESTORE,
    COLLECT,
    PURGE,
    WAIT
  }

  /**
   * Something that is done.
   *
   * @param name the manifest that it is about
   * @param days how long to wait afterwards
   */
  record Step(Action action, String name, int days) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Action.class),
            Arbitraries.of(NAMES),
            Arbitraries.of(0, 0, 0, 1, 4, 8, 15))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(60);
  }

  @Property(tries = 60)
  void theRegistryShowsWhatTheModelSays(@ForAll("steps") List<Step> steps) throws IOException {
    Path folder = Files.createTempDirectory("space-model");
    TestWorld world = new TestWorld();
    SpaceModel model = new SpaceModel(PLANS);
    try (TestRegistry registry = TestRegistry.open(folder, world)) {
      for (Step step : steps) {
        assertThat(does(registry, step))
            .as("status of %s", step)
            .isEqualTo(says(model, step, world.clock.instant()));
        assertThat(states(registry, "repository_manifest", digests()))
            .as("manifests after %s", step)
            .isEqualTo(model.manifestStates());
        assertThat(states(registry, "repository_blob", blobDigests()))
            .as("blobs after %s", step)
            .isEqualTo(model.blobStates());
        assertThat(liveTags(registry)).as("tags after %s", step).isEqualTo(model.liveTags());
        assertThat(broken(registry)).as("what is shown and not whole after %s", step).isZero();
        world.clock.advance(Duration.ofDays(step.days()).plusMillis(1));
      }
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static int says(SpaceModel model, Step step, Instant now) {
    return switch (step.action()) {
      case PUSH -> model.push(step.name(), false, now);
      case PUSH_TAGGED -> model.push(step.name(), true, now);
      case DELETE_TAG -> model.deleteTag(step.name(), now);
      case DELETE_MANIFEST -> model.deleteManifest(step.name(), now);
      case PIN -> model.pin(step.name());
      case UNPIN -> model.unpin(step.name());
      case RESTORE -> model.restore(step.name(), now);
      case COLLECT -> {
        model.collect(now);
        yield 200;
      }
      case PURGE -> {
        model.purge(now);
        yield 200;
      }
      case WAIT -> 200;
    };
  }

  private static int does(TestRegistry registry, Step step) {
    Digest digest = Digest.sha256(manifest(step.name()));
    return switch (step.action()) {
      case PUSH -> push(registry, step.name(), digest);
      case PUSH_TAGGED -> push(registry, step.name(), step.name());
      case DELETE_TAG -> send(registry, "DELETE", MANIFESTS + step.name(), "");
      case DELETE_MANIFEST -> send(registry, "DELETE", MANIFESTS + digest, "");
      case PIN -> send(registry, "POST", SHOP + "/pins", "{\"reference\":\"" + digest + "\"}");
      case UNPIN -> send(registry, "DELETE", SHOP + "/pins/" + digest, "");
      case RESTORE ->
          send(
              registry,
              "POST",
              "/api/v1/collected/restorations",
              "{\"repository\":\"shop/api\",\"digest\":\"" + digest + "\"}");
      case COLLECT -> send(registry, "POST", "/api/v1/collections", "{\"dryRun\":false}");
      case PURGE -> send(registry, "POST", "/api/v1/collected/purges", "{}");
      case WAIT -> 200;
    };
  }

  private static int send(TestRegistry registry, String method, String target, String body) {
    return registry.request(method, target).body(bytes(body)).send().status();
  }

  private static int push(TestRegistry registry, String name, Object reference) {
    plan(name).blobs().forEach(blob -> registry.blob("shop/api", content(blob)));
    return registry.put("shop/api", reference, manifest(name)).status();
  }

  private static Plan plan(String name) {
    return PLANS.getOrDefault(name, new Plan(Set.of(), Set.of(), null));
  }

  private static byte[] content(String blob) {
    return blob.equals("shared") ? SpaceTest.large(blob) : SpaceTest.config(blob);
  }

  private static byte[] manifest(String name) {
    Plan plan = plan(name);
    if (!plan.children().isEmpty()) {
      return Images.index(
          plan.children().stream().sorted().map(SpaceModelTest::manifest).toList(),
          Map.of("name", name));
    }
    List<byte[]> blobs = plan.blobs().stream().sorted().map(SpaceModelTest::content).toList();
    String subject = plan.subject();
    return subject == null
        ? Images.image(blobs.getFirst(), blobs.subList(1, blobs.size()), Map.of("name", name))
        : Images.referrer(
            blobs.getFirst(), blobs.subList(1, blobs.size()), Digest.sha256(manifest(subject)));
  }

  private static Map<String, Digest> digests() {
    return NAMES.stream().collect(Collectors.toMap(it -> it, it -> Digest.sha256(manifest(it))));
  }

  private static Map<String, Digest> blobDigests() {
    return PLANS.values().stream()
        .flatMap(plan -> plan.blobs().stream())
        .distinct()
        .collect(Collectors.toMap(it -> it, it -> Digest.sha256(content(it))));
  }

  private static Set<String> states(
      TestRegistry registry, String table, Map<String, Digest> digests) {
    Set<String> states = new LinkedHashSet<>();
    digests.forEach(
        (name, digest) -> {
          long shown =
              registry.count(
                  "SELECT COUNT(*) FROM " + table + " WHERE digest = ? AND deleted_at IS NULL",
                  digest.toString());
          long all =
              registry.count(
                  "SELECT COUNT(*) FROM " + table + " WHERE digest = ?", digest.toString());
          states.add(name + " " + (shown > 0 ? "SHOWN" : all > 0 ? "HIDDEN" : "ABSENT"));
        });
    return states;
  }

  private static Set<String> liveTags(TestRegistry registry) {
    return NAMES.stream()
        .filter(
            name ->
                registry.count(
                        "SELECT COUNT(*) FROM name WHERE name = ? AND deleted_at IS NULL", name)
                    > 0)
        .collect(Collectors.toSet());
  }

  /** What a shown manifest needs and the repository does not show, or has no bytes of. */
  private static long broken(TestRegistry registry) {
    return registry.count(
            "SELECT COUNT(*) FROM manifest_reference r JOIN repository_manifest m"
                + " ON m.repository = r.repository AND m.digest = r.digest"
                + " WHERE m.deleted_at IS NULL AND r.kind <> 'subject' AND NOT EXISTS"
                + " (SELECT 1 FROM repository_manifest c WHERE c.digest = r.target"
                + " AND c.deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM repository_blob b"
                + " WHERE b.digest = r.target AND b.deleted_at IS NULL)")
        + registry.count(
            "SELECT COUNT(*) FROM repository_blob r WHERE NOT EXISTS"
                + " (SELECT 1 FROM blob b WHERE b.digest = r.digest)");
  }
}
