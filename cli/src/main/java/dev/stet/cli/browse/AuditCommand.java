package dev.stet.cli.browse;

import dev.stet.api.Api;
import dev.stet.api.AuditEntry;
import dev.stet.api.AuditList;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import dev.stet.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet audit}. */
@Command(
    name = "audit",
    description = "Show who decided what about the registry: the audit trail, oldest entry first.",
    footer = {
      "stet audit",
      "stet audit shop/api",
      "stet audit --after 1200 -o json",
    })
public final class AuditCommand extends ServerCommand implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "REPO",
      description = "[HOST[:PORT]/]REPO; all of the registry without it")
  private @Nullable String operand;

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "Show only what came after the entry of this number.")
  private long after;

  /** The command, in its surroundings. */
  public AuditCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public void run() {
    Optional<Operand> named = Optional.ofNullable(operand).map(Operand::parse);
    Optional<String> repository =
        named.map(it -> it.repositoryOnly("audit")).map(RepositoryName::value);
    ApiClient client = client(named.flatMap(Operand::host));
    List<AuditEntry> entries =
        client
            .all(
                ApiPath.of("audit").with("after", after),
                AuditList.class,
                AuditList::entries,
                AuditList::next,
                "the audit trail cannot be shown")
            .stream()
            .filter(it -> repository.isEmpty() || repository.get().equals(it.repository()))
            .toList();
    write(
        new AuditResult(
            new AuditList(Api.VERSION, entries, null), surroundings().clock().instant()));
  }
}
