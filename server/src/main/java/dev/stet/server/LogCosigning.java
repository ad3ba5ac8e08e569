package dev.stet.server;

import dev.stet.auditor.BundledAuditor;
import dev.stet.auditor.cosigner.Cosigner;
import dev.stet.auditor.replay.Auditor;
import dev.stet.log.AddCheckpoint;
import dev.stet.log.Checkpoint;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.VerifierKey;
import dev.stet.registry.log.QuorumWait;
import dev.stet.registry.log.TagLog;
import dev.stet.server.cosigning.CosigningObserver;
import dev.stet.server.cosigning.Endpoint;
import dev.stet.server.cosigning.HttpEndpoint;
import dev.stet.server.cosigning.Partner;
import dev.stet.server.cosigning.Quorum;
import dev.stet.server.cosigning.Rounds;
import dev.stet.server.cosigning.Timing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who else signs the log: the auditor of this process, and the witnesses that the policy names with
 * a URL. They are asked once the server answers. Safe for use by many threads.
 */
final class LogCosigning implements QuorumWait, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The auditor at hand reads what was added once a second, and not at each push. */
  private static final Duration OWN_INTERVAL = Duration.ofSeconds(1);

  private final TagLog log;
  private final Optional<Policy> policy;
  private final boolean goOnWhenSuspected;
  private final CosigningObserver observer;
  private final LogStanding standing;
  private volatile @Nullable BundledAuditor auditor;
  private volatile @Nullable Rounds rounds;

  private LogCosigning(
      TagLog log, Optional<Policy> policy, boolean goOnWhenSuspected, CosigningObserver observer) {
    this.log = log;
    this.policy = policy;
    this.goOnWhenSuspected = goOnWhenSuspected;
    this.observer = observer;
    this.standing = new LogStanding(log, log.checkpoint().map(Checkpoint::size).orElse(0L));
  }

  /**
   * Prepares it. If somebody outside is to sign, no name can be given before one of them has; nor
   * if the auditor of this process has signed more than there is.
   *
   * @param file the policy; empty for the auditor of this process alone
   * @param own the folder of that auditor
   * @throws IOException if it cannot be read, or is of another log
   * @throws dev.stet.store.StoreException if the auditor's folder cannot be read
   */
  static LogCosigning of(
      TagLog log,
      Optional<Path> file,
      Optional<Path> own,
      boolean goOnWhenSuspected,
      CosigningObserver observer)
      throws IOException {
    Optional<Policy> policy = file.isEmpty() ? Optional.empty() : Optional.of(policy(file.get()));
    if (policy.isPresent()) {
      requireOf(log, file.get(), policy.get());
    }
    LogCosigning cosigning = new LogCosigning(log, policy, goOnWhenSuspected, observer);
    List<String> outside = cosigning.witnesses().stream().map(Policy.Witness::name).toList();
    if (!outside.isEmpty() && log.signer().isPresent()) {
      log.confirmation()
          .require(
              "the quorum of log-policy has not confirmed the size of the log since the start, with one"
                  + " of "
                  + String.join(", ", outside)
                  + " in it: see that they can be reached");
    }
    own.flatMap(BundledAuditor::lastSigned).ifPresent(cosigning::requireAsMuchAs);
    return cosigning;
  }

  private void requireAsMuchAs(Note signed) {
    long size = Checkpoint.parse(signed.text()).size();
    if (log.signer().isPresent() && size > standing.atStart()) {
      standing.evidence(
          "the log has signed size "
              + size
              + ", and here there is "
              + standing.atStart()
              + ", as the auditor of this process shows",
          signed);
    }
  }

  private static Policy policy(Path file) throws IOException {
    try {
      return Policy.parse(Files.readAllBytes(file));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireOf(TagLog log, Path file, Policy policy) throws IOException {
    List<VerifierKey> keys = log.signer().map(it -> it.verifiers()).orElse(List.of());
    if (!keys.isEmpty() && !keys.contains(policy.log())) {
      throw new IOException(
          file
              + " is the policy of the log "
              + policy.log().name()
              + " with another key than ours: its log line must be: log "
              + keys.getFirst());
    }
  }

  private List<Policy.Witness> witnesses() {
    return policy.stream()
        .flatMap(it -> it.witnesses().stream())
        .filter(it -> it.url().isPresent())
        .toList();
  }

  /** Where the auditor of this process keeps what it knows, and how it reads the log. */
  record Own(Path folder, Path keyFile, URI log, HttpClient client) {}

  /**
   * Begins to ask.
   *
   * @param own the auditor of this process; empty for none
   * @throws IOException if its key or folder cannot be used
   */
  void start(Optional<Own> own, Clock clock, SecureRandom random) throws IOException {
    if (log.signer().isEmpty()) {
      return; // nothing is signed
    }
    List<VerifierKey> keys = log.signer().get().verifiers();
    List<Partner> partners = new ArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    for (Policy.Witness witness : witnesses()) {
      URI url = URI.create(witness.url().orElseThrow());
      partners.add(
          new Partner(witness.key(), new HttpEndpoint(client, url, PATIENCE), true, Duration.ZERO));
    }
    if (own.isPresent()) {
      BundledAuditor bundled =
          BundledAuditor.open(
              own.get().folder(),
              own.get().keyFile(),
              own.get().log(),
              own.get().client(),
              keys,
              clock,
              random);
      auditor = bundled;
      partners.add(new Partner(bundled.key(), atHand(bundled), false, OWN_INTERVAL));
    }
    if (!partners.isEmpty()) {
      rounds = Rounds.start(needs(keys, partners, clock));
    }
  }

  private Rounds.Needs needs(List<VerifierKey> keys, List<Partner> partners, Clock clock) {
    return new Rounds.Needs(
        new CommittedTagLog(log),
        keys,
        partners,
        policy
            .map(Quorum::of)
            .orElseGet(() -> Quorum.all(partners.stream().map(Partner::key).toList())),
        new KeptCheckpoints(log.cosigned()),
        standing,
        goOnWhenSuspected,
        observer,
        Timing.USUAL,
        clock);
  }

  private static Endpoint atHand(BundledAuditor auditor) {
    return new Endpoint() {
      @Override
      public AddCheckpoint.Answer addCheckpoint(AddCheckpoint request) {
        return auditor.addCheckpoint(request.text().getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public Optional<Note> signed(String origin) {
        return auditor.signed(Cosigner.originHash(origin));
      }
    };
  }

  /** The keys of those at hand, for whoever wants to believe them. */
  List<VerifierKey> keys() {
    BundledAuditor own = auditor;
    return own == null ? List.of() : List.of(own.key());
  }

  /** Where the auditor of this process is; empty if there is none. */
  Optional<Auditor.Progress> progress() {
    return Optional.ofNullable(auditor).map(BundledAuditor::progress);
  }

  /** Says that something was added. */
  void grown() {
    Rounds running = rounds;
    if (running != null) {
      running.grown();
    }
  }

  @Override
  public boolean reaches(long size) {
    Rounds running = rounds;
    try {
      return running != null && running.awaitQuorum(size, PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the asking; what was signed is kept. */
  @Override
  public void close() {
    Rounds running = rounds;
    if (running != null) {
      running.close();
    }
    BundledAuditor own = auditor;
    if (own != null) {
      own.close();
    }
  }
}
