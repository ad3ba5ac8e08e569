package dev.stet.registry.log;

import dev.stet.log.Leaf;
import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Does again to the names what the entries of a log say, where they were lost. A tag whose image
 * was lost is held all the same: it cannot be pulled, and nothing but that image can be pushed
 * under it. Used once, inside a transaction.
 */
final class Replay {
  private static final String NOTE = "recovered from the log";

  private final Handle handle;
  private final LogState state;
  private final Actor actor;
  private long sequence;

  Replay(Handle handle, LogState state, Actor actor) {
    this.handle = handle;
    this.state = state;
    this.actor = actor;
    this.sequence = History.newest(handle);
  }

  /** Appends the leaves as they are, and returns the state after them. */
  LogState append(List<Leaf> leaves, LogSigner signer) {
    LogWrites writes = new LogWrites(handle, state);
    for (Leaf leaf : leaves) {
      replay(leaf);
      writes.append(leaf, sequence, Optional.empty());
    }
    return writes.execute(signer, sequence);
  }

  private void replay(Leaf leaf) {
    Instant at = Instant.ofEpochMilli(leaf.time());
    switch (leaf) {
      case Leaf.Genesis _ -> throw new IllegalStateException("a log begins once");
      case Leaf.Assign assign -> assign(assign, at);
      case Leaf.Tombstone it -> {
        DeletionReason reason = DeletionReason.of(it.reason().text());
        change(
            name(it.repository(), it.tag()).deleted(at, reason), Event.DELETED, at, reason.text());
      }
      case Leaf.Restore it ->
          change(name(it.repository(), it.tag()).restored(), Event.RESTORED, at, NOTE);
    }
  }

  private void assign(Leaf.Assign leaf, Instant at) {
    RepositoryName repository = RepositoryName.parse(leaf.repository());
    TagName tag = TagName.parse(leaf.tag());
    if (NameRows.find(handle, repository, tag).isPresent()) {
      throw new IllegalStateException(
          repository + ":" + tag + " is held, and the log has not assigned it");
    }
    Repositories.create(handle, repository, at);
    change(
        new HeldName(
            repository,
            tag,
            NameKind.TAG,
            Optional.of(Digest.parse(leaf.digest())),
            sequence + 1,
            at,
            actor,
            Optional.empty(),
            Optional.empty()),
        Event.CLAIMED,
        at,
        NOTE);
  }

  private HeldName name(String repository, String tag) {
    return NameRows.find(handle, RepositoryName.parse(repository), TagName.parse(tag))
        .orElseThrow(() -> new IllegalStateException("nobody holds " + repository + ":" + tag));
  }

  private void change(HeldName name, Event event, Instant at, String note) {
    NameRows.write(handle, name);
    boolean deleted = event == Event.DELETED;
    sequence =
        History.append(
            handle,
            at,
            new History.Entry(
                name.repository(),
                name.name().value(),
                event,
                deleted ? Optional.empty() : name.digest(),
                deleted ? name.digest() : Optional.empty(),
                actor,
                name.revision(),
                Optional.of(note)));
  }
}
