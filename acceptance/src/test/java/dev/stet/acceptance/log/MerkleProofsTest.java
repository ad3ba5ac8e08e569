package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Proofs;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proofs that others made and judged find the same judgement in Java. */
class MerkleProofsTest {
  private static final String VECTORS = "STET_MERKLE_VECTORS";
  private static final int OF_EACH_KIND = 98;

  /** Made by {@code github.com/transparency-dev/merkle}, changed in all ways, judged by it. */
  @Test
  void everyProofIsJudgedAsByTheLibraryOfOthers() throws IOException, InterruptedException {
    List<JsonNode> claims =
        new String(Judges.proofs().output(), UTF_8)
            .lines()
            .map(JsonMapper.shared()::readTree)
            .toList();
    assertThat(claims).hasSizeGreaterThan(10_000).anyMatch(MerkleProofsTest::holdsForOthers);
    assertThat(claims).filteredOn(claim -> verifies(claim) != holdsForOthers(claim)).isEmpty();
  }

  /** From an empty tree the library lets a tree of one entry follow; here nothing follows. */
  private static boolean holdsForOthers(JsonNode claim) {
    return claim.path("holds").booleanValue() && (isInclusion(claim) || number(claim, "first") > 0);
  }

  private static boolean verifies(JsonNode claim) {
    return isInclusion(claim)
        ? verifiesInclusion(claim, "hash", "first", "size", "root")
        : verifiesConsistency(claim, "first", "hash", "size", "root");
  }

  private static boolean isInclusion(JsonNode claim) {
    return claim.path("kind").stringValue().equals("inclusion");
  }

  /**
   * The vectors lie in the folder {@code testdata} of that library's repository; its releases leave
   * them out. One of them has roots of nine bytes, which are no hashes here.
   */
  @Test
  void thePublishedVectorsAreJudgedAsTheySay() throws IOException {
    Path folder = vectors();
    assertThat(files(folder.resolve("inclusion")))
        .hasSize(OF_EACH_KIND)
        .filteredOn(
            it -> verifiesInclusion(it, "leafHash", "leafIdx", "treeSize", "root") != holds(it))
        .isEmpty();
    assertThat(files(folder.resolve("consistency")))
        .hasSize(OF_EACH_KIND)
        .filteredOn(it -> verifiesConsistency(it, "size1", "root1", "size2", "root2") != holds(it))
        .extracting(it -> it.path("desc").stringValue())
        .containsExactly("sizes are equal (one) and proof is empty");
  }

  private static Path vectors() {
    String folder = System.getenv(VECTORS);
    return folder == null || folder.isEmpty()
        ? abort("SKIPPED: " + VECTORS + " does not name testdata of transparency-dev/merkle")
        : Path.of(folder);
  }

  private static List<JsonNode> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> JsonMapper.shared().readTree(file))
          .toList();
    }
  }

  private static boolean holds(JsonNode vector) {
    return !vector.path("wantErr").booleanValue();
  }

  private static boolean verifiesInclusion(
      JsonNode claim, String leaf, String index, String size, String root) {
    return verifies(
        () ->
            Proofs.verifyInclusion(
                hash(claim.path(leaf)),
                number(claim, index),
                number(claim, size),
                proof(claim),
                hash(claim.path(root))));
  }

  private static boolean verifiesConsistency(
      JsonNode claim, String oldSize, String oldRoot, String size, String root) {
    return verifies(
        () ->
            Proofs.verifyConsistency(
                number(claim, oldSize),
                hash(claim.path(oldRoot)),
                number(claim, size),
                hash(claim.path(root)),
                proof(claim)));
  }

  private static boolean verifies(Runnable verification) {
    try {
      verification.run();
      return true;
    } catch (VerificationException | MalformedException _) {
      return false;
    }
  }

  /** A number of 64 bits, some of them without a sign. */
  private static long number(JsonNode claim, String field) {
    return claim.path(field).bigIntegerValue().longValue();
  }

  private static List<Hash> proof(JsonNode claim) {
    return claim.path("proof").valueStream().map(MerkleProofsTest::hash).toList();
  }

  private static Hash hash(JsonNode text) {
    return Hash.of(Base64.getDecoder().decode(text.stringValue()));
  }
}
