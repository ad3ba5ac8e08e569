package dev.stet.server.cosigning;

import dev.stet.log.Note;
import dev.stet.log.NoteSignature;
import dev.stet.log.VerifierKey;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What partners have signed since the start, put together by size, and how far the quorum is. Safe
 * for use by many threads.
 */
final class Gathered {
  private final Quorum quorum;
  private final CosignedCheckpoints kept;
  private final CosigningObserver observer;
  private final TreeMap<Long, Merged> bySize = new TreeMap<>(); // guarded by this
  private long reached = -1; // the size that the quorum has signed; guarded by this
  private boolean closed; // guarded by this

  Gathered(Quorum quorum, CosignedCheckpoints kept, CosigningObserver observer) {
    this.quorum = quorum;
    this.kept = kept;
    this.observer = observer;
  }

  /** A round begins with this checkpoint. */
  synchronized void begin(long size, Note checkpoint) {
    bySize.computeIfAbsent(size, _ -> new Merged(checkpoint));
  }

  /** Adds a signature, and returns the checkpoint with all that it has. */
  synchronized Note add(long size, VerifierKey key, NoteSignature line) {
    Merged merged = bySize.computeIfAbsent(size, _ -> noRound(size));
    merged.add(key, line);
    return merged.signed();
  }

  private static Merged noRound(long size) {
    throw new IllegalStateException("no round began with size " + size);
  }

  /** Forgets smaller checkpoints than this, which nobody is asked for any more. */
  synchronized void forget(long size) {
    bySize.headMap(Math.min(size, bySize.lastKey())).clear();
  }

  /** Whether enough have signed. */
  boolean isEnough(Note note) {
    return quorum.isMet(note);
  }

  /** Keeps a checkpoint that the quorum has signed. */
  void keepQuorum(long size, Note note) {
    kept.keepQuorum(note);
    synchronized (this) {
      if (size > reached) {
        reached = size;
        observer.quorum(size);
        notifyAll();
      }
    }
  }

  /** Keeps what a round came to, for policies that demand others than ours does. */
  void keepSet(long size) {
    Optional<Merged.Set> set;
    synchronized (this) {
      set = Optional.ofNullable(bySize.get(size)).flatMap(Merged::set);
    }
    set.ifPresent(it -> kept.keep(it.names(), it.checkpoint()));
  }

  synchronized long reached() {
    return reached;
  }

  synchronized boolean await(long size, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (reached < size && left > 0 && !closed) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    return reached >= size;
  }

  /** Nothing more is signed: who waits is told so. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
