package dev.stet.cli.command;

/**
 * Tells the person who presses Ctrl-C what that means, while it is open. The process then ends with
 * {@link ExitCode#INTERRUPTED}, which is what the JVM does by itself.
 */
public final class Interruption implements AutoCloseable {
  private final Thread hook;

  /**
   * Opens it.
   *
   * @param told what to do on Ctrl-C: a few lines to the standard error, quickly
   */
  public Interruption(Runnable told) {
    this.hook = new Thread(told, "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is telling why.
    }
  }
}
