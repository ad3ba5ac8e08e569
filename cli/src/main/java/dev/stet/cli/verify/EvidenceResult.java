package dev.stet.cli.verify;

import dev.stet.api.Api;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.output.Cell;
import dev.stet.cli.output.Result;
import dev.stet.cli.output.Table;
import dev.stet.log.EvidenceFile;
import dev.stet.log.MalformedException;
import dev.stet.log.Policy;
import dev.stet.log.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an evidence file shows that a log did wrong. */
record EvidenceResult(EvidenceFile evidence, EvidenceFile.Finding finding) implements Result {
  /** The document. */
  record Document(
      String apiVersion,
      String claim,
      String origin,
      String key,
      String shows,
      @Nullable String unless) {}

  /**
   * Holds a file to what it claims.
   *
   * @param policy says which log it has to be about; empty for any
   * @throws Failure if it cannot be read, or does not show what it claims
   */
  static EvidenceResult of(Path file, Optional<Policy> policy) {
    try {
      EvidenceFile evidence = EvidenceFile.parse(Files.readAllBytes(file));
      if (policy.isPresent() && !policy.get().log().equals(evidence.log())) {
        throw doubt(
            file,
            "it is about the log " + evidence.log() + ", the policy about " + policy.get().log());
      }
      return new EvidenceResult(evidence, evidence.verify());
    } catch (VerificationException e) {
      throw doubt(file, "the check '" + e.check().text() + "' failed: " + e.getMessage());
    } catch (MalformedException e) {
      throw doubt(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Failure.of(ExitCode.NOT_FOUND, "the evidence " + file + " cannot be read")
          .because(String.valueOf(e.getMessage()))
          .next("name the file that an auditor wrote");
    }
  }

  private static Failure doubt(Path file, String why) {
    return Failure.of(ExitCode.VERIFICATION_FAILED, "the file " + file + " is no evidence")
        .because(why)
        .next("ask whoever gave it for the file as the auditor wrote it");
  }

  @Override
  public Object document() {
    return new Document(
        Api.VERSION,
        evidence.claim(),
        evidence.log().name(),
        evidence.log().toString(),
        finding.shows(),
        finding.unless().orElse(null));
  }

  @Override
  public Table table() {
    return new Table(
        List.of("CLAIM", "LOG", "SHOWS", "UNLESS"),
        List.of(
            List.of(
                Cell.text(evidence.claim()),
                Cell.text(evidence.log().name()),
                Cell.text(finding.shows()),
                Cell.text(finding.unless().orElse("")))));
  }

  @Override
  public List<String> names() {
    return List.of(evidence.log().name());
  }

  @Override
  public List<String> identifiers() {
    return List.of(evidence.claim());
  }
}
