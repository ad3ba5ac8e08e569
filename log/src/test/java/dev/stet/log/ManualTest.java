package dev.stet.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The example of the package documentation and of the README. The lines between two markers are
 * those that are printed there, and they run.
 */
class ManualTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "stet", "log");
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "stet", "log");
  private static final Pattern MARKED =
      Pattern.compile("(?ms)^ *// begin: (\\w+)\\n(.*?)^ *// end\\n");
  private static final Pattern IN_JAVADOC =
      Pattern.compile("(?ms)^ \\* <pre>\\{@code\\n(.*?)^ \\* }</pre>\\n");
  private static final Pattern IN_README = Pattern.compile("(?ms)^```java\\n(.*?)^```\\n");

  private final SecureRandom random = new SecureRandom();
  private final String digest = "sha256:" + "a1".repeat(32);

  @Test
  void theExampleRuns() {
    // begin: log
    SigningKey key = SigningKey.generate("log.example/shop", KeyType.ED25519, random);
    List<Leaf> leaves =
        List.of(
            new Leaf.Genesis("log.example/shop", Optional.empty(), 1764064800000L),
            new Leaf.Assign("shop/api", "1.0", digest, 1764064801000L, Optional.empty()));

    Frontier tree = Frontier.empty();
    leaves.forEach(leaf -> tree.append(Hash.leaf(leaf.bytes())));
    Checkpoint checkpoint = new Checkpoint("log.example/shop", tree.size(), tree.root());
    Note signed = Note.sign(checkpoint.text(), key);
    // end

    // begin: auditor
    SigningKey auditor = SigningKey.generate("audit.example/a", KeyType.COSIGNATURE, random);
    AuditorRules rules = new AuditorRules("log.example/shop", new InMemoryKeySet());
    leaves.forEach(leaf -> rules.replay(leaf.bytes()));
    rules.confirm(checkpoint);
    Note cosigned = signed.with(Cosignature.sign(auditor, signed.text(), 1764064802L));
    // end

    // begin: proof
    TileReader tiles = tile -> hashesOf(leaves, tile);
    List<Hash> inclusion = Proofs.inclusion(1, tree.size(), tiles);
    String proof = new ProofFile(leaves.get(1), 1, inclusion, cosigned).text();
    // end

    String policyFile =
        "log %s\nwitness a %s\nquorum a\n".formatted(key.verifier(), auditor.verifier());
    String pull = verified(policyFile.getBytes(UTF_8), proof.getBytes(UTF_8));
    assertThat(pull).isEqualTo("registry.example/shop/api@" + digest);
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(
            () ->
                verified(
                    policyFile.getBytes(UTF_8),
                    new ProofFile(leaves.get(1), 1, inclusion, signed).text().getBytes(UTF_8)))
        .satisfies(e -> assertThat(e.check()).isEqualTo(Check.QUORUM));
  }

  private static String verified(byte[] policyFile, byte[] proofFile) {
    // begin: verify
    Policy policy = Policy.parse(policyFile);
    ProofFile.Verified verified = ProofFile.parse(proofFile).verify(policy, "shop/api", "1.0");
    String pull = "registry.example/shop/api@" + verified.leaf().digest();
    // end
    return pull;
  }

  /** A log this small has one tile. */
  private static byte[] hashesOf(List<Leaf> leaves, Tile tile) {
    byte[] row = new byte[tile.width() * Hash.SIZE];
    for (int i = 0; i < tile.width(); i++) {
      Hash.leaf(leaves.get(i).bytes()).writeTo(row, i);
    }
    return row;
  }

  @Test
  void whatIsPrintedIsWhatRuns() throws IOException {
    List<String> printed =
        IN_JAVADOC
            .matcher(Files.readString(SOURCES.resolve("package-info.java")))
            .results()
            .map(it -> it.group(1).replaceAll("(?m)^ \\* ?", ""))
            .toList();
    assertThat(printed).containsExactlyElementsOf(marked("log", "auditor", "proof", "verify"));
  }

  @Test
  void theReadmePrintsItToo() throws IOException {
    List<String> printed =
        IN_README
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(it -> it.group(1))
            .toList();
    assertThat(printed).containsExactlyElementsOf(marked("verify"));
  }

  private static List<String> marked(String... names) throws IOException {
    List<MatchResult> regions =
        MARKED.matcher(Files.readString(TESTS.resolve("ManualTest.java"))).results().toList();
    return Stream.of(names)
        .map(
            name ->
                regions.stream()
                    .filter(it -> it.group(1).equals(name))
                    .map(it -> it.group(2).stripTrailing().stripIndent() + "\n")
                    .findFirst()
                    .orElseThrow())
        .toList();
  }
}
