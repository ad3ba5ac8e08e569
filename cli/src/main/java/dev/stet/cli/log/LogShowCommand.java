package dev.stet.cli.log;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet log show}. */
@Command(
    name = "show",
    description = "Show one entry of the log: of this index, or the one that gave a tag.",
    footer = {"stet log show 17", "stet log show shop/api:1.5.213 -o json"})
public final class LogShowCommand extends ServerCommand implements Runnable {
  @Parameters(paramLabel = "IMAGE", description = "INDEX or [HOST[:PORT]/]REPO:TAG")
  private String operand = "";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy, by default that of the registry.")
  private @Nullable Path policy;

  /** The command, in its surroundings. */
  public LogShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Optional<Operand> image =
        operand.matches("\\d{1,18}") ? Optional.empty() : Optional.of(Operand.parse(operand));
    image.ifPresent(it -> it.requiredTag("log show"));
    VerifiedLog log =
        VerifiedLog.open(client(image.flatMap(Operand::host)).server(), policy, surroundings());
    long index =
        image
            .map(it -> SavedProof.of(log.site(), it).index())
            .orElseGet(() -> Long.parseLong(operand));
    VerifiedLog whole = log.with(index);
    if (!whole.has(index)) {
      throw beyond(index, whole.newest().checkpoint().size(), image);
    }
    List<Entry> entries = whole.entries(index, index + 1);
    image.ifPresent(it -> requireOf(it, entries.getFirst()));
    write(
        new EntriesResult(whole.newest().checkpoint(), entries, surroundings().clock().instant()));
  }

  private static Failure beyond(long index, long size, Optional<Operand> image) {
    return image
        .map(
            it ->
                Failure.of(
                    ExitCode.VERIFICATION_FAILED,
                    "the registry named entry "
                        + index
                        + " for "
                        + it
                        + ", which is not in its log"))
        .orElseGet(() -> Failure.of(ExitCode.NOT_FOUND, "the log has no entry " + index))
        .because("it has the entries 0 to " + (size - 1))
        .next("stet log tail shows the last ones");
  }

  private static void requireOf(Operand image, Entry entry) {
    if (!entry.type().equals("assign")
        || !image.repository().value().equals(entry.repository())
        || !image.requiredTag("log show").value().equals(entry.tag())) {
      throw Failure.of(
              ExitCode.VERIFICATION_FAILED, "the registry named another entry for " + image)
          .because("got entry " + entry.index() + ", of type " + entry.type())
          .next("stet verify " + image);
    }
  }
}
