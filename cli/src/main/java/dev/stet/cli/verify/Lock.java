package dev.stet.cli.verify;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.files.WholeFile;
import dev.stet.log.Checkpoint;
import dev.stet.log.Note;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of logs: the digest of each tag, as {@code HOST[:PORT]/REPO:TAG}, and the newest
 * checkpoint of each log; of one that was not compared with the others yet, that one too. It is
 * kept in a text file, {@code stet.lock}, of one line each, sorted, so that it can lie in version
 * control and be merged: lines may come in any order and twice. Not safe for use by many threads.
 */
final class Lock {
  private static final String HEADER =
      "# stet.lock v1: what 'stet verify' has seen. Keep it with the source.";

  private final Path file;
  private final boolean isNew;
  private final SortedMap<String, Digest> tags = new TreeMap<>();
  private final SortedMap<String, List<Note>> checkpoints = new TreeMap<>();

  private Lock(Path file, boolean isNew) {
    this.file = file;
    this.isNew = isNew;
  }

  /**
   * Reads a file, which need not be there.
   *
   * @throws Failure if a line of it was not understood, or two contradict each other
   */
  static Lock read(Path file) {
    if (!Files.exists(file)) {
      return new Lock(file, true);
    }
    Lock lock = new Lock(file, false);
    List<String> lines = lines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw notUnderstood(file, "line 1: wanted \"" + HEADER + "\"");
    }
    for (int i = 1; i < lines.size(); i++) {
      lock.add(lines.get(i), i + 1);
    }
    return lock;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readString(file).lines().toList();
    } catch (IOException e) {
      throw notUnderstood(file, "it cannot be read as text: " + e.getMessage());
    }
  }

  private void add(String line, int number) {
    if (line.equals(HEADER)) {
      return;
    }
    try {
      switch (LockLine.parse(line)) {
        case LockLine.Tag tag -> require(tag);
        case LockLine.Seen seen -> see(seen.checkpoint());
      }
    } catch (dev.stet.oci.MalformedException | dev.stet.log.MalformedException e) {
      throw notUnderstood(file, "line " + number + ": " + e.getMessage());
    }
  }

  private void require(LockLine.Tag tag) {
    Digest other = tags.putIfAbsent(tag.reference(), tag.digest());
    if (other != null && !other.equals(tag.digest())) {
      throw new dev.stet.log.MalformedException(
          tag.reference() + " has two digests, " + other + " and " + tag.digest());
    }
  }

  private static Failure notUnderstood(Path file, String why) {
    return Failure.of(ExitCode.VERIFICATION_FAILED, "the lock file " + file + " was not understood")
        .because(why)
        .next("correct it, or take it from version control as it was");
  }

  /** Whether there was no file. */
  boolean isNew() {
    return isNew;
  }

  /** The file. */
  Path file() {
    return file;
  }

  /** The digest that a tag had. */
  Optional<Digest> digest(String reference) {
    return Optional.ofNullable(tags.get(reference));
  }

  /** Remembers the digest of a tag that has none yet. */
  void lock(String reference, Digest digest) {
    tags.putIfAbsent(reference, digest);
  }

  /** The checkpoints that were seen of a log, the largest first. */
  List<Note> checkpoints(String origin) {
    return List.copyOf(checkpoints.getOrDefault(origin, List.of()));
  }

  /** Remembers a checkpoint beside those that are there already. */
  void see(Note checkpoint) {
    List<Note> seen =
        checkpoints.computeIfAbsent(
            Checkpoint.parse(checkpoint.text()).origin(), _ -> new ArrayList<>());
    if (seen.stream().noneMatch(it -> it.text().equals(checkpoint.text()))) {
      seen.add(checkpoint);
      seen.sort(Comparator.<Note>comparingLong(it -> size(it)).reversed());
    }
  }

  private static long size(Note checkpoint) {
    return Checkpoint.parse(checkpoint.text()).size();
  }

  /** Forgets all checkpoints of a log but the newest. They were compared with it. */
  void forgetOlder(String origin) {
    checkpoints.computeIfPresent(origin, (_, seen) -> new ArrayList<>(seen.subList(0, 1)));
  }

  /** The text of the file. */
  String text() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    checkpoints.values().stream()
        .flatMap(List::stream)
        .map(it -> new LockLine.Seen(it).text())
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    tags.forEach(
        (reference, digest) ->
            text.append(new LockLine.Tag(reference, digest).text()).append('\n'));
    return text.toString();
  }

  /**
   * Writes the file, durably and whole, if it would change.
   *
   * @throws Failure if it cannot be written
   */
  void write() {
    try {
      if (isNew || !Files.readString(file).equals(text())) {
        WholeFile.write(file, text());
      }
    } catch (IOException e) {
      throw Failure.of(ExitCode.FAILURE, "what was verified cannot be kept in " + file)
          .because(String.valueOf(e.getMessage()))
          .next("name a file that can be written with --lock FILE");
    }
  }
}
