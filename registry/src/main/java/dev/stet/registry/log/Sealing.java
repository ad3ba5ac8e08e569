package dev.stet.registry.log;

import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.Reason;
import dev.stet.log.VerificationException;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.NamesGate;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The last work of every transaction: what has happened to tags goes into the log.
 *
 * <p>Nothing is signed from memory. The size and the edge are read in the transaction, and must
 * lead to the very head that was signed last; if they do not, nothing is appended any more.
 */
final class Sealing {
  private final LogSigner signer;
  private final NamesGate gate;
  private final Clock clock;
  private final SecureRandom random;
  private final long arrears;
  private @Nullable Note trusted; // verified by this process; owned by the writer's thread

  /**
   * The work of a process.
   *
   * @param arrears the newest event that was there before this process; those up to it are appended
   *     by {@link Migration}
   */
  Sealing(LogSigner signer, NamesGate gate, Clock clock, SecureRandom random, long arrears) {
    this.signer = signer;
    this.gate = gate;
    this.clock = clock;
    this.random = random;
    this.arrears = arrears;
  }

  /**
   * Appends what happened since the log was appended to last.
   *
   * @throws dev.stet.http.RequestException if something happened, and the gate is closed
   */
  void seal(Handle handle) {
    long newest = History.newest(handle);
    if (newest > Math.max(arrears, LogState.sequence(handle))) {
      gate.requireOpen();
      append(handle, newest);
    }
  }

  /**
   * Appends the events up to a number, and stops the log for this process if it is not as it must
   * be.
   */
  void append(Handle handle, long upTo) {
    try {
      LogState state = LogState.find(handle).orElseThrow();
      List<TagEvent> events = TagEvent.between(handle, state.sequence(), upTo);
      state.become(
          handle, events.isEmpty() ? state.upTo(upTo) : appended(handle, state, events, upTo));
    } catch (IllegalStateException | MalformedException | VerificationException e) {
      gate.close(
          NamesGate.Reason.LOG_STOPPED,
          "the log of tags is not as it must be (" + e.getMessage() + "): run 'stet fsck'");
      gate.requireOpen();
    }
  }

  private LogState appended(Handle handle, LogState state, List<TagEvent> events, long upTo) {
    requireHead(state);
    LogWrites writes = new LogWrites(handle, state);
    Map<Long, Long> assigned = new HashMap<>(); // by the number of the event
    for (TagEvent event : events) {
      Opening opening = Opening.of(event, random);
      if (event.sequence() == event.name().sequence()) {
        assigned.put(event.sequence(), writes.next());
      }
      writes.append(
          leaf(event, assigned, writes.time(clock.millis()), opening.hash()),
          event.sequence(),
          Optional.of(opening));
    }
    LogState grown = writes.execute(signer, upTo);
    trusted = grown.head();
    return grown;
  }

  /** The stored edge must be that of the stored head, and the head one that we have signed. */
  private void requireHead(LogState state) {
    Hash root = Frontier.of(state.size(), state.frontier()).root();
    if (state.checkpoint().size() != state.size() || !state.checkpoint().root().equals(root)) {
      throw new IllegalStateException(
          "its edge at size " + state.size() + " does not lead to the head that was signed");
    }
    if (!state.head().equals(trusted) && !signer.signed(state.head())) {
      throw new IllegalStateException("its head is not signed by its key");
    }
  }

  private static Leaf leaf(TagEvent event, Map<Long, Long> assigned, long time, Hash meta) {
    String repository = event.name().repository().value();
    String tag = event.name().name().value();
    return switch (event.event()) {
      case CLAIMED, STANDS -> {
        String digest = event.name().image().toString();
        if (!event.digest().equals(digest)) {
          throw new IllegalStateException(
              repository + ":" + tag + " names " + digest + ", its history says " + event.digest());
        }
        yield new Leaf.Assign(repository, tag, digest, time, Optional.of(meta));
      }
      case DELETED ->
          new Leaf.Tombstone(
              repository,
              tag,
              index(event, assigned),
              time,
              Reason.parse(event.note().orElseThrow()),
              Optional.of(meta));
      case RESTORED ->
          new Leaf.Restore(repository, tag, index(event, assigned), time, Optional.of(meta));
      case MOVED, CREATED, COLLECTED ->
          throw new IllegalStateException(
              "a tag cannot be " + event.event().text() + ": " + repository + ":" + tag);
    };
  }

  private static long index(TagEvent event, Map<Long, Long> assigned) {
    Long now = assigned.get(event.name().sequence());
    return now != null
        ? now
        : event
            .assigned()
            .orElseThrow(
                () -> new IllegalStateException("the log does not assign " + event.name().name()));
  }
}
