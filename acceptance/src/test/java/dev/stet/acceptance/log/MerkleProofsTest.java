package dev.stet.acceptance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.Hash;
import dev.stet.log.MalformedException;
import dev.stet.log.Proofs;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proofs that others made and judged find the same judgement in Java. */
class MerkleProofsTest {
  /**
   * Made by {@code github.com/transparency-dev/merkle}, changed in all ways, judged by it; among
   * them the 196 that it publishes as test vectors.
   */
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

  /**
   * From an empty tree the library lets a tree of one entry follow, and a root can have any length;
   * here nothing follows, and roots are hashes.
   */
  private static boolean holdsForOthers(JsonNode claim) {
    return claim.path("holds").booleanValue()
        && (isInclusion(claim) || number(claim, "first") > 0)
        && bytes(claim.path("root")).length == Hash.SIZE;
  }

  private static boolean verifies(JsonNode claim) {
    return isInclusion(claim) ? verifiesInclusion(claim) : verifiesConsistency(claim);
  }

  private static boolean isInclusion(JsonNode claim) {
    return claim.path("kind").stringValue().equals("inclusion");
  }

  private static boolean verifiesInclusion(JsonNode claim) {
    return verifies(
        () ->
            Proofs.verifyInclusion(
                hash(claim.path("hash")),
                number(claim, "first"),
                number(claim, "size"),
                proof(claim),
                hash(claim.path("root"))));
  }

  private static boolean verifiesConsistency(JsonNode claim) {
    return verifies(
        () ->
            Proofs.verifyConsistency(
                number(claim, "first"),
                hash(claim.path("hash")),
                number(claim, "size"),
                hash(claim.path("root")),
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
    return Hash.of(bytes(text));
  }

  /** The bytes of a value; Go writes none as null. */
  private static byte[] bytes(JsonNode text) {
    return text.isNull() ? new byte[0] : Base64.getDecoder().decode(text.stringValue());
  }
}
