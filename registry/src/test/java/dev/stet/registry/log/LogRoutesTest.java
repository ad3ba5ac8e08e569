package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.log.Check;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.EntryBundle;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import dev.stet.log.VerificationException;
import dev.stet.oci.Digest;
import dev.stet.registry.TestAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRoutesTest extends LogTest {
  @Test
  void theHeadIsSignedAndItsTilesLeadToItsRoot() {
    for (int i = 0; i < 300; i++) {
      push("v" + i, Integer.toString(i % 3));
    }
    Note head = head();
    Checkpoint checkpoint = Checkpoint.parse(head.text());

    assertThat(head.verifiedBy(List.of(TestLog.KEY.verifier()))).hasSize(1);
    assertThat(checkpoint.origin()).isEqualTo(TestLog.ORIGIN);
    assertThat(checkpoint.size()).isEqualTo(301);
    assertThat(Proofs.root(301, tile -> registry.get("/log/" + tile.path()).bytes()))
        .isEqualTo(checkpoint.root());
    assertThat(registry.get("/log/checkpoint").header("Cache-Control")).isEqualTo("no-cache");
    assertThat(registry.get("/log/checkpoint").header("Content-Type"))
        .isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void entriesHashToTheirTileAndFullOnesAreKeptInMemory() {
    for (int i = 0; i < 255; i++) {
      push("v" + i, "1");
    }
    TestAnswer entries = registry.get("/log/tile/entries/000");
    List<Hash> leaves =
        new EntryBundle(0, 256).decode(entries.bytes()).stream().map(Hash::leaf).toList();

    assertThat(leaves).isEqualTo(LogState.hashes(registry.get("/log/tile/0/000").bytes()));
    assertThat(entries.header("Cache-Control")).contains("immutable");
    assertThat(entries.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(registry.get("/log/tile/entries/000").fromMemory()).isTrue();
    assertThat(registry.get("/log/cosigned/tile/0/000").fromMemory()).isTrue();
    assertThat(registry.get("/log/tile/0/000.p/7").bytes()).hasSize(7 * 32);
    assertThat(registry.get("/log/tile/0/000.p/7").fromMemory()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "br, gzip|true",
        "gzip;q=0.5, identity|true",
        "gzip; q=0|false",
        "gzip;q=0.000|false",
        "br|false",
        "gzipped|false"
      })
  void entriesAreCompressedForWhoeverTakesThem(String accepted, boolean compressed)
      throws IOException {
    for (int i = 0; i < 255; i++) {
      push("v" + i, "1");
    }
    byte[] plain = registry.get("/log/tile/entries/000").bytes();

    for (int i = 0; i < 2; i++) {
      TestAnswer answer = taking(accepted, "/log/tile/entries/000");
      assertThat(answer.headers("Content-Encoding")).hasSize(compressed ? 1 : 0);
      assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
      assertThat(compressed ? unzipped(answer.bytes()) : answer.bytes()).isEqualTo(plain);
      assertThat(answer.fromMemory()).isEqualTo(i == 1 || !compressed);
    }
    assertThat(taking(accepted, "/log/tile/0/000").headers("Content-Encoding")).isEmpty();
  }

  private TestAnswer taking(String accepted, String path) {
    return registry.request("GET", path).with("Accept-Encoding", accepted).send();
  }

  private static byte[] unzipped(byte[] compressed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/000",
        "tile/0/000.p/3",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/0/0",
        "tile/00/000.p/1",
        "tile/64/000.p/1",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/entries/000.p/3",
        "tile/entries/x000/000.p/1",
        "tile/entries/x072/x057/x594/x037/x927/936",
        "tile/entries/x072/x057/x594/x037/x927/936.p/2",
        "tile/data/000.p/1",
        "tile/0/..%2f000.p/1",
        "cosigned/checkpoint"
      })
  void whatTheLogDoesNotHaveIsNotFoundAndNotCached(String path) {
    push("v1", "1");

    TestAnswer answer = registry.get("/log/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aProofHoldsForItsTagAndForNoOther() {
    push("v0", "0");
    Digest image = push("v1", "1");
    ProofFile proof = ProofFile.parse(registry.get("/log/proof/" + SHOP + "/v1").bytes());

    assertThat(proof.verify(POLICY, SHOP, "v1").leaf().digest()).isEqualTo(image.toString());
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> proof.verify(POLICY, SHOP, "v0"))
        .matches(it -> it.check() == Check.NAME);
  }

  @Test
  void aBurntTagHasItsProofStill() {
    Digest image = push("v1", "1");
    registry.request("DELETE", "/v2/" + SHOP + "/manifests/v1").send();

    assertThat(
            ProofFile.parse(registry.get("/log/proof/" + SHOP + "/v1").bytes())
                .verify(POLICY, SHOP, "v1")
                .leaf()
                .digest())
        .isEqualTo(image.toString());
  }

  @Test
  void aRowThatWasChangedBehindTheLogsBackHasAnotherDigestThanItsProof() {
    Digest image = push("v1", "1");
    damage(
        "UPDATE name SET digest = ?, checksum = 0 WHERE name = 'v1'",
        Digest.sha256(manifest("2")).toString());

    assertThat(
            ProofFile.parse(registry.get("/log/proof/" + SHOP + "/v1").bytes())
                .verify(POLICY, SHOP, "v1")
                .leaf()
                .digest())
        .isEqualTo(image.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "latest", "-no", "sha256-abc.sig"})
  void whatIsNoTagIsNotCovered(String name) {
    push("v1", "1");
    api.post("/channels", "{'name':'latest','tag':'v1'}");

    TestAnswer answer = registry.get("/log/proof/" + SHOP + "/" + name);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("not covered by the log");
  }

  @Test
  void theKeyIsTold() {
    assertThat(registry.get("/log/key").text()).isEqualTo(TestLog.KEY.verifier() + "\n");
  }

  @Test
  void aProofHasWhatOthersSignedThoughTheyAreNoQuorum() {
    push("v1", "1");
    SigningKey witness = SigningKey.generate("w", KeyType.COSIGNATURE, new SecureRandom());
    Note head = head();
    Note signed = head.with(Cosignature.sign(witness, head.text(), 1));
    Cosigned cosigned = TestLog.open(registry.database(), Clock.systemUTC()).cosigned();
    cosigned.keep("none of them", head);
    cosigned.keep("w", signed);
    push("v2", "2");

    assertThat(proof("v1").checkpoint()).isEqualTo(signed);
    assertThat(proof("v2").checkpoint()).isEqualTo(head());
    cosigned.keep(Cosigned.QUORUM, head);
    assertThat(proof("v1").checkpoint()).isEqualTo(head);
  }
}
