package dev.stet.auditor;

import dev.stet.auditor.cosigner.CosignerServer;
import dev.stet.auditor.cosigner.Witness;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.SigningKey;
import dev.stet.log.VerifierKey;
import dev.stet.store.DataFolder;
import dev.stet.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stet witness}: cosigns that logs only grow. */
@Command(
    name = "witness",
    description = "Signs checkpoints of logs that only grow, and of which all see one history.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WitnessCommand implements Callable<Integer> {
  private static final Duration LONG = Duration.ofDays(1);

  private final World world;

  @Option(
      names = "--log",
      paramLabel = "VKEY",
      description = "the verifier key of a log to sign for; may be given more than once")
  private List<String> logs = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "sign for the log of this policy; may be given more than once")
  private List<Path> policies = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "where it keeps what it signed, and its key")
  private Path data = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = ListenOption.class,
      description = "where it is asked (default 127.0.0.1:7380)")
  private @Nullable InetSocketAddress listen;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "its key, made if it is not there (default DIR/witness.key)")
  private @Nullable Path signingKey;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "what a new key is called, e.g. witness.example/w1")
  private @Nullable String name;

  WitnessCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.open(data)) {
      List<VerifierKey> keys = logs();
      Path keyFile = signingKey == null ? folder.path().resolve("witness.key") : signingKey;
      SigningKey key = CosignerKey.open(keyFile, Optional.ofNullable(name), world.random());
      serve(new Witness(folder.path(), key, keys, world.clock()), key, keys);
      return 0;
    } catch (IOException | StoreException | MalformedException e) {
      return world.fail(e);
    }
  }

  private List<VerifierKey> logs() throws IOException {
    List<VerifierKey> keys = new ArrayList<>(logs.stream().map(VerifierKey::parse).toList());
    for (Path policy : policies) {
      keys.add(Policy.parse(Files.readAllBytes(policy)).log());
    }
    if (keys.isEmpty()) {
      throw new IOException("for which logs? Name their keys with --log VKEY or --policy FILE");
    }
    return keys;
  }

  private void serve(Witness witness, SigningKey key, List<VerifierKey> keys) throws IOException {
    world.duty().begin();
    InetSocketAddress address =
        listen == null ? new ListenOption().convert("127.0.0.1:7380") : listen;
    try (CosignerServer server = CosignerServer.start(address, witness, List::of)) {
      world
          .out()
          .printf(
              "Signs for %s; asked at http://%s%n%s%n",
              String.join(", ", keys.stream().map(VerifierKey::name).distinct().toList()),
              ListenOption.text(server.address()),
              key.verifier());
      while (world.duty().goesOnAfter(LONG)) {
        // whoever asks is answered by others
      }
    }
  }
}
