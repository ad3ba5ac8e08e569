package dev.stet.cli.names;

import dev.stet.api.Collected;
import dev.stet.api.NewRestoration;
import dev.stet.api.Restored;
import dev.stet.api.Tag;
import dev.stet.cli.browse.Shelf;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.cli.server.Operand;
import dev.stet.oci.TagName;
import java.util.List;
import java.util.Set;

/** Brings deleted tags and images back, or only looks whether that would be refused. */
record Restorations(ApiClient client, boolean dryRun) {
  private static final Set<String> WITHDRAWN =
      Set.of(Reason.SECURITY.toString(), Reason.LEGAL.toString());

  Touched restore(Operand operand) {
    return dryRun ? rehearse(operand) : bringBack(operand);
  }

  private Touched bringBack(Operand operand) {
    Restored restored =
        client.post(
            ApiPath.of(operand.repository(), "restorations"),
            new NewRestoration(operand.reference()),
            Restored.class,
            operand + " was not brought back");
    return new Touched(restored.repository(), restored.digests().getFirst(), restored.names());
  }

  /** What can be seen from here; whether all that the image needs is there, the server knows. */
  private Touched rehearse(Operand operand) {
    String repository = operand.repository().value();
    if (operand.digest().isPresent()) {
      Collected found = collected(operand);
      requireNotWithdrawn(operand, found.reason());
      return new Touched(repository, found.digest(), List.of());
    }
    Tag tag = deleted(operand);
    requireNotWithdrawn(operand, String.valueOf(tag.deletedReason()));
    return new Touched(repository, tag.digest(), List.of(tag.name()));
  }

  private Tag deleted(Operand operand) {
    TagName name = operand.requiredTag("rm --undo");
    return new Shelf(client)
        .find(operand.repository(), name)
        .orElseThrow(() -> nothing(operand, "the name was never used"));
  }

  private Collected collected(Operand operand) {
    return new Shelf(client)
        .collected().stream()
            .filter(it -> it.repository().equals(operand.repository().value()))
            .filter(it -> it.digest().equals(operand.reference()))
            .findFirst()
            .orElseThrow(() -> nothing(operand, "it was never there, or it was purged"));
  }

  private static Failure nothing(Operand operand, String why) {
    return Failure.of(ExitCode.NOT_FOUND, "there is nothing to bring back as " + operand)
        .because(why)
        .next("stet history " + operand.repositoryWithHost());
  }

  private static void requireNotWithdrawn(Operand operand, String reason) {
    if (WITHDRAWN.contains(reason)) {
      throw Failure.of(ExitCode.REFUSED, operand + " would not be brought back")
          .because("it was withdrawn (" + reason + "), and what was withdrawn does not return");
    }
  }
}
