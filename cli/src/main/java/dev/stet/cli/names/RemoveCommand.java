package dev.stet.cli.names;

import dev.stet.api.Api;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.Confirmation;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.FailureReport;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.output.Changed;
import dev.stet.cli.output.Result;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stet rm}. */
@Command(
    name = "rm",
    description = "Delete tags, or images with all their tags. A deleted tag's name is burnt.",
    footer = {
      "stet rm shop/api:main-3035eca",
      "stet rm shop/api@sha256:6d0a3cb6acd4… --dry-run",
      "stet rm shop/api:1.4.0 --reason security",
      "stet rm --undo shop/api:main-3035eca"
    })
public final class RemoveCommand extends ServerCommand implements Callable<Integer> {
  /**
   * The document.
   *
   * @param undone whether the images are there again, else they are gone
   */
  record Document(String apiVersion, List<Touched> images, boolean undone, boolean dryRun) {}

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "[HOST[:PORT]/]REPO:TAG, or REPO@DIGEST for the image with all its tags")
  private List<String> operands = List.of();

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "owner (the default), retention, or, for what may never return, security or legal")
  private Reason reason = Reason.OWNER;

  @Option(names = "--undo", description = "Bring deleted tags or images back.")
  private boolean undo;

  @Option(names = "--yes", description = "Do not ask, where the images may never return.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Change nothing; tell what would be changed.")
  private boolean dryRun;

  /** The command, in its surroundings. */
  public RemoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<Operand> named =
        operands.stream().map(it -> Operand.parse(it).requiredImage("rm")).toList();
    if (reason.withdraws() && !undo && !dryRun) {
      new Confirmation(surroundings())
          .require("What is deleted for reason " + reason + " may never return.", yes);
    }
    Map<Touched, String> done = new LinkedHashMap<>(); // with the host
    List<Failure> failures = new ArrayList<>();
    for (Operand operand : named) {
      try {
        ApiClient client = client(operand.host());
        done.put(touch(client, operand), client.server().host());
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    write(result(done), dryRun);
    failures.forEach(new FailureReport(surroundings())::write);
    return failures.isEmpty() ? 0 : failures.getFirst().exitCode().number();
  }

  private Touched touch(ApiClient client, Operand operand) {
    return undo
        ? new Restorations(client, dryRun).restore(operand)
        : new Removals(client, reason, dryRun).remove(Image.of(new Shelf(client), operand));
  }

  private Result result(Map<Touched, String> done) {
    return new Changed(
        new Document(Api.VERSION, List.copyOf(done.keySet()), undo, dryRun),
        done.entrySet().stream()
            .flatMap(it -> it.getKey().references(it.getValue()).stream())
            .toList(),
        done.keySet().stream().flatMap(it -> it.identifiers().stream()).toList());
  }
}
