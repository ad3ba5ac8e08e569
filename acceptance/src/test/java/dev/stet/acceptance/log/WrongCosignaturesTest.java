package dev.stet.acceptance.log;

import static dev.stet.acceptance.log.CosignedData.assertTakesNoPush;
import static dev.stet.acceptance.log.CosignedData.cosigned;
import static dev.stet.acceptance.log.CosignedData.push;
import static dev.stet.acceptance.log.CosignedData.pushAndWait;
import static dev.stet.acceptance.log.CosignedData.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.cosigner.CosignerServer;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.AddCheckpoint.Answer;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.ProofFile;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cosignatures that are not good are as none. */
class WrongCosignaturesTest {
  private static final String NAME = "witness.example/fake";
  private static final Duration ALARM = Duration.ofSeconds(60);

  private final SigningKey key = key();
  private final Fake fake = new Fake(key);
  private final VerifierKey log;
  private final @AutoClose CosignerServer witness;
  private final CosignedData registry;

  WrongCosignaturesTest(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    this.log = CosignedData.newLog(data);
    this.witness =
        CosignerServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), fake, List::of);
    URI address = URI.create("http://127.0.0.1:" + witness.address().getPort());
    this.registry = CosignedData.by(data, log, key.verifier(), address);
  }

  private static SigningKey key() {
    return SigningKey.generate(NAME, KeyType.COSIGNATURE, new SecureRandom());
  }

  /** What is wrong with a cosignature. */
  private enum Wrong {
    /** It is by a key of the same name, and claims to be. */
    OTHER_KEY,
    /** It claims to be by the key of the witness, and is by another. */
    FORGED,
    /** It is of another checkpoint. */
    OTHER_CHECKPOINT
  }

  /** A witness that checks nothing, and signs right or wrong, each wrong in its turn. */
  private static final class Fake implements Cosigner {
    private final SigningKey key;
    private final SigningKey other = key();
    private final Set<Wrong> given = ConcurrentHashMap.newKeySet();
    private volatile boolean honest = true;
    private Iterator<Wrong> turns = Collections.emptyIterator();

    Fake(SigningKey key) {
      this.key = key;
    }

    @Override
    public synchronized Answer addCheckpoint(byte[] body) {
      String text = AddCheckpoint.parse(body).checkpoint().text();
      if (honest) {
        return cosigned(key, text);
      }
      if (!turns.hasNext()) {
        turns = EnumSet.allOf(Wrong.class).iterator();
      }
      Wrong wrong = turns.next();
      given.add(wrong);
      return switch (wrong) {
        case OTHER_KEY -> cosigned(other, text);
        case FORGED -> new AddCheckpoint.Cosigned(List.of(forged(text)));
        case OTHER_CHECKPOINT -> cosigned(key, larger(text));
      };
    }

    private static Answer cosigned(SigningKey by, String text) {
      return new AddCheckpoint.Cosigned(
          List.of(Cosignature.sign(by, text, Instant.now().getEpochSecond())));
    }

    private NoteSignature forged(String text) {
      NoteSignature line = Cosignature.sign(other, text, Instant.now().getEpochSecond());
      return new NoteSignature(NAME, key.verifier().id(), line.signature());
    }

    private static String larger(String text) {
      Checkpoint checkpoint = Checkpoint.parse(text);
      return new Checkpoint(checkpoint.origin(), checkpoint.size() + 1, checkpoint.root()).text();
    }

    @Override
    public Optional<Note> signed(String hash) {
      return Optional.empty();
    }
  }

  @Test
  void theyMakeNoQuorum() throws Exception {
    try (StetProcess stet = registry.startConfirmed();
        RegistryClient client = stet.client()) {
      assertThat(pushAndWait(client, "1.0")).isEqualTo("reached");
      Checkpoint before = cosigned(client);
      fake.honest = false;
      assertThat(pushAndWait(client, "1.1")).isEqualTo("pending");

      assertThat(fake.given).isEqualTo(EnumSet.allOf(Wrong.class));
      assertThat(cosigned(client)).isEqualTo(before);
      assertThat(client.metric("stet_log_cosigned_size")).isEqualTo((double) before.size());
      assertNoWitnessSigned(client);
      push(client, "1.2");
    }
  }

  @Test
  void theyConfirmNothing() throws Exception {
    fake.honest = false;
    try (StetProcess stet = registry.start();
        RegistryClient client = stet.client()) {
      stet.log().await("word of it", it -> it.contains("no good signature of its key"), ALARM);
      assertTakesNoPush(client, "1.0");
      assertThat(signed(client).size()).isOne();
      assertThat(client.log("cosigned/checkpoint").statusCode()).isEqualTo(404);
    }
  }

  /** The proof of a tag that is pending bears no line of the witness. */
  private void assertNoWitnessSigned(RegistryClient client)
      throws IOException, InterruptedException {
    Path proof = Path.of("proof", CosignedData.REPOSITORY, "1.1");
    Note note = ProofFile.parse(client.log(proof.toString()).body()).checkpoint();
    assertThat(note.signatures())
        .extracting(NoteSignature::name)
        .contains(log.name())
        .isSubsetOf(log.name(), log.name() + "/auditor");
  }
}
