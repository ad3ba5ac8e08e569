package dev.stet.cli.verify;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.images.ImageFile;
import dev.stet.cli.images.Mention;
import dev.stet.cli.server.Operand;
import dev.stet.cli.server.ServerAddress;
import dev.stet.cli.server.ServerOptions;
import dev.stet.oci.MalformedException;
import dev.stet.oci.TagName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out which images are to be verified: those of operands, or those of a file. */
final class Images {
  /** The registry of what names none in a file, and the tag. Source: docker, "Image references". */
  private static final String USUAL_REGISTRY = "docker.io";

  private static final TagName USUAL_TAG = TagName.parse("latest");
  private static final String IMAGE = "image";

  private final ServerOptions server;
  private final Surroundings surroundings;

  Images(ServerOptions server, Surroundings surroundings) {
    this.server = server;
    this.surroundings = surroundings;
  }

  /** An image that is to be verified, or what came of it already. */
  sealed interface Found {
    /** It is to be verified. */
    record Meant(Wanted wanted) implements Found {}

    /** Something is known already. */
    record Known(Verdict verdict) implements Found {}
  }

  /**
   * The images of operands.
   *
   * @throws Failure if one is no tag
   */
  List<Found> ofOperands(List<String> operands) {
    return operands.stream().map(this::ofOperand).toList();
  }

  private Found ofOperand(String text) {
    Operand operand = Operand.parse(text);
    if (operand.tag().isEmpty()) {
      throw Failure.of(ExitCode.USAGE, "\"" + text + "\" names no tag")
          .because("wanted [HOST[:PORT]/]REPO:TAG, also with @DIGEST behind it")
          .next("stet tags " + operand.repositoryWithHost() + " lists the tags");
    }
    ServerAddress registry = server.resolve(operand.host(), surroundings);
    return new Found.Meant(Wanted.of("", text, operand, operand.tag().get(), registry));
  }

  /**
   * The images that a file names.
   *
   * @param onlyHosts the registries that are meant; empty for all
   * @throws Failure if the file names none
   */
  List<Found> ofFile(Path file, List<String> onlyHosts) {
    Set<String> only =
        onlyHosts.stream().map(it -> address(it).registry()).collect(Collectors.toSet());
    List<Mention> mentions = ImageFile.read(file);
    if (mentions.isEmpty()) {
      throw Failure.of(ExitCode.VERIFICATION_FAILED, "the file " + file + " names no image")
          .because("so nothing was verified")
          .next("see whether it is the right file");
    }
    return mentions.stream()
        .map(
            mention ->
                switch (mention) {
                  case Mention.Named named -> named(named, only);
                  case Mention.Unclear unclear -> unclear(unclear, only);
                })
        .toList();
  }

  private Found named(Mention.Named named, Set<String> only) {
    try {
      Operand operand = Operand.parse(named.text());
      ServerAddress registry = address(operand.host().orElse(USUAL_REGISTRY));
      if (!only.isEmpty() && !only.contains(registry.registry())) {
        return new Found.Known(Verdict.skipped(named.where(), named.text()));
      }
      if (operand.tag().isEmpty() && operand.digest().isPresent()) {
        return doubt(
            named,
            "it names a digest and no tag, and the log is about tags",
            "write " + operand.repositoryWithHost() + ":TAG@" + operand.digest().get());
      }
      TagName tag = operand.tag().orElse(USUAL_TAG);
      return new Found.Meant(Wanted.of(named.where(), named.text(), operand, tag, registry));
    } catch (MalformedException e) {
      return doubt(named, String.valueOf(e.getMessage()), "correct its name");
    } catch (Failure e) {
      return doubt(named, e.what(), "correct its name");
    }
  }

  /** What is unclear may be of any registry, unless it says of which. */
  private Found unclear(Mention.Unclear unclear, Set<String> only) {
    Function<String, Boolean> isOther =
        host -> !host.contains("$") && !only.contains(address(host).registry());
    Optional<String> host = Operand.host(unclear.text());
    return !only.isEmpty() && host.map(isOther).orElse(false)
        ? new Found.Known(Verdict.skipped(unclear.where(), unclear.text()))
        : doubt(unclear, unclear.why(), "name its image in the file, with its tag");
  }

  private static Found doubt(Mention mention, String why, String next) {
    String image = mention.text().isEmpty() ? mention.where() : mention.text();
    return new Found.Known(Verdict.of(mention.where(), image, Doubt.of(IMAGE, image, why, next)));
  }

  private ServerAddress address(String host) {
    return server.resolve(Optional.of(host), surroundings);
  }
}
