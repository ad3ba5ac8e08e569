package dev.stet.registry.blobs.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that notes each step towards a durable blob, and fails one step, before or after it was
 * done. Writes are no such steps, and are failed apart.
 */
final class FaultyDisk implements Disk {
  private static final int NONE = -1;

  private final List<String> steps = new ArrayList<>();
  private int failing = NONE;
  private boolean persisted;
  private IoAction accident = () -> {};
  private String awaited = "nothing";
  private IoAction beforehand = () -> {};
  private int writes;
  private int failingWrite = NONE;

  @FunctionalInterface
  interface IoAction {
    void run() throws IOException;
  }

  /** The steps so far, e.g. {@code sync blobs}. */
  List<String> steps() {
    return steps;
  }

  void clear() {
    steps.clear();
  }

  /** Fails the step of that number from now on. */
  void fail(int step, boolean afterItWasDone) {
    fail(step, afterItWasDone, () -> {});
  }

  /** Fails a step, and lets something else happen there. */
  void fail(int step, boolean afterItWasDone, IoAction meanwhile) {
    steps.clear();
    failing = step;
    persisted = afterItWasDone;
    accident = meanwhile;
  }

  /** Lets something else happen before the next step whose name begins so. */
  void before(String step, IoAction meanwhile) {
    awaited = step;
    beforehand = meanwhile;
  }

  /** Fails the write of that number from now on. */
  void failWrite(int write, boolean afterItWasDone) {
    writes = 0;
    failingWrite = write;
    persisted = afterItWasDone;
  }

  /** Fails nothing any more. */
  void mend() {
    fail(NONE, false);
    failWrite(NONE, false);
  }

  @Override
  public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    boolean fails = writes == failingWrite;
    writes++;
    if (!fails || persisted) {
      Disk.REAL.write(channel, bytes);
    }
    if (fails) {
      throw new IOException("fault at a write");
    }
  }

  @Override
  public void sync(Path path) throws IOException {
    step("sync " + path.getFileName(), () -> Disk.REAL.sync(path));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step("move " + to.getFileName(), () -> Disk.REAL.move(from, to));
  }

  private void step(String name, IoAction action) throws IOException {
    if (name.startsWith(awaited)) {
      awaited = "nothing";
      beforehand.run();
    }
    boolean fails = steps.size() == failing;
    steps.add(name);
    if (!fails || persisted) {
      action.run();
    }
    if (fails) {
      accident.run();
      throw new IOException("fault at " + name);
    }
  }
}
