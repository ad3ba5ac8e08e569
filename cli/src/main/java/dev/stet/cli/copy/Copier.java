package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.output.Progress;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries images from a source to a target: blobs first, the name last. */
final class Copier implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final int DEEPEST = 8;

  private final Source source;
  private final Target target;
  private final Progress progress;
  private final Attempts attempts;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
  private final Set<Digest> carried = ConcurrentHashMap.newKeySet();
  private BlobTotals totals = BlobTotals.NONE;

  Copier(Source source, Target target, Progress progress, Attempts attempts) {
    this.source = source;
    this.target = target;
    this.progress = progress;
    this.attempts = attempts;
  }

  /** What the blobs came to so far. */
  synchronized BlobTotals totals() {
    return totals;
  }

  /** Reads the manifest that is to be copied. */
  Source.Found find(Optional<Reference> reference) {
    return attempts.run(() -> source.manifest(reference), source::failure);
  }

  /**
   * Copies a manifest and all that it refers to.
   *
   * @param reference what it is to be named by there
   * @return the digest that the reference names there now
   */
  Digest copy(DownloadedManifest manifest, Reference reference) {
    Optional<Digest> there = attempts.run(() -> target.find(reference), target::failure);
    Digest standing =
        there.equals(Optional.of(manifest.digest()))
            ? manifest.digest()
            : carryWhole(manifest, reference);
    if (reference instanceof Digest) {
      attempts.run(() -> target.list(manifest), target::failure);
    }
    return standing;
  }

  private Digest carryWhole(DownloadedManifest manifest, Reference reference) {
    carryParts(manifest, 0);
    return attempts.run(() -> target.push(reference, manifest), target::failure);
  }

  private void carryParts(DownloadedManifest manifest, int depth) {
    if (depth > DEEPEST) {
      throw Failure.of(ExitCode.FAILURE, "the index is nested too deeply")
          .because("more than " + DEEPEST + " indexes in each other");
    }
    List<Descriptor> blobs = new ArrayList<>(manifest.manifest().requiredBlobs());
    for (Descriptor child : manifest.manifest().manifests()) {
      if (MediaTypes.MANIFESTS.contains(child.mediaType())) {
        carryChild(child.digest(), depth);
      } else if (!child.foreign()) {
        blobs.add(child);
      }
    }
    carryAll(blobs);
  }

  private void carryChild(Digest child, int depth) {
    if (!carried.add(child)
        || attempts.run(() -> target.find(child), target::failure).isPresent()) {
      return;
    }
    DownloadedManifest manifest = find(Optional.of(child)).manifest();
    carryParts(manifest, depth + 1);
    attempts.run(() -> target.push(child, manifest), target::failure);
  }

  private void carryAll(List<Descriptor> blobs) {
    List<Descriptor> wanted = blobs.stream().filter(blob -> carried.add(blob.digest())).toList();
    ExecutorCompletionService<Descriptor> running = new ExecutorCompletionService<>(workers);
    for (Descriptor blob : wanted) {
      running.submit(() -> carry(blob), blob);
    }
    for (int i = 0; i < wanted.size(); i++) {
      await(running);
    }
  }

  private void await(ExecutorCompletionService<Descriptor> running) {
    try {
      Descriptor _ = running.take().get();
    } catch (ExecutionException e) {
      workers.shutdownNow();
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
      throw Failure.of(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private void carry(Descriptor blob) {
    Progress.Step step = progress.begin(blob.digest().abbreviated(), blob.size());
    Target.Received received = attempts.run(() -> carryOnce(blob, step), target::failure);
    step.end(received.words());
    synchronized (this) {
      totals = totals.plus(received, blob.size());
    }
  }

  /** One attempt; where the source is at fault, that is what is told. */
  private Target.Received carryOnce(Descriptor blob, Progress.Step step) throws IOException {
    List<CheckedStream> opened = new ArrayList<>();
    step.restart();
    try {
      return target.receive(
          blob,
          () -> {
            CheckedStream stream = new CheckedStream(source.blob(blob), blob, step);
            opened.add(stream);
            return stream;
          });
    } catch (IOException | Failure e) {
      for (CheckedStream stream : opened) {
        if (stream.wrong().isPresent()) {
          throw stream.wrong().get();
        }
        if (stream.broken().isPresent()) {
          throw new SourceBrokenException(stream.broken().get(), source);
        }
      }
      throw e;
    }
  }

  /** Ends what is still running, and waits until it has: nobody writes to the target afterwards. */
  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
