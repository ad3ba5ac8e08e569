package dev.stet.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a command did not do what it was asked, in words for the person who asked: what failed, why
 * (what was got and what was wanted), and what to do next. Immutable; each method returns another.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final List<String> why;
  private final List<String> next;
  private final Optional<String> requestId;

  private Failure(
      ExitCode exitCode,
      String what,
      List<String> why,
      List<String> next,
      Optional<String> requestId) {
    super(what, null, false, false);
    this.exitCode = exitCode;
    this.why = why;
    this.next = next;
    this.requestId = requestId;
  }

  /**
   * A failure.
   *
   * @param what what could not be done, one line without a full stop
   */
  public static Failure of(ExitCode exitCode, String what) {
    return new Failure(exitCode, what, List.of(), List.of(), Optional.empty());
  }

  /** Adds a line that says why. */
  public Failure because(String line) {
    return new Failure(exitCode, what(), add(why, line), next, requestId);
  }

  /** Adds a line that says what to do: a command where there is one. */
  public Failure next(String line) {
    return new Failure(exitCode, what(), why, add(next, line), requestId);
  }

  /** Adds the id under which the server's log has the request. */
  public Failure request(Optional<String> id) {
    return new Failure(exitCode, what(), why, next, id);
  }

  /** This failure as the reason of another. */
  public Failure asReasonOf(String what) {
    return new Failure(
        exitCode, what, Stream.concat(Stream.of(what()), why.stream()).toList(), next, requestId);
  }

  private static List<String> add(List<String> lines, String line) {
    return Stream.concat(lines.stream(), Stream.of(line)).toList();
  }

  /** What could not be done. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Why, line by line. */
  public List<String> why() {
    return why;
  }

  /** What to do next, line by line. */
  public List<String> next() {
    return next;
  }

  /** The id under which the server's log has the request. */
  public Optional<String> requestId() {
    return requestId;
  }
}
