package dev.stet.auditor;

import dev.stet.auditor.cosigner.CosignerServer;
import dev.stet.auditor.reading.HttpLog;
import dev.stet.auditor.replay.Auditor;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.SigningKey;
import dev.stet.log.VerificationException;
import dev.stet.log.VerifierKey;
import dev.stet.store.DataFolder;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet audit-log}: audits a log, and cosigns what it found right. */
@Command(
    name = "audit-log",
    description = "Replays every entry of a log, and signs its checkpoints if all rules were kept.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AuditLogCommand implements Callable<Integer> {
  private static final int VERIFICATION_FAILED = 6;

  private final World world;

  @Option(
      names = "--log",
      paramLabel = "URL",
      description = "the prefix of the log, e.g. https://registry.example/log/")
  private @Nullable URI url;

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "the verifier key of the log; twice while the log changes its key")
  private List<String> keys = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "take URL and key of the log from a policy, and see that its quorum is fresh")
  private @Nullable Path policyFile;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      converter = AgeOption.class,
      description =
          "with --policy: how old the quorum's signatures may be (default ${DEFAULT-VALUE})")
  private Duration maxAge = Duration.ofHours(6);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "where it keeps what it found, its key, and evidence")
  private Path data = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = ListenOption.class,
      description = "where it can be asked for signatures (default 127.0.0.1:7381)")
  private @Nullable InetSocketAddress listen;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "its key, made if it is not there (default DIR/auditor.key)")
  private @Nullable Path signingKey;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "what a new key is called, e.g. auditor.example/stet")
  private @Nullable String name;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = AgeOption.class,
      description = "how often it looks by itself (default 60s)")
  private Duration every = Duration.ofMinutes(1);

  @Option(names = "--once", description = "look once, say what was found, and end")
  private boolean once;

  AuditLogCommand(World world) {
    this.world = world;
  }

  /**
   * What is audited.
   *
   * @param policy says whether what the log shows is fresh; empty if nobody does
   */
  private record Subject(URI url, List<VerifierKey> keys, Optional<Policy> policy) {}

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.open(data)) {
      Subject subject = subject();
      Path keyFile = signingKey == null ? folder.path().resolve("auditor.key") : signingKey;
      SigningKey key = CosignerKey.open(keyFile, Optional.ofNullable(name), world.random());
      HttpLog log = new HttpLog(world.client(), subject.url());
      try (Auditor auditor = new Auditor(folder.path(), log, subject.keys(), key, world.clock())) {
        return once ? lookOnce(auditor, subject) : follow(auditor, subject, key);
      }
    } catch (IOException | StoreException | MalformedException e) {
      return world.fail(e);
    }
  }

  private Subject subject() throws IOException {
    Policy policy = policyFile == null ? null : Policy.parse(Files.readAllBytes(policyFile));
    List<VerifierKey> known = keys.stream().map(VerifierKey::parse).toList();
    if (known.isEmpty() && policy != null) {
      known = List.of(policy.log());
    }
    if (known.isEmpty()) {
      throw new IOException("whose log is it? Name its key with --key VKEY or --policy FILE");
    }
    if (known.stream().map(VerifierKey::name).distinct().count() > 1) {
      throw new IOException("the keys of a log have one name, its origin; got " + known);
    }
    Optional<URI> there =
        Optional.ofNullable(url)
            .or(() -> Optional.ofNullable(policy).flatMap(Policy::url).map(URI::create));
    return new Subject(
        there.orElseThrow(() -> new IOException("where is the log? Name it with --log URL")),
        known,
        Optional.ofNullable(policy).filter(it -> it.quorum().isPresent()));
  }

  private int lookOnce(Auditor auditor, Subject subject) {
    long begin = System.nanoTime();
    look(auditor, subject);
    Auditor.Progress found = auditor.progress();
    world
        .out()
        .printf(
            "%d entries, %d tags, signed up to %d%s%s%n",
            found.size(),
            found.tags(),
            found.signed(),
            found.alarms().isEmpty() ? "" : ", alarms: " + String.join(" ", found.alarms()),
            auditor.stopped().map(it -> ", stopped for good: " + it).orElse(""));
    world
        .err()
        .printf(
            "%.1f s, heap %d MiB%n",
            (System.nanoTime() - begin) / 1e9,
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    if (found.stopped()) {
      return VERIFICATION_FAILED;
    }
    return found.alarms().isEmpty() ? 0 : 1;
  }

  private int follow(Auditor auditor, Subject subject, SigningKey key) throws IOException {
    world.duty().begin();
    InetSocketAddress address =
        listen == null ? new ListenOption().convert("127.0.0.1:7381") : listen;
    try (CosignerServer server =
        CosignerServer.start(address, auditor, () -> AuditorMetrics.lines(auditor.progress()))) {
      world
          .out()
          .printf(
              "Audits %s from %s; asked at http://%s%n%s%n",
              subject.keys().getFirst().name(),
              subject.url(),
              ListenOption.text(server.address()),
              key.verifier());
      do {
        look(auditor, subject);
      } while (world.duty().goesOnAfter(every));
    }
    return 0;
  }

  private void look(Auditor auditor, Subject subject) {
    auditor
        .follow()
        .ifPresent(shown -> subject.policy().ifPresent(it -> auditor.fresh(notFresh(it, shown))));
  }

  /**
   * Why a checkpoint is not fresh: the log may keep us on an old one, and show others newer ones.
   */
  private Optional<String> notFresh(Policy policy, Note shown) {
    try {
      policy
          .check(shown)
          .requireFresh(world.clock().instant().getEpochSecond(), maxAge.toSeconds());
      return Optional.empty();
    } catch (VerificationException | MalformedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
