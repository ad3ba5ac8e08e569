package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.http.Preconditions;
import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.Images;
import dev.stet.registry.standing.Sequence;
import dev.stet.registry.tags.SourceRevision.Origin;
import dev.stet.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger has to keep on every database. A driver's test extends it. */
abstract class TagLedgerContract {
  private static final Instant NOW = Instant.parse("2026-11-20T14:00:00.123456Z");
  private static final RepositoryName SHOP = RepositoryName.parse("shop/api");
  private static final RepositoryName OTHER = RepositoryName.parse("shop/web");
  private static final Actor CI = new Actor("ci@shop", "127.0.0.1 docker/29.1");
  private static final String COMMIT = "3035eca".repeat(5) + "3035e";

  private final List<ClaimOutcome> observed = Collections.synchronizedList(new ArrayList<>());
  private Database database;
  private Sequence sequence;
  private TagLedger ledger;

  /** Opens the database of this test, migrated; the same again after it was closed. */
  abstract Database open();

  @BeforeEach
  void begin() {
    database = open();
    sequence = new Sequence(TagLedger.newestSequence(database));
    ledger =
        new TagLedger(
            database,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new TagRules(Set.of("latest", "main"), false),
            sequence,
            observed::add);
  }

  @AfterEach
  void end() {
    database.close();
  }

  /** A manifest that needs nothing in its repository, each number another. */
  private static PushedManifest manifest(int number, Optional<SourceRevision> source) {
    byte[] bytes = Images.index(List.of(), Map.of("number", Integer.toString(number)));
    return new PushedManifest(Digest.sha256(bytes), bytes, Manifest.parse(bytes, ""), source);
  }

  private static Digest digest(int number) {
    return manifest(number, Optional.empty()).digest();
  }

  private static Optional<SourceRevision> builtFrom(String commit) {
    return Optional.of(new SourceRevision(commit, Origin.ANNOTATION, Optional.empty()));
  }

  private static Claim claim(int number, String... names) {
    return claim(manifest(number, Optional.empty()), IfTaken.REFUSE, names);
  }

  private static Claim claim(PushedManifest pushed, IfTaken ifTaken, String... names) {
    return new Claim(SHOP, pushed, Stream.of(names).map(TagName::parse).toList(), CI, ifTaken);
  }

  private Optional<HeldName> standing(String name) {
    return database.read(handle -> NameRows.find(handle, SHOP, TagName.parse(name)));
  }

  private long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private long rows(String table) {
    return count("SELECT COUNT(*) FROM " + table);
  }

  private boolean holds(int number) {
    return count("SELECT COUNT(*) FROM repository_manifest WHERE digest = '" + digest(number) + "'")
        > 0;
  }

  @Test
  void theFirstPushClaims() {
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(standing("1.0"))
        .contains(
            new HeldName(
                SHOP,
                TagName.parse("1.0"),
                NameKind.TAG,
                Optional.of(digest(1)),
                1,
                Instant.parse("2026-11-20T14:00:00.123Z"),
                CI,
                Optional.empty(),
                Optional.empty()));
    assertThat(sequence.newest()).isEqualTo(1);
    assertThat(observed).containsExactly(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(claim(2, "1.1"))).isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(standing("1.1").map(HeldName::image)).contains(digest(2));
  }

