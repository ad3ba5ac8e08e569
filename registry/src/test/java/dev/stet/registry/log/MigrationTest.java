package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.http.RequestException;
import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.registry.care.Backups;
import dev.stet.registry.space.CollectionGate;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.NamesGate;
import dev.stet.registry.tags.NamesGate.Reason;
import dev.stet.store.Database;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A registry that had no log gets one that says all that ever happened to its tags. */
class MigrationTest extends LogTest {
  private static final int MANY = 2500; // some batches

  /** Everything that can happen to a name. */
  private void live() {
    push("standing", "1");
    push("burnt", "2");
    ApiRequests.done(api.delete("/tags/burnt?reason=security"));
    push("restored", "3");
    ApiRequests.done(api.delete("/tags/restored?reason=owner"));
    push("restored", "3");
    ApiRequests.done(api.post("/channels", "{'name':'latest','tag':'standing'}"));
    ApiRequests.done(api.post("/channels", "{'name':'gone','tag':'standing'}"));
    ApiRequests.done(api.delete("/channels/gone"));
    ApiRequests.done(api.declare("scratch/**", "mutable"));
    pushed("scratch/moves", "v1", "1");
    pushed("scratch/moves", "v1", "2");
    pushed("scratch/stands", "v1", "1");
    registry.request("DELETE", "/v2/scratch/stands/manifests/v1").send();
    pushed("scratch/stands", "v1", "2");
    ApiRequests.done(api.declare("scratch/stands", "standing"));
  }

  @Test
  void everyStandingNameIsAssignedInTheOrderOfPushAndBurntOnesAreTombstoned() throws Exception {
    live();
    forget();
    openAgain(folder());

    assertThat(told())
        .containsExactly(
            "assign shop/api:standing",
            "assign shop/api:burnt",
            "tombstone shop/api:burnt security",
            "assign shop/api:restored",
            "tombstone shop/api:restored owner",
            "restore shop/api:restored",
            "assign scratch/stands:v1");
    assertThat(leaves()).allMatch(it -> it.time() == world.clock.millis());
    push("new", "4");
    assertThat(pull("standing").header("Stet-Log-Index")).isEqualTo("1");
  }

  @Test
  void itIsTheLogThatWouldHaveBeenWritten() throws Exception {
    live();
    var before = told();
    forget();
    openAgain(folder());

    assertThat(told()).isEqualTo(before);
  }

  @Test
  void untilItIsDoneNoNameIsGivenAndItGoesOnWhereItWasCutOff() {
    for (int i = 0; i < MANY; i += 100) {
      StringBuilder tags = new StringBuilder();
      for (int tag = i; tag < i + 100; tag++) {
        tags.append("&tag=t").append(tag);
      }
      String digest = Digest.sha256(manifest("1")).toString();
      assertThat(
              registry
                  .request("PUT", "/v2/" + SHOP + "/manifests/" + digest + "?" + tags.substring(1))
                  .body(manifest("1"))
                  .send()
                  .status())
          .isEqualTo(201);
    }
    forget();
    Database database = registry.database();
    long newest = database.read(History::newest);

    NamesGate gate = open(database).gate();
    assertThat(gate.closed(Reason.LOG_MIGRATING)).isTrue();
    // A process that is killed after its first batch.
    Sealing sealing = new Sealing(TestLog.SIGNER, gate, clock(), new SecureRandom(), newest);
    assertThat(new Migration(database, sealing, gate, newest).step()).isEqualTo(1000);
    refusedWhile(gate);

    TagLog log = open(database);
    log.catchUp();
    assertThat(log.gate().why()).isEmpty();
    assertThat(told()).hasSize(MANY);
  }

  @Test
  void itWaitsWhileTheLogHasToBeConfirmedAndThereIsNoBackupBefore() throws IOException {
    live();
    forget();
    TagLog log = open(registry.database());
    log.confirmation().require("somebody has to confirm it");

    log.catchUp();
    assertThat(told()).isEmpty();
    assertThat(log.gate().closed(Reason.LOG_MIGRATING)).isTrue();
    Backups backups =
        new Backups(
            registry.database(),
            FileBlobStore.open(folder().resolve("content"), UUID::randomUUID),
            new CollectionGate(),
            log.gate(),
            clock());
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> backups.create(other.resolve("backup")))
        .withMessageContaining("before the log of tags is written");

    log.gate().open(Reason.LOG_UNCONFIRMED);
    log.catchUp();
    assertThat(told()).isNotEmpty();
    assertThat(log.gate().why()).isEmpty();
  }

  private void refusedWhile(NamesGate gate) {
    assertThat(gate.closed(Reason.LOG_MIGRATING)).isTrue();
    // The registry of this test has another gate; the last work of each transaction refuses.
    refusedFor(Reason.LOG_MIGRATING, registry.put(SHOP, "new", manifest("2")));
    assertThat(pull("t1").status()).isEqualTo(200);
  }

  private static Clock clock() {
    return Clock.system(ZoneOffset.UTC);
  }

  private static TagLog open(Database database) {
    return TagLog.open(TestLog.needs(database, clock(), Optional.of(TestLog.SIGNER)));
  }
}
