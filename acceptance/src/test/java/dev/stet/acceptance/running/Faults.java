package dev.stet.acceptance.running;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code strace} does to the system calls of a running Stet, until it is closed. */
public final class Faults implements AutoCloseable {
  private static final Duration ATTACH = Duration.ofSeconds(60);

  /** The calls that do one thing. */
  public enum Calls {
    /** Bytes are written. */
    WRITE("write,writev,pwrite64,pwritev"),
    /** What was written is put on disk. */
    SYNC("fsync,fdatasync"),
    /** A file gets another name. */
    RENAME("rename,renameat,renameat2");

    private final String names;

    Calls(String names) {
      this.names = names;
    }
  }

  /** What a call that fails says. */
  public enum Errno {
    /** The disk is broken. */
    EIO,
    /** The disk is full. */
    ENOSPC
  }

  private final Running strace;
  private final boolean deadly;

  private Faults(Running strace, boolean deadly) {
    this.strace = strace;
    this.deadly = deadly;
  }

  /**
   * From now on calls fail, and nothing is done for them.
   *
   * @param only the files and folders that a call must be about, by their real paths; none for
   *     whatever it is about
   */
  public static Faults into(StetProcess stet, Calls calls, Errno error, Path... only)
      throws IOException, InterruptedException {
    return new Faults(attached(stet, calls, ":error=" + error, only), false);
  }

  /** The same for the call of that number that a thread makes from now on, from 1; and no other. */
  public static Faults intoNth(int number, StetProcess stet, Calls calls, Errno error, Path... only)
      throws IOException, InterruptedException {
    return new Faults(attached(stet, calls, ":error=" + error + ":when=" + number, only), false);
  }

  /**
   * Kills Stet, as {@code kill -9} does, when a thread begins the call of that number that it makes
   * from now on, from 1.
   */
  public static Faults killingAtNth(int number, StetProcess stet, Calls calls, Path... only)
      throws IOException, InterruptedException {
    return new Faults(attached(stet, calls, ":signal=SIGKILL:when=" + number, only), true);
  }

  /** A program that runs a command whose calls fail from its start. */
  public static Command under(Calls calls, Errno error, Path... only) {
    return strace(calls, ":error=" + error, only).with("-q");
  }

  /** The same for the call of that number alone that a thread makes, from 1. */
  public static Command underNth(int number, Calls calls, Errno error, Path... only) {
    return strace(calls, ":error=" + error + ":when=" + number, only).with("-q");
  }

  private static Command strace(Calls calls, String how, Path... only) {
    Command command =
        Tools.find("strace")
            .with("-f", "-o", "/dev/null", "-e", "signal=none")
            .with("-e", "trace=" + calls.names, "-e", "inject=" + calls.names + how);
    for (Path path : only) {
      command = command.with("-P", path);
    }
    return command;
  }

  private static Running attached(StetProcess stet, Calls calls, String how, Path... only)
      throws IOException, InterruptedException {
    Running running = strace(calls, how, only).with("-p", stet.pid()).start();
    try {
      awaitAttached(running);
    } catch (AssertionError | RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  /** It says one line of it: when it holds all threads, or why it may not. */
  private static void awaitAttached(Running running) throws InterruptedException {
    String line = running.output().await("word of strace", text -> text.contains("attach"), ATTACH);
    if (line.contains("Operation not permitted")) {
      throw Tools.missing("strace may not attach to a process here (" + line + ")");
    }
  }

  /** Calls succeed again when this returns, if somebody is left to make them. */
  @Override
  public void close() {
    if (deadly) {
      strace.process().destroyForcibly(); // asked to detach from the dead it may wait for ever
    } else {
      strace.process().destroy(); // it detaches first
    }
    strace.process().onExit().join();
  }
}
