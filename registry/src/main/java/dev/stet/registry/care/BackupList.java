package dev.stet.registry.care;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stet.oci.Digest;
import dev.stet.registry.blobs.StoredBlob;
import dev.stet.store.Durable;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of what is in a backup: the file {@value #NAME} in its folder. It gets its name when all
 * the rest is on disk, so that a backup which was cut off has none.
 *
 * <pre>
 * stet-backup 1 2026-11-20T14:00:00Z
 * sha256:3f2a… 81920 registry.db
 * sha256:0123… 65536 blobs/sha256/01/0123…
 * end 2
 * </pre>
 */
final class BackupList implements AutoCloseable {
  private static final String NAME = "backup.list";
  private static final String HEAD = "stet-backup 1 ";
  private static final String END = "end ";
  private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,18}) (\\S+)");

  /**
   * A file of a backup.
   *
   * @param digest what its bytes hash to
   * @param size how many they are
   * @param path where it is, from the folder of the backup
   */
  record Entry(Digest digest, long size, String path) {
    private static Entry read(String line) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(line);
      }
      Digest digest = Digest.parse(matcher.group(1));
      String path = matcher.group(3);
      if (!path.equals(Backups.DATABASE) && !path.equals(pathOf(digest))) {
        throw new IllegalArgumentException(line);
      }
      return new Entry(digest, Long.parseLong(matcher.group(2)), path);
    }

    /** The entry of a blob. */
    static Entry of(StoredBlob blob) {
      return new Entry(blob.digest(), blob.size(), pathOf(blob.digest()));
    }

    private static String pathOf(Digest digest) {
      String folder = "blobs/" + digest.algorithm().prefix() + "/";
      return folder + digest.hex().substring(0, 2) + "/" + digest.hex();
    }

    @Override
    public String toString() {
      return digest + " " + size + " " + path;
    }
  }

  /** What is done with each entry. */
  @FunctionalInterface
  interface Step {
    void take(Entry entry) throws IOException;
  }

  private final Path file;
  private final Path part;
  private final BufferedWriter lines;
  private long entries;
  private long bytes;

  private BackupList(Path file, Path part, BufferedWriter lines) {
    this.file = file;
    this.part = part;
    this.lines = lines;
  }

  /** Begins the list of a backup in that folder. */
  static BackupList begin(Path folder, Instant at) throws IOException {
    Path part = folder.resolve(NAME + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Durable.forOwner());
    BufferedWriter lines = new BufferedWriter(Channels.newWriter(channel, UTF_8));
    lines.write(HEAD + at.truncatedTo(ChronoUnit.SECONDS) + "\n");
    return new BackupList(folder.resolve(NAME), part, lines);
  }

  void add(Entry entry) throws IOException {
    lines.write(entry + "\n");
    entries++;
    bytes += entry.size();
  }

  long entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }

  /** Makes the backup one: whatever it lists is on disk by now. Durable when it returns. */
  void finish() throws IOException {
    lines.write(END + entries + "\n");
    lines.close();
    Durable.sync(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    Durable.syncName(file);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /**
   * Goes through the list of the backup in that folder.
   *
   * @throws IOException if there is none, or it is not whole; steps may have been taken by then
   */
  static void read(Path folder, Step step) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(folder.resolve(NAME))) {
      String head = lines.readLine();
      if (head == null || !head.startsWith(HEAD)) {
        throw damaged(folder, "its first line is none of this version's");
      }
      long entries = 0;
      String line = lines.readLine();
      while (line != null && !line.startsWith(END)) {
        step.take(Entry.read(line));
        entries++;
        line = lines.readLine();
      }
      if (line == null || !line.equals(END + entries)) {
        throw damaged(folder, "its end is missing");
      }
    } catch (NoSuchFileException e) {
      throw new IOException(
          "there is no whole backup in "
              + folder
              + " (no "
              + NAME
              + "): name the folder of one that 'stet backup create' has finished",
          e);
    } catch (IllegalArgumentException e) {
      throw damaged(folder, "a line of it cannot be read");
    }
  }

  private static IOException damaged(Path folder, String why) {
    return new IOException(
        "the list of the backup "
            + folder.resolve(NAME)
            + " is damaged ("
            + why
            + "): restore another backup");
  }
}
