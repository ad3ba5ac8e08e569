package dev.stet.acceptance.running;

import dev.stet.acceptance.running.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, so small that a test can fill it. */
public final class SmallDisk implements AutoCloseable {
  private static final int MIB = 1024 * 1024;

  private final Path image;
  private final Path folder;

  private SmallDisk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /**
   * Makes one; the test is skipped loudly where one may not mount.
   *
   * @param in a folder in which the disk lies as a file, and is mounted
   * @param mebibytes how much it holds, at most
   */
  public static SmallDisk in(Path in, int mebibytes) throws IOException, InterruptedException {
    Path image = in.resolve("disk");
    Path folder = Files.createDirectory(in.resolve("mounted"));
    Command.of("truncate", "-s", (long) mebibytes * MIB, image).run().successfully();
    // Blocks as large as a page of memory, as on large disks: with smaller ones, a page of a file
    // in memory may have no room on a full disk, and whoever writes to it is killed.
    Tools.find("mkfs.ext4").with("-q", "-F", "-m", "0", "-b", "4096", image).run().successfully();
    Ended mounted = Tools.find("mount").with("-o", "loop,errors=remount-ro", image, folder).run();
    if (mounted.code() != 0) {
      throw Tools.missing("no file system can be mounted here (" + mounted.output() + ")");
    }
    return new SmallDisk(image, folder);
  }

  /** The folder in which everything on it is. */
  public Path folder() {
    return folder;
  }

  /** Takes all the space that is left. */
  public void fill() throws IOException, InterruptedException {
    Ended filled = Command.of("dd", "if=/dev/zero", "bs=64k", "of=" + filler()).run();
    if (!filled.output().contains("No space left on device")) {
      throw new AssertionError("the disk is not full: " + filled.output());
    }
    Command.of("sync", "-f", folder).run().successfully();
  }

  /** Gives the space back. */
  public void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  /** Makes it read-only, as the kernel does when a disk fails, although files are open. */
  public void failToReadOnly() throws IOException, InterruptedException {
    Path device = Path.of(Command.of("findmnt", "-n", "-o", "SOURCE", folder).line());
    Path trigger = Path.of("/sys/fs/ext4/" + device.getFileName() + "/trigger_fs_error");
    if (!Files.isWritable(trigger)) {
      throw Tools.missing("no file system can be made to fail here (no " + trigger + ")");
    }
    Files.writeString(trigger, "1");
  }

  /** Makes it writable again, when nothing is open any more. */
  public void mend() throws IOException, InterruptedException {
    unmount();
    Ended checked = Command.of("e2fsck", "-f", "-y", image).run();
    if (checked.code() > 1) {
      throw new AssertionError(checked.output());
    }
    Command.of("mount", "-o", "loop,errors=remount-ro", image, folder).run().successfully();
  }

  private void unmount() throws IOException, InterruptedException {
    Command.of("umount", folder).run().successfully();
  }

  @Override
  public void close() throws IOException {
    try {
      unmount();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(folder + " stays mounted", e);
    }
  }
}
