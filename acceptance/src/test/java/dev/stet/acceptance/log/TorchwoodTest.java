package dev.stet.acceptance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.acceptance.running.Command.Ended;
import dev.stet.log.Check;
import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.Policy.Group;
import dev.stet.log.Policy.Witness;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and proofs that Java writes mean the same to a library that others wrote. */
class TorchwoodTest {
  private static final long SECONDS = 1_790_000_000L;
  private static final String TAG = "t300";
  private static final long INDEX = 300;

  private final Path folder;
  private final LogFolder log;
  private final List<SigningKey> cosigners =
      IntStream.rangeClosed(1, 3).mapToObj(i -> key("witness.example/w" + i)).toList();

  TorchwoodTest(@TempDir Path folder) {
    this.folder = folder;
    this.log = new LogFolder(folder.resolve("log"));
  }

  private static SigningKey key(String name) {
    return SigningKey.generate(name, KeyType.COSIGNATURE, new SecureRandom());
  }

  @BeforeEach
  void grow() {
    log.growTo(700);
  }

  @Test
  void acceptsAProofUnderAPolicy() throws Exception {
    ProofFile proof = proof(log, 0, 2);
    assertThat(torch(policy(log, "auditors"), proof).successfully().output())
        .isEqualTo(proof.leaf().text().stripTrailing());
    assertThat(proof.verify(policy(log, "auditors"), "shop/api", TAG).leaf())
        .isEqualTo(proof.leaf());
  }

  @Test
  void acceptsTheLogAloneWhereAPolicyWantsNobodyElse() throws Exception {
    assertThat(torch(policy(log, ""), proof(log)).successfully().output()).contains(TAG);
  }

  @Test
  void refusesWhenTheQuorumIsMissed() throws Exception {
    assertRefused(policy(log, "auditors"), proof(log, 1), "not", Check.QUORUM);
  }

  @Test
  void refusesAnotherEntryInTheProof() throws Exception {
    ProofFile proof = proof(log, 0, 2);
    Leaf other = LogFolder.assign("shop/api", TAG, INDEX + 1);
    assertRefused(
        policy(log, "auditors"),
        new ProofFile(other, proof.index(), proof.inclusion(), proof.checkpoint()),
        "inclusion proof verification failed",
        Check.INCLUSION);
  }

  /** Each registry has a log of its own, and each assigned the same name. */
  @Test
  void refusesTheProofOfAnotherRegistryForTheSameName() throws Exception {
    LogFolder other = another("log.example/other");
    assertThat(torch(policy(other, ""), proof(other)).successfully().output()).contains(TAG);
    assertRefused(policy(log, ""), proof(other), "verif", Check.ORIGIN);
    assertRefused(policy(other, ""), proof(log), "verif", Check.ORIGIN);
  }

  /** The one who forges has taken the name too, but has not the key. */
  @Test
  void refusesTheProofOfALogThatTookTheName() throws Exception {
    assertRefused(policy(log, ""), proof(another(LogFolder.ORIGIN)), "verif", Check.LOG_SIGNATURE);
  }

  private LogFolder another(String origin) {
    SigningKey key = SigningKey.generate(origin, KeyType.ED25519, new SecureRandom());
    return new LogFolder(folder.resolve("another"), key).growTo(700);
  }

  /** A policy that wants one of two witnesses and an auditor, or a member of it, or nobody. */
  private Policy policy(LogFolder log, String quorum) {
    List<Policy.Member> members = new ArrayList<>();
    for (int i = 0; i < cosigners.size(); i++) {
      members.add(new Witness("w" + i, cosigners.get(i).verifier(), Optional.empty()));
    }
    members.add(new Group("witnesses", 1, List.of("w0", "w1")));
    members.add(new Group("auditors", 2, List.of("witnesses", "w2")));
    return new Policy(
        log.verifier(),
        Optional.empty(),
        members,
        quorum.isEmpty() ? Optional.empty() : Optional.of(quorum));
  }

  /** The proof of the tag, cosigned by some. */
  private ProofFile proof(LogFolder log, int... by) {
    Note checkpoint = log.checkpoint();
    for (int cosigner : by) {
      checkpoint =
          checkpoint.with(Cosignature.sign(cosigners.get(cosigner), checkpoint.text(), SECONDS));
    }
    return new ProofFile(
        LogFolder.assign("shop/api", TAG, INDEX),
        INDEX,
        Proofs.inclusion(INDEX, Checkpoint.parse(checkpoint.text()).size(), log::row),
        checkpoint);
  }

  private void assertRefused(Policy policy, ProofFile proof, String why, Check check)
      throws IOException, InterruptedException {
    Ended ended = torch(policy, proof);
    assertThat(ended.output()).contains(why);
    assertThat(ended.code()).isEqualTo(1);
    assertThatExceptionOfType(VerificationException.class)
        .isThrownBy(() -> proof.verify(policy, "shop/api", TAG))
        .extracting(VerificationException::check)
        .isEqualTo(check);
  }

  private Ended torch(Policy policy, ProofFile proof) throws IOException, InterruptedException {
    Path policyFile = Files.writeString(folder.resolve("policy"), policy.text());
    Path proofFile = Files.writeString(folder.resolve("t300.tlog-proof"), proof.text());
    return Judges.torch(policyFile).with("-proof", proofFile).run();
  }
}
