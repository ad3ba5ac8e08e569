package dev.stet.cli.verify;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.log.Check;
import dev.stet.log.MalformedException;
import dev.stet.log.VerificationException;

/** A reason not to believe that an image is what its tag always named. */
final class Doubt extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String DO_NOT_USE =
      "do not use the image; keep the proof (stet log proof) and tell those who run cosigners";

  private final String check;
  private final Failure failure;

  private Doubt(String check, Failure failure) {
    super(failure.what(), null, false, false);
    this.check = check;
    this.failure = failure;
  }

  /**
   * A check that failed.
   *
   * @param check its name, for machines
   * @param image what was to be verified
   */
  static Doubt of(String check, String image, String why, String next) {
    return new Doubt(
        check,
        Failure.of(
                ExitCode.VERIFICATION_FAILED,
                image + " is not verified: the check '" + check + "' failed")
            .because(why)
            .next(next));
  }

  /** A check of the log's formats that failed. */
  static Doubt of(String image, VerificationException e) {
    String why = String.valueOf(e.getMessage());
    if (e.check() == Check.QUORUM) {
      return new Doubt(
          e.check().text(),
          Failure.of(ExitCode.VERIFICATION_FAILED, image + " is pending: the check 'quorum' failed")
              .because("the log has it, but " + why)
              .next("try again in a minute; stet log head shows who has signed"));
    }
    return of(e.check().text(), image, why, next(e.check()));
  }

  private static String next(Check check) {
    return switch (check) {
      case SIGNATURE, ORIGIN, LOG_SIGNATURE ->
          "compare the key in your policy with the one that the operator publishes; if they are the"
              + " same, do not use the image";
      case FRESHNESS -> "try again later; stet log head shows when it was signed";
      case LEAF, NAME -> "get the proof of this very tag: stet log proof IMAGE:TAG";
      default -> DO_NOT_USE;
    };
  }

  /** Something that cannot be read as what it should be. */
  static Doubt of(String image, MalformedException e) {
    return of("format", image, String.valueOf(e.getMessage()), DO_NOT_USE);
  }

  /** Something that could not be found out. */
  static Doubt of(String check, String image, Failure failure) {
    Failure doubt =
        Failure.of(
            ExitCode.VERIFICATION_FAILED,
            image + " is not verified: the check '" + check + "' failed");
    doubt = doubt.because(failure.what());
    for (String line : failure.why()) {
      doubt = doubt.because(line);
    }
    for (String line : failure.next()) {
      doubt = doubt.next(line);
    }
    return new Doubt(check, doubt.request(failure.requestId()));
  }

  /** The check that failed, for machines. */
  String check() {
    return check;
  }

  /** What to say. */
  Failure failure() {
    return failure;
  }
}
