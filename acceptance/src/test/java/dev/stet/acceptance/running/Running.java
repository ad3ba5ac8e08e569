package dev.stet.acceptance.running;

/**
 * A command that goes on.
 *
 * @param output what it prints, on standard output and error
 */
public record Running(Process process, Lines output) implements AutoCloseable {
  /** Kills it, and what it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
