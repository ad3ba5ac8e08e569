package dev.stet.registry.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.registry.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is not gone by, what heals, and what the database itself refuses. */
abstract class LedgerDamageContract extends LedgerContract {
  LedgerDamageContract(TestDatabase databases) {
    super(databases);
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
      forget();
    }
  }

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
    List.of(
            "UPDATE history SET digest = 'x'",
            "DELETE FROM history",
            "DELETE FROM name",
            "UPDATE name SET digest = 'x'",
            "UPDATE name SET name = 'x'",
            "UPDATE name SET kind = 'channel'",
            "DELETE FROM repository",
            "UPDATE repository SET kind = 'mutable'")
        .forEach(this::assertRefused);
    assertThat(standing("1.0").map(HeldName::image)).contains(digest(1));
  }

  @Test
  void theDatabaseItselfKeepsTombstones() {
    assertThat(ledger.claim(claim(1, "1.0"))).isInstanceOf(ClaimOutcome.Claimed.class);
    write("UPDATE name SET deleted_at = 1, deleted_reason = 'security' WHERE name = '1.0'");
    write(
        "INSERT INTO name SELECT repository, 'latest', 'channel', digest, sequence, pushed_at,"
            + " actor_name, actor_source, revision, checksum, 1, 'owner' FROM name");
    write("INSERT INTO withdrawn VALUES ('shop/api', 'sha256:0', 'legal', 1)");
    write("INSERT INTO audit VALUES (1, 1, 'ci', '', 'pin', 'shop/api', 'x', NULL, NULL, NULL)");
    List.of(
            "UPDATE name SET deleted_at = NULL, deleted_reason = NULL WHERE name = '1.0'",
            "UPDATE name SET deleted_at = NULL, deleted_reason = NULL WHERE name = 'latest'",
            "UPDATE name SET kind = 'tag' WHERE name = 'latest'",
            "UPDATE withdrawn SET repository = 'shop/web'",
            "DELETE FROM withdrawn",
            "UPDATE audit SET actor_name = 'somebody else'",
            "DELETE FROM audit")
        .forEach(this::assertRefused);
  }

  private void assertRefused(String sql) {
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
}
