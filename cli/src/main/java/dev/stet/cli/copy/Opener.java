package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.copy.Location.InArchive;
import dev.stet.cli.copy.Location.InLayout;
import dev.stet.cli.copy.Location.InRegistry;
import dev.stet.cli.git.ActorName;
import dev.stet.cli.output.Progress;
import dev.stet.cli.registry.Registries;
import dev.stet.cli.registry.RegistryCatalog;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Opens both ends of a copy. */
final class Opener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final ServerOptions server;
  private final Registries registries;
  private final boolean keep;
  private final boolean waiting;
  private final boolean dryRun;
  private final Map<Digest, RepositoryName> mountable = new ConcurrentHashMap<>();

  /**
   * An opener for one run of the command.
   *
   * @param keep whether a tag that stands for the same source may stay as it is
   * @param waiting whether pushes of tags wait for the quorum of the log
   * @param dryRun whether nothing is to be written
   */
  Opener(
      Surroundings surroundings,
      ServerOptions server,
      Progress progress,
      boolean keep,
      boolean waiting,
      boolean dryRun) {
    this.surroundings = surroundings;
    this.server = server;
    this.keep = keep;
    this.waiting = waiting;
    this.dryRun = dryRun;
    Set<String> said = new HashSet<>();
    this.registries =
        new Registries(
            surroundings,
            warning -> {
              synchronized (said) {
                if (said.add(warning)) {
                  progress.say("warning: " + warning);
                }
              }
            });
  }

  /** The list of repositories of a registry. */
  RegistryCatalog catalog(Optional<String> host) {
    return registries.catalog(server.resolve(host, surroundings));
  }

  Ends open(Location from, Location to) {
    Source source = source(from);
    return switch (to) {
      case InRegistry(Operand operand) -> registry(source, from, operand);
      case InLayout(Path folder, _) -> {
        LayoutTarget target = new LayoutTarget(folder);
        yield ends(source, target, target::hasBlob, "oci:" + folder);
      }
      case InArchive(Path file) -> archive(source, from, file);
    };
  }

  private Ends registry(Source source, Location from, Operand operand) {
    if (operand.digest().isPresent()) {
      throw Failure.of(ExitCode.USAGE, "DST names a digest, which only the image itself decides")
          .because("wanted [HOST/]REPO or [HOST/]REPO:TAG")
          .next("stet copy SRC " + operand.repositoryWithHost());
    }
    ServerAddress address = address(operand);
    RegistryTarget target =
        new RegistryTarget(
            registries.open(address, operand.repository()),
            registries.stet(address, operand.repository()),
            () -> server.client(operand.host(), surroundings, PATIENCE),
            new Mounts(operand.repository(), mountFrom(from, address), mountable),
            keep,
            waiting,
            actor(address));
    if (waiting) {
      requireLog(target, address);
    }
    return ends(
        source, target, blob -> has(target, blob), address.host() + "/" + operand.repository());
  }

  /** Who pushes; told to the person's own Stet and to this machine, and to no other registry. */
  private Optional<String> actor(ServerAddress address) {
    return server.isOwn(address, surroundings) ? ActorName.of(surroundings) : Optional.empty();
  }

  private static void requireLog(RegistryTarget target, ServerAddress address) {
    try {
      if (!target.tagsStand()) {
        throw Failure.of(ExitCode.USAGE, "--wait quorum is for a Stet, and " + address + " is none")
            .because("no other registry has a log of tags that others sign")
            .next("leave --wait out");
      }
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  private static boolean has(RegistryTarget target, Digest blob) {
    try {
      return target.repository().hasBlob(blob);
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  private Ends ends(Source source, Target target, Predicate<Digest> hasBlob, String place) {
    return new Ends(source, dryRun ? new Rehearsal(target, hasBlob) : target, place);
  }

  private Ends archive(Source source, Location from, Path file) {
    String place = "docker-archive:" + file;
    String repository =
        from instanceof InRegistry(Operand operand) ? operand.repositoryWithHost() : "image";
    if (dryRun) {
      LayoutTarget nothing = new LayoutTarget(file.resolve("nothing"));
      return ends(source, nothing, _ -> false, place);
    }
    try {
      return new Ends(source, new ArchiveTarget(file, repository), place);
    } catch (IOException e) {
      throw Failure.of(ExitCode.FAILURE, file + " cannot be written")
          .because(String.valueOf(e.getMessage()))
          .next("name a file in a folder that is there");
    }
  }

  private Source source(Location from) {
    return switch (from) {
      case InRegistry(Operand operand) ->
          new RegistrySource(registries.open(address(operand), operand.repository()));
      case InLayout(Path folder, _) -> new LayoutSource(LayoutFiles.of(folder), "oci:" + folder);
      case InArchive(Path file) -> archive(file);
    };
  }

  private static Source archive(Path file) {
    String name = "docker-archive:" + file;
    try {
      TarFiles files = TarFiles.open(file);
      return files.has(LayoutIndex.FILE) && files.has(LayoutTarget.VERSION_FILE)
          ? new LayoutSource(files, name)
          : DockerArchive.read(files, name);
    } catch (IOException e) {
      boolean missing = e instanceof NoSuchFileException;
      throw Failure.of(missing ? ExitCode.NOT_FOUND : ExitCode.FAILURE, name + " cannot be read")
          .because(missing ? "there is no " + e.getMessage() : String.valueOf(e.getMessage()))
          .next("docker save -o FILE IMAGE");
    }
  }

  private ServerAddress address(Operand operand) {
    return server.resolve(operand.host(), surroundings);
  }

  private Optional<RepositoryName> mountFrom(Location from, ServerAddress to) {
    return from instanceof InRegistry(Operand operand) && address(operand).base().equals(to.base())
        ? Optional.of(operand.repository())
        : Optional.empty();
  }
}
