package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Checkpoint;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.oci.Digest;
import dev.stet.registry.ApiRequests;
import dev.stet.registry.TestAnswer;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.blobs.file.FileBlobStore;
import dev.stet.registry.care.Restore;
import dev.stet.registry.tags.NamesGate.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When nothing can be appended: pulls go on, names are neither given nor taken away. */
class GateTest extends LogTest {
  private Digest image;

  @BeforeEach
  void pushOne() {
    image = push("v1", "1");
  }

  private void refusesEverythingFor(Reason reason) {
    refusedFor(reason, registry.put(SHOP, "v2", manifest("2")));
    refusedFor(reason, registry.request("DELETE", "/v2/" + SHOP + "/manifests/v1").send());
    refusedFor(reason, registry.request("DELETE", "/v2/" + SHOP + "/manifests/" + image).send());
    refusedFor(reason, api.post("/channels", "{'name':'latest','tag':'v1'}"));
    assertThat(pulled("v1")).isEqualTo(image.toString());
    assertThat(registry.get("/log/checkpoint").status()).isEqualTo(200);
    assertThat(registry.get("/api/v1/log").json().path("open").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE log_entry SET leaf = substr(leaf, 1, 20) || 'X' || substr(leaf, 22) WHERE idx = 1",
        "UPDATE log_tile SET hashes = substr(hashes, 1, 32) || zeroblob(32) WHERE level = 0",
        "UPDATE log_state SET frontier = zeroblob(32)",
        "UPDATE log_state SET size = 1, frontier = (SELECT substr(hashes, 1, 32) FROM log_tile)",
        "UPDATE log_state SET checkpoint = replace(checkpoint, 'log.example', 'bad.example')",
        "UPDATE log_state SET stopped = 'there is evidence of another history'",
        "DELETE FROM log_entry WHERE idx = 1",
        "DELETE FROM log_tile"
      })
  void aLogThatIsNotAsItMustBeIsNotGoneOnWith(String sql) throws IOException {
    damaged(sql);

    refusesEverythingFor(Reason.LOG_STOPPED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE log_state SET frontier = zeroblob(32)",
        "UPDATE log_state SET checkpoint = replace(checkpoint, 'log.example', 'bad.example')"
      })
  void soIsOneThatIsChangedWhileItRuns(String sql) {
    damage(sql);

    refusesEverythingFor(Reason.LOG_STOPPED);
  }

  private void restoreBackupOf(String path) throws IOException {
    TestAnswer made = post("/api/v1/backups", "{'directory':'" + other.resolve(path) + "'}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private void openRestored(String path) throws IOException {
    Path data = Files.createDirectory(other.resolve("restored"));
    new Restore(
            other.resolve(path),
            FileBlobStore.open(data.resolve("content"), UUID::randomUUID),
            data.resolve("stet.db"),
            Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC))
        .run();
    openAgain(data);
  }

  /** A copy of the log as it is now, which stays when the registry is gone. */
  private LogCopy copy() {
    Note head = Note.parse(registry.get("/log/checkpoint").bytes());
    long size = Checkpoint.parse(head.text()).size();
    List<byte[]> entries =
        new EntryBundle(0, (int) size)
            .decode(registry.get("/log/" + new EntryBundle(0, (int) size).path()).bytes());
    return new LogCopy() {
      @Override
      public Note checkpoint() {
        return head;
      }

      @Override
      public List<byte[]> entries(EntryBundle bundle) {
        return entries.subList(0, bundle.width());
      }
    };
  }

  private TestAnswer recover() {
    return post("/api/v1/log/recover", "{'from':'http://mirror.example/log/'}");
  }