  @Test
  void theSameAgainIsAlreadySoAndWritesNothing() {
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(1));
    for (int i = 0; i < 5; i++) {
      assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.AlreadyNames(1));
    }
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("refused_push")).isZero();
  }

  @Test
  void anotherImageIsRefusedNamingTheFirst() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    HeldName first = standing("1.0").orElseThrow();
    assertThat(ledger.claim(claim(2, "1.0"))).isEqualTo(new ClaimOutcome.Taken(first));
    assertThat(standing("1.0")).contains(first);
    assertThat(holds(2)).as("what was refused is not readable by digest either").isFalse();
    assertThat(rows("manifest")).isEqualTo(1);
    assertThat(rows("history")).isEqualTo(1);
  }

  @Test
  void aNameIsPerRepositoryAndHasACase() {
    assertThat(ledger.claim(claim(1, "v1"))).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(claim(2, "V1"))).isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(
            ledger.claim(
                new Claim(
                    OTHER,
                    manifest(3, Optional.empty()),
                    List.of(TagName.parse("v1")),
                    CI,
                    IfTaken.REFUSE)))
        .isEqualTo(new ClaimOutcome.Claimed(3));
  }

  private static PushedManifest bySha512(int number) {
    PushedManifest pushed = manifest(number, Optional.empty());
    return pushed.under(Digest.of(Digest.Algorithm.SHA512, pushed.bytes()));
  }

  @Test
  void theSameBytesUnderAnotherAlgorithmAreTheSameImage() {
    PushedManifest long1 = bySha512(1);
    assertThat(ledger.claim(claim(long1, IfTaken.REFUSE, "1.0")))
        .isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(holds(1)).isFalse();

    for (int i = 0; i < 2; i++) {
      assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.AlreadyNames(1));
      assertThat(standing("1.0").map(HeldName::image)).contains(long1.digest());
      assertThat(holds(1)).as("so that it can be pulled by the digest that was pushed").isTrue();
    }
    assertThat(ledger.claim(claim(2, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("name")).isEqualTo(1);
  }

  private Claim conditional(int number, String name, Preconditions wanted) {
    TagName tag = TagName.parse(name);
    return new Claim(
        SHOP,
        manifest(number, Optional.empty()),
        List.of(tag),
        CI,
        IfTaken.REFUSE,
        Optional.of(new Condition(tag, wanted)));
  }

  @Test
  void aClaimWhoseConditionDoesNotHoldChangesNothing() {
    Preconditions free = new Preconditions(Optional.empty(), Optional.of("*"));
    Preconditions mine = new Preconditions(Optional.of("\"" + digest(1) + "\""), Optional.empty());

    assertThat(ledger.claim(conditional(1, "1.0", mine)))
        .isEqualTo(new ClaimOutcome.Unmet(Optional.empty()));
    assertThat(rows("manifest") + rows("repository") + rows("history")).isZero();

    assertThat(ledger.claim(conditional(1, "1.0", free))).isEqualTo(new ClaimOutcome.Claimed(1));
    for (int number : new int[] {1, 2}) {
      assertThat(ledger.claim(conditional(number, "1.0", free)))
          .isEqualTo(new ClaimOutcome.Unmet(Optional.of(digest(1))));
    }
    assertThat(ledger.claim(conditional(1, "1.0", mine)))
        .isEqualTo(new ClaimOutcome.AlreadyNames(1));
    assertThat(ledger.claim(conditional(2, "1.0", mine))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(holds(2)).isFalse();
    assertThat(rows("refused_push")).as("a condition is no refusal").isEqualTo(1);
  }

  @Test
  void aConditionOnADigestIsAboutItsRepository() {
    Condition isNew =
        new Condition(digest(1), new Preconditions(Optional.empty(), Optional.of("*")));
    Claim claim =
        new Claim(
            SHOP, manifest(1, Optional.empty()), List.of(), CI, IfTaken.REFUSE, Optional.of(isNew));
    assertThat(ledger.claim(claim)).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(claim)).isEqualTo(new ClaimOutcome.Unmet(Optional.of(digest(1))));
  }

  @Test
  void oneImageMayHaveManyNames() {
    assertThat(ledger.claim(claim(1, "1.0", "1.0.0", "1.0")))
        .isEqualTo(new ClaimOutcome.Claimed(2));
    assertThat(ledger.claim(claim(1, "1.0", "one"))).isEqualTo(new ClaimOutcome.Claimed(3));
    assertThat(ledger.claim(claim(1, "1.0.0", "one"))).isEqualTo(new ClaimOutcome.AlreadyNames(3));
    assertThat(rows("name")).isEqualTo(3);
    assertThat(rows("repository_manifest")).isEqualTo(1);
  }

  @Test
  void aPushByDigestIsStoredWithoutAName() {
    assertThat(ledger.claim(claim(1))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(claim(1))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(holds(1)).isTrue();
    assertThat(rows("history")).isZero();
    assertThat(sequence.newest()).isZero();
  }

  @Test
  void severalNamesAreAllOrNothing() {
    assertThat(ledger.claim(claim(1, "b"))).isEqualTo(new ClaimOutcome.Claimed(1));
    HeldName taken = standing("b").orElseThrow();
    assertThat(ledger.claim(claim(2, "a", "b", "c"))).isEqualTo(new ClaimOutcome.Taken(taken));
    assertThat(ledger.claim(claim(2, "a", "latest")))
        .isEqualTo(new ClaimOutcome.Rolling(TagName.parse("latest")));
    assertThat(standing("a")).isEmpty();
    assertThat(standing("c")).isEmpty();
    assertThat(holds(2)).isFalse();
  }

  @Test
  void aRollingNameIsRefusedAlsoTheFirstTime() {
    assertThat(ledger.claim(claim(1, "latest")))
        .isEqualTo(new ClaimOutcome.Rolling(TagName.parse("latest")));
    assertThat(standing("latest")).isEmpty();
    assertThat(rows("repository")).isZero();
    assertThat(ledger.claim(claim(1, "Latest"))).isInstanceOf(ClaimOutcome.Claimed.class);
  }

  @Test
  void aNameThatLiesIsRefusedUntilItStands() {
    Claim lie =
        claim(manifest(1, builtFrom("77d0b1c".repeat(5) + "77d0b")), IfTaken.REFUSE, "a-3035eca");
    assertThat(ledger.claim(lie)).isInstanceOf(ClaimOutcome.Lies.class);
    assertThat(standing("a-3035eca")).isEmpty();
    assertThat(holds(1)).isFalse();

    Claim truth = claim(manifest(2, builtFrom(COMMIT)), IfTaken.REFUSE, "a-3035eca");
    assertThat(ledger.claim(truth)).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(standing("a-3035eca").flatMap(HeldName::revision)).contains(COMMIT);
    assertThat(ledger.claim(lie))
        .as("who holds it matters more")
        .isInstanceOf(ClaimOutcome.Taken.class);
  }

  @Test
  void whatIsOddIsWarnedOfAndNoted() {
    SourceRevision label = new SourceRevision("77d0b1c77d0b1c", Origin.LABEL, Optional.empty());
    Claim odd = claim(manifest(1, Optional.of(label)), IfTaken.REFUSE, "a-3035eca", "1.0");
    assertThat(ledger.claim(odd)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(ledger.warnings(odd))
        .containsExactly("tag a-3035eca names another commit than a label of the image: 77d0b1c");
    assertThat(count("SELECT COUNT(*) FROM history WHERE note IS NOT NULL AND name = 'a-3035eca'"))
        .isEqualTo(1);
    assertThat(count("SELECT COUNT(*) FROM history WHERE note IS NOT NULL")).isEqualTo(1);
  }

  @Test
  void aTakenNameIsKeptOnlyForTheSameCommit() {
    Claim first = claim(manifest(1, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca");
    assertThat(ledger.claim(first)).isEqualTo(new ClaimOutcome.Claimed(1));
    assertThat(ledger.claim(first)).isEqualTo(new ClaimOutcome.AlreadyNames(1));
    HeldName standing = standing("a-3035eca").orElseThrow();

    Claim rebuilt = claim(manifest(2, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca");
    assertThat(ledger.claim(rebuilt)).isEqualTo(new ClaimOutcome.Kept(standing));
    assertThat(holds(2)).isFalse();
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("refused_push")).isZero();

    ClaimOutcome taken = new ClaimOutcome.Taken(standing);
    for (Claim other :
        List.of(
            claim(manifest(2, builtFrom(COMMIT)), IfTaken.REFUSE, "a-3035eca"),
            claim(manifest(3, builtFrom("77d0b1c")), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(4, builtFrom("3035eca")), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(5, Optional.empty()), IfTaken.KEEP, "a-3035eca"),
            claim(manifest(6, builtFrom(COMMIT)), IfTaken.KEEP, "a-3035eca", "more"))) {
      assertThat(ledger.claim(other)).isEqualTo(taken);
    }
  }

  @Test
  void twoImagesOfWhichNobodyKnowsTheCommitAreNotTheSame() {
    Claim first = claim(manifest(1, Optional.empty()), IfTaken.KEEP, "1.0");
    assertThat(ledger.claim(first)).isInstanceOf(ClaimOutcome.Claimed.class);
    assertThat(ledger.claim(claim(manifest(2, Optional.empty()), IfTaken.KEEP, "1.0")))
        .isInstanceOf(ClaimOutcome.Taken.class);
  }

  @Test
  void allThatIsMissingIsNamed() {
    byte[] config = Images.bytes("{}");
    byte[] layer = Images.bytes("layer");
    byte[] image = Images.image(config, List.of(layer, layer), Map.of());
    byte[] child = Images.index(List.of(), Map.of("child", "1"));
    byte[] index = Images.index(List.of(child, image), Map.of());
    assertThat(ledger.claim(of(image, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(layer), Digest.sha256(config))));
    assertThat(ledger.claim(of(index, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(child), Digest.sha256(image))));
    assertThat(rows("repository") + rows("name") + rows("manifest")).isZero();
    assertThat(ledger.claim(of(child))).isEqualTo(new ClaimOutcome.Stored());
    assertThat(ledger.claim(of(index, "1.0")))
        .isEqualTo(new ClaimOutcome.Missing(List.of(Digest.sha256(image))));
  }

  private static Claim of(byte[] bytes, String... names) {
    return claim(
        new PushedManifest(
            Digest.sha256(bytes), bytes, Manifest.parse(bytes, ""), Optional.empty()),
        IfTaken.REFUSE,
        names);
  }

  @Test
  void refusedPushesAreCounted() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    for (int i = 0; i < 3; i++) {
      assertThat(ledger.claim(claim(2, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    }
    assertThat(ledger.claim(claim(3, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(ledger.claim(claim(3, "latest"))).isInstanceOf(ClaimOutcome.Rolling.class);
    assertThat(rows("refused_push")).isEqualTo(3);
    assertThat(
            count(
                "SELECT count FROM refused_push WHERE name = '1.0' AND digest = '"
                    + digest(2)
                    + "'"))
        .isEqualTo(3);
    assertThat(count("SELECT COUNT(*) FROM refused_push WHERE reason = 'ROLLING_NAME'"))
        .isEqualTo(1);
  }

  @Test
  void refusedPushesOfANameAreBounded() {
    assertThat(ledger.claim(claim(0, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    together(150, number -> claim(number + 1, "1.0"));
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Taken.class);
    assertThat(rows("refused_push")).as("100 and one for the rest").isEqualTo(101);
    assertThat(count("SELECT SUM(count) FROM refused_push")).isEqualTo(151);
    assertThat(count("SELECT count FROM refused_push WHERE actor_name = 'others'"))
        .isBetween(50L, 51L);
  }

  /** Makes all claims at once, from as many virtual threads. */
  private List<ClaimOutcome> together(int count, IntFunction<Claim> claims) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Claim claim = claims.apply(i);
        futures.add(
            callers.submit(
                () -> {
                  start.await();
                  return ledger.claim(claim);
                }));
      }
      start.countDown();
      return futures.stream().map(TagLedgerContract::outcome).toList();
    }
  }

  private static ClaimOutcome outcome(Future<ClaimOutcome> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void of200FirstPushesOfDifferentImagesOneClaims() {
    List<ClaimOutcome> outcomes = together(200, number -> claim(number, "1.0"));
    HeldName winner = standing("1.0").orElseThrow();
    assertThat(outcomes).containsOnlyOnce(new ClaimOutcome.Claimed(1));
    assertThat(outcomes).filteredOn(new ClaimOutcome.Taken(winner)::equals).hasSize(199);
    assertThat(rows("history")).isEqualTo(1);
    assertThat(rows("manifest")).isEqualTo(1);
  }

  @Test
  void of200PushesOfOneImageOneClaimsAndTheOthersFindItSo() {
    List<ClaimOutcome> outcomes = together(200, _ -> claim(1, "1.0"));
    assertThat(outcomes).containsOnlyOnce(new ClaimOutcome.Claimed(1));
    assertThat(outcomes).filteredOn(new ClaimOutcome.AlreadyNames(1)::equals).hasSize(199);
    assertThat(rows("history")).isEqualTo(1);
  }

  /** Without that the database would refuse the batch, and each claim would cost a commit. */
  @Test
  void theClaimsOfOneBatchSeeEachOther() {
    byte[] child = Images.index(List.of(), Map.of("child", "1"));
    List<Claim> batch =
        List.of(
            claim(1, "1.0"),
            claim(2, "1.0"),
            claim(1, "1.0"),
            of(Images.index(List.of(child), Map.of()), "index"),
            of(child),
            of(Images.index(List.of(child), Map.of()), "index"),
            claim(2, "2.0"));
    List<ClaimOutcome> outcomes =
        database
            .<List<Claim>, List<ClaimOutcome>>lane(
                "one batch",
                (handle, changes) -> changes.stream().map(it -> decide(handle, it)).toList())
            .submit(batch);
    HeldName first = standing("1.0").orElseThrow();
    assertThat(outcomes)
        .containsExactly(
            new ClaimOutcome.Claimed(1),
            new ClaimOutcome.Taken(first),
            new ClaimOutcome.AlreadyNames(1),
            new ClaimOutcome.Missing(List.of(Digest.sha256(child))),
            new ClaimOutcome.Stored(),
            new ClaimOutcome.Claimed(2),
            new ClaimOutcome.Claimed(3));
    assertThat(first.image()).isEqualTo(digest(1));
  }

  private static List<ClaimOutcome> decide(Handle handle, List<Claim> batch) {
    return TagLedger.decide(handle, batch, new TagRules(Set.of(), false), NOW);
  }

  @Test
  void pairsOfNamesNeverEndUpHalf() {
    List<ClaimOutcome> outcomes =
        together(200, number -> claim(number, "a" + number % 7, "b" + number % 5));
    long claimed = outcomes.stream().filter(ClaimOutcome.Claimed.class::isInstance).count();
    assertThat(rows("name")).isEqualTo(2 * claimed);
    assertThat(
            count(
                "SELECT COUNT(*) FROM (SELECT digest FROM name GROUP BY digest"
                    + " HAVING COUNT(*) <> 2) halves"))
        .isZero();
  }

  @Test
  void theSequenceIsOneOrderForTheWholeRegistry() {
    List<ClaimOutcome> outcomes =
        together(
            300,
            number ->
                new Claim(
                    RepositoryName.parse("r" + number % 3),
                    manifest(number, Optional.empty()),
                    List.of(TagName.parse("t" + number)),
                    CI,
                    IfTaken.REFUSE));
    assertThat(outcomes)
        .extracting(outcome -> ((ClaimOutcome.Claimed) outcome).sequence())
        .doesNotHaveDuplicates()
        .allMatch(number -> number >= 1 && number <= 300);
    assertThat(
            count(
                "SELECT COUNT(*) FROM name n JOIN history h ON h.sequence = n.sequence"
                    + " AND h.name = n.name AND h.repository = n.repository"))
        .isEqualTo(300);
    assertThat(sequence.newest()).isEqualTo(300);

    end();
    begin();
    assertThat(sequence.newest()).as("after a restart").isEqualTo(300);
    assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(301));
  }

  private void damage(String sql) {
    int rows =
        database
            .<String, Integer>lane(
                "damage",
                (handle, changes) -> {
                  handle.execute("DROP TRIGGER tags_stand");
                  return changes.stream().map(handle::execute).toList();
                })
            .submit(sql);
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void aDamagedRecordOfATagIsNotGoneBy() {
    for (String column :
        List.of(
            "digest = '" + digest(9) + "'",
            "digest = 'nonsense'",
            "sequence = 7",
            "pushed_at = 0",
            "actor_name = 'mallory'",
            "actor_source = ''",
            "revision = '1234567'",
            "checksum = checksum + 1")) {
      assertThat(ledger.claim(claim(1, "1.0"))).isEqualTo(new ClaimOutcome.Claimed(1));
      damage("UPDATE name SET " + column + " WHERE name = '1.0'");

      for (Claim claim : List.of(claim(1, "1.0"), claim(2, "1.0"), claim(3, "new", "1.0"))) {
        assertDamaged(() -> ledger.claim(claim));
      }
      assertDamaged(() -> standing("1.0"));
      assertThat(standing("new")).isEmpty();
      assertThat(ledger.claim(claim(2, "other"))).isInstanceOf(ClaimOutcome.Claimed.class);
      end();
      reset();
      begin();
    }
  }

  /** Forgets the database of this test. */
  abstract void reset();

  private static void assertDamaged(Runnable access) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(access::run)
        .withMessageContaining("\"1.0\" in repository \"shop/api\" is damaged")
        .satisfies(
            e -> {
              assertThat(e.status()).isEqualTo(503);
              assertThat(e.code().code()).isEqualTo("TOOMANYREQUESTS");
              assertThat(e.detail()).containsEntry("reason", "STORAGE");
              assertThat(e.headers()).anyMatch(header -> header.name().equals("Retry-After"));
            });
  }

  @Test
  void aDamagedRecordFailsNobodyElseInItsBatch() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    damage("UPDATE name SET pushed_at = 0 WHERE name = '1.0'");
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> futures = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Claim claim = i % 10 == 0 ? claim(i, "1.0") : claim(i, "t" + i);
        boolean culprit = i % 10 == 0;
        futures.add(
            callers.submit(
                () -> {
                  start.await();
                  try {
                    return ledger.claim(claim) instanceof ClaimOutcome.Claimed && !culprit;
                  } catch (RequestException e) {
                    return culprit;
                  }
                }));
      }
      start.countDown();
      assertThat(futures).allSatisfy(it -> assertThat(it.get()).isTrue());
    }
  }

  @Test
  void aPushHealsAManifestWhoseBytesAreDamaged() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    for (Claim again : List.of(claim(1, "1.0"), claim(1, "2.0"), claim(1))) {
      damageBytes();
      assertThat(ledger.claim(again)).isNotNull();
      byte[] bytes =
          database.read(
              handle -> handle.createQuery("SELECT bytes FROM manifest").mapTo(byte[].class).one());
      assertThat(Digest.sha256(bytes)).isEqualTo(digest(1));
    }
  }

  private void damageBytes() {
    assertThat(
            database
                .<String, Integer>lane(
                    "damage",
                    (handle, changes) ->
                        changes.stream()
                            .map(
                                it ->
                                    handle.execute(
                                        "UPDATE manifest SET bytes = ?", Images.bytes(it)))
                            .toList())
                .submit("flipped"))
        .isEqualTo(1);
  }

  @Test
  void theDatabaseItselfRefusesToRewriteHistory() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    for (String sql :
        List.of(
            "UPDATE history SET digest = 'x'",
            "DELETE FROM history",
            "DELETE FROM name",
            "UPDATE name SET digest = 'x'",
            "UPDATE name SET name = 'x'",
            "UPDATE name SET kind = 'channel'")) {
      assertThatExceptionOfType(RuntimeException.class)
          .as(sql)
          .isThrownBy(
              () ->
                  database
                      .<String, Integer>lane(
                          "rewrite",
                          (handle, changes) -> changes.stream().map(handle::execute).toList())
                      .submit(sql));
    }
    assertThat(standing("1.0").map(HeldName::image)).contains(digest(1));
  }
}
