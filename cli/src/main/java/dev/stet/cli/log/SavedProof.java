package dev.stet.cli.log;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.LogSite;
import dev.stet.cli.server.Operand;
import dev.stet.log.MalformedException;
import dev.stet.log.ProofFile;
import dev.stet.oci.TagName;

/** A proof that a registry has given for a tag; read, and not believed yet. */
final class SavedProof {
  private SavedProof() {}

  /**
   * Asks for the proof of a tag.
   *
   * @throws Failure if there is none, or it cannot be read as one
   */
  static ProofFile of(LogSite site, Operand image) {
    TagName tag = image.requiredTag("log proof");
    byte[] bytes =
        site.proof(image.repository(), tag)
            .orElseThrow(
                () ->
                    Failure.of(ExitCode.NOT_FOUND, "the log has no entry for " + image)
                        .because(
                            "it was never pushed as a tag that stands; channels, machine tags and"
                                + " mutable tags are not covered")
                        .next("stet show " + image + " tells what the registry knows of it"));
    try {
      return ProofFile.parse(bytes);
    } catch (MalformedException e) {
      throw Failure.of(
              ExitCode.VERIFICATION_FAILED,
              "what " + site.server() + " gave for " + image + " is no proof")
          .because(String.valueOf(e.getMessage()))
          .next("a newer stet may read it; else ask whoever runs that registry");
    }
  }
}