  private TestAnswer post(String path, String json) {
    return registry
        .request("POST", path)
        .with("Content-Type", "application/json")
        .body(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Test
  void aRestoredBackupTakesNothingUntilTheLostNamesAreRecovered() throws IOException {
    restoreBackupOf("backup");
    Digest lost = push("v2", "2");
    push("v3", "3");
    registry.request("DELETE", "/v2/" + SHOP + "/manifests/v3").send();
    pushed("new/repository", "v1", "9");
    world.copies.put(URI.create("http://mirror.example/log/"), copy());
    String head = registry.get("/log/checkpoint").text();

    openRestored("backup");
    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
    assertThat(recover().json().path("entries").asInt()).isEqualTo(4);

    assertThat(registry.get("/log/checkpoint").text()).isEqualTo(head);
    assertThat(pull("v2").status()).isEqualTo(404);
    refused(registry.put(SHOP, "v2", manifest("other")), "TAG_TAKEN");
    refused(registry.put(SHOP, "v3", manifest("other")), "TAG_BURNT");
    refused(registry.put("new/repository", "v1", manifest("other")), "TAG_TAKEN");
    assertThat(push("v2", "2")).isEqualTo(lost);
    assertThat(pulled("v2")).isEqualTo(lost.toString());
    pushed("new/repository", "v1", "9");
    push("v4", "4");
    assertThat(told())
        .containsExactly(
            "assign shop/api:v1",
            "assign shop/api:v2",
            "assign shop/api:v3",
            "tombstone shop/api:v3 owner",
            "assign new/repository:v1",
            "assign shop/api:v4");
  }

  @Test
  void aCopyThatIsNotOursRecoversNothing() throws IOException {
    restoreBackupOf("backup");
    openRestored("backup");
    world.copies.put(
        URI.create("http://mirror.example/log/"),
        new LogCopy() {
          @Override
          public Note checkpoint() {
            return Note.sign(
                new Checkpoint(TestLog.ORIGIN, 5, Hash.EMPTY_ROOT).text(), TestLog.KEY);
          }

          @Override
          public List<byte[]> entries(EntryBundle bundle) {
            byte[] leaf = new Leaf.Genesis(TestLog.ORIGIN, Optional.empty(), 1).bytes();
            return Collections.nCopies(bundle.width(), leaf);
          }
        });

    TestAnswer answer = recover();
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("another history");
    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
  }

  @Test
  void goingOnWithoutACopyWantsTheNameOfTheLog() throws IOException {
    restoreBackupOf("backup");
    openRestored("backup");

    assertThat(post("/api/v1/log/resume", "{'origin':'yes'}").status()).isEqualTo(409);
    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
    ApiRequests.done(post("/api/v1/log/resume", "{'origin':'" + TestLog.ORIGIN + "'}"));
    push("v2", "2");
    assertThat(registry.get("/api/v1/audit").text()).contains("log.resume");
    assertThat(post("/api/v1/log/resume", "{'origin':'" + TestLog.ORIGIN + "'}").status())
        .isEqualTo(409);
  }

  @Test
  void aCopyThatHasNoMoreThanThereIsHereShowsNothing() throws IOException {
    restoreBackupOf("backup");
    world.copies.put(URI.create("http://mirror.example/log/"), copy());
    openRestored("backup");

    TestAnswer answer = recover();
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("nothing that is missing here", "stet log resume");
    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
  }

  /** Somebody shows a checkpoint that the log has signed, and that is none of ours. */
  private void shown(long more, long sinceStart) {
    TagLog log = TestLog.open(registry.database(), world.clock);
    long size = log.checkpoint().orElseThrow().size();
    log.confirmation()
        .evidence(
            new Checkpoint(TestLog.ORIGIN, size + more, Hash.EMPTY_ROOT),
            size - sinceStart,
            "it is shown");
  }

  @Test
  void whatIsKnownToHaveBeenThereIsWaitedForAlsoAfterARestart() throws IOException {
    shown(5, 0);
    openAgain(folder());

    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
    TestAnswer resumed = post("/api/v1/log/resume", "{'origin':'" + TestLog.ORIGIN + "'}");
    assertThat(resumed.status()).isEqualTo(409);
    assertThat(resumed.text()).contains("had 7 entries once, and here there are 2");
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "0, 0", "-1, 0"})
  void anotherHistoryThanThisOneIsTheEndAlsoAfterARestart(long more, long sinceStart)
      throws IOException {
    shown(more, sinceStart);
    openAgain(folder());

    refusesEverythingFor(Reason.LOG_STOPPED);
  }

  @Test
  void namesThatDoNotFitTheCopyAreNamed() throws IOException {
    ApiRequests.done(api.declare("scratch/**", "mutable"));
    pushed("scratch/x", "v1", "1");
    restoreBackupOf("backup");
    ApiRequests.done(api.declare("scratch/x", "standing"));
    world.copies.put(URI.create("http://mirror.example/log/"), copy());

    openRestored("backup");
    TestAnswer answer = recover();
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("scratch/x:v1 is held, and the log has not assigned it");
    refusesEverythingFor(Reason.LOG_UNCONFIRMED);
  }
}
