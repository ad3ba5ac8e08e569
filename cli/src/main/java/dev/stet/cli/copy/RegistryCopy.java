package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.oci.MalformedException;
import java.util.List;
import java.util.Optional;

/** Copies the repositories of a registry. One that fails does not stop the others. */
final class RegistryCopy {
  /** Opens both ends of the copy of one repository. */
  interface Opening {
    /** Opens them for the name that the source lists it under. */
    Ends open(String repository);
  }

  /** What came of one repository. */
  record Result(List<CopiedImage> images, BlobTotals blobs) {
    static Result of(CopiedImage image) {
      return new Result(List.of(image), BlobTotals.NONE);
    }
  }

  private final Opening opening;
  private final Run run;

  RegistryCopy(Opening opening, Run run) {
    this.opening = opening;
    this.run = run;
  }

  /** Copies, and tells what became of each repository that was tried, in their order. */
  List<Result> run(List<String> repositories) {
    return run.workers().eachRepository(repositories, this::attempt).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Result> attempt(String repository) {
    if (run.lost().isSet()) {
      return Optional.empty();
    }
    try (Ends ends = opening.open(repository)) {
      RepositoryCopy copy = new RepositoryCopy(ends, run);
      return Optional.of(new Result(copy.run(), copy.blobs()));
    } catch (EndLostException e) {
      run.lost().because(e.failure());
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(
          Result.of(
              failed(repository, Failure.of(ExitCode.FAILURE, String.valueOf(e.getMessage())))));
    } catch (Failure why) {
      return Optional.of(
          Result.of(
              why.exitCode() == ExitCode.NOT_FOUND
                  ? CopiedImage.skipped(
                      repository, Optional.empty(), Optional.empty(), "it has no tags")
                  : failed(repository, why)));
    }
  }

  private static CopiedImage failed(String repository, Failure why) {
    return CopiedImage.failed(repository, Optional.empty(), why);
  }
}
