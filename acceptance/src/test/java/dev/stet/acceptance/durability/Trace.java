package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a Stet did, call by call, while one client asked one thing after the other.
 *
 * @param data its data folder
 * @param calls in the order in which they returned
 */
record Trace(Path data, List<SystemCall> calls) {
  /** From a request until its answer left. */
  record Window(SystemCall request, SystemCall answer) {
    boolean holds(SystemCall call) {
      return call.begun() > request.ended() && call.ended() < answer.begun();
    }
  }

  /** The request that begins like this, and its answer: 201 for a digest. */
  Window window(String request, Digest digest) {
    SystemCall asked = first("recvfrom", call -> call.arguments().contains('"' + request));
    SystemCall answered =
        first(
            "sendto",
            call ->
                call.begun() > asked.ended()
                    && call.arguments().contains("\"HTTP/1.1 201 ")
                    && call.arguments().contains("Docker-Content-Digest: " + digest));
    return new Window(asked, answered);
  }

  /** The only way that blobs become durable as files. */
  void assertFileIsDurable(Digest digest, Window window) {
    SystemCall rename =
        one(
            "rename to the digest",
            calls.stream()
                .filter(SystemCall::isRename)
                .filter(it -> to(it).endsWith(digest.hex())));
    assertThat(window.holds(rename)).as("renamed before the answer").isTrue();
    Path from = rename.paths().getFirst();
    SystemCall written = last(on(from).filter(SystemCall::isWrite));
    assertSynced(from, written, rename);
    assertSynced(folder(to(rename)), rename, window.answer());
  }

  /** What was written to the write-ahead log within the window was synced within it. */
  void assertLogIsDurable(Window window) {
    Path log = data.resolve("registry.db-wal");
    SystemCall written = last(on(log).filter(SystemCall::isWrite).filter(window::holds));
    assertSynced(log, written, window.answer());
  }

  /** Each folder that was made was made durable too, by a sync of its parent. */
  void assertMadeFoldersAreDurable(SystemCall before) {
    for (SystemCall made : madeFolders(before)) {
      assertSynced(folder(made.paths().getFirst()), made, before);
    }
  }

  /** The folders of Stet's that were made before a call. */
  List<SystemCall> madeFolders(SystemCall before) {
    return calls.stream()
        .filter(SystemCall::isMakingOfFolder)
        .filter(call -> call.ended() < before.begun())
        .filter(call -> call.paths().getFirst().startsWith(data))
        .toList();
  }

  /** A file or folder was synced after one call had returned and before another began. */
  void assertSynced(Path path, SystemCall after, SystemCall before) {
    assertThat(on(path).filter(SystemCall::isSync))
        .as("syncs of %s between %s and %s", path, after, before)
        .anyMatch(sync -> sync.begun() > after.ended() && sync.ended() < before.begun());
  }

  private Stream<SystemCall> on(Path path) {
    return calls.stream().filter(call -> call.isOn(path));
  }

  private SystemCall first(String name, Predicate<SystemCall> wanted) {
    return calls.stream()
        .filter(call -> call.name().equals(name))
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the trace shows no such " + name));
  }

  private static SystemCall one(String what, Stream<SystemCall> calls) {
    List<SystemCall> found = calls.toList();
    assertThat(found).as(what).hasSize(1);
    return found.getFirst();
  }

  private static SystemCall last(Stream<SystemCall> calls) {
    return calls
        .reduce((_, later) -> later)
        .orElseThrow(() -> new AssertionError("the trace shows no write"));
  }

  private static Path to(SystemCall rename) {
    return rename.paths().getLast();
  }

  private static Path folder(Path path) {
    return Objects.requireNonNull(path.getParent());
  }
}
