package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.output.Progress;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.oci.Descriptor;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import dev.stet.oci.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries images from a source to a target: blobs first, children before the index that lists them,
 * the name last. What two images share is carried once. Safe for use by many threads.
 */
final class Copier {
  private static final int DEEPEST = 8;

  private final Ends ends;
  private final Source source;
  private final Target target;
  private final Workers workers;
  private final Progress progress;
  private final Attempts attempts;
  private final Once<Digest> blobs = new Once<>();
  private final Once<Digest> manifests = new Once<>();
  private final Set<Digest> asked = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean warned = new AtomicBoolean();
  private BlobTotals totals = BlobTotals.NONE;

  Copier(Ends ends, Run run) {
    this.ends = ends;
    this.source = ends.source();
    this.target = ends.target();
    this.workers = run.workers();
    this.progress = run.progress();
    this.attempts = run.attempts();
  }

  /** What the blobs came to so far. */
  synchronized BlobTotals totals() {
    return totals;
  }

  /** Asks the source, again and again where that may help. */
  <T> T read(Attempts.Work<T> work) {
    return attempts.run(work, source::failure);
  }

  /** Asks the target, again and again where that may help. */
  <T> T write(Attempts.Work<T> work) {
    return attempts.run(work, target::failure);
  }

  /** Reads the manifest that is to be copied. */
  Source.Found find(Optional<Reference> reference) {
    return read(() -> source.manifest(reference));
  }

  /**
   * Copies a manifest and all that it refers to.
   *
   * @param name what it is to be named by there
   */
  CopiedImage copy(DownloadedManifest manifest, Reference name) {
    Digest wanted = manifest.digest();
    Optional<Digest> there = write(() -> target.find(name));
    boolean present = there.equals(Optional.of(wanted));
    if (present && !target.waits(name)) {
      list(manifest, name);
      return CopiedImage.there(ends.place(), name, wanted, wanted, Outcome.PRESENT);
    }
    if (!present) {
      carryParts(manifest, 0);
    }
    return switch (write(() -> target.push(name, manifest))) {
      case Pushed.Standing(Digest standing, String quorum) -> {
        list(manifest, name);
        boolean kept =
            standing.algorithm() == wanted.algorithm() && !standing.hex().equals(wanted.hex());
        Outcome pushed = present ? Outcome.PRESENT : Outcome.COPIED;
        CopiedImage image =
            CopiedImage.there(ends.place(), name, wanted, standing, kept ? Outcome.KEPT : pushed);
        yield target.waits(name) ? image.after(Quorum.of(quorum)) : image;
      }
      case Pushed.Refused(String reason, Failure why) ->
          CopiedImage.refused(ends.place(), name, wanted, there, reason, why);
    };
  }

  private void list(DownloadedManifest manifest, Reference name) {
    if (name instanceof Digest) {
      list(manifest);
    }
  }

  private void list(DownloadedManifest manifest) {
    if (!write(() -> target.list(manifest)) && warned.compareAndSet(false, true)) {
      progress.say(
          "warning: "
              + ends.place()
              + " does not list what refers to an image; it is there by its digest alone");
    }
  }

  private void carryParts(DownloadedManifest manifest, int depth) {
    if (depth > DEEPEST) {
      throw tooDeep("the index is nested too deeply");
    }
    List<Descriptor> wanted = new ArrayList<>(manifest.manifest().requiredBlobs());
    for (Descriptor child : manifest.manifest().manifests()) {
      if (isManifest(child)) {
        carryManifest(child.digest(), depth + 1, _ -> {});
      } else if (!child.foreign()) {
        wanted.add(child);
      }
    }
    workers.eachBlob(wanted, this::carryBlob);
  }

  private static boolean isManifest(Descriptor child) {
    return MediaTypes.MANIFESTS.contains(child.mediaType());
  }

  private static Failure tooDeep(String what) {
    return Failure.of(ExitCode.FAILURE, what)
        .because("more than " + DEEPEST + " manifests refer to each other");
  }

  /** Carries a manifest that has no name of its own. */
  private void carryManifest(Digest digest, int depth, Consumer<DownloadedManifest> pushed) {
    manifests.run(
        digest,
        () -> {
          if (write(() -> target.find(digest)).isEmpty()) {
            DownloadedManifest manifest = find(Optional.of(digest)).manifest();
            carryParts(manifest, depth);
            if (write(() -> target.push(digest, manifest))
                instanceof Pushed.Refused(_, Failure why)) {
              throw why;
            }
            pushed.accept(manifest);
          }
        });
  }

  /**
   * Copies what refers to an image that is there: signatures, attestations, and what refers to
   * those; also to each child of an index.
   */
  void copyReferrers(DownloadedManifest image) {
    copyReferrers(image.digest(), image.manifest().manifests(), 0);
  }

  private void copyReferrers(Digest subject, List<Descriptor> children, int depth) {
    if (depth > DEEPEST) {
      throw tooDeep("what refers to " + subject.abbreviated() + " is nested too deeply");
    }
    if (!asked.add(subject)) {
      return;
    }
    for (Descriptor referrer : read(() -> source.referrers(subject))) {
      carryManifest(referrer.digest(), 0, this::list);
      copyReferrersOf(referrer, depth);
    }
    children.stream().filter(Copier::isManifest).forEach(child -> copyReferrersOf(child, depth));
  }

  private void copyReferrersOf(Descriptor manifest, int depth) {
    List<Descriptor> children =
        MediaTypes.isIndex(manifest.mediaType())
            ? find(Optional.of(manifest.digest())).manifest().manifest().manifests()
            : List.of();
    copyReferrers(manifest.digest(), children, depth + 1);
  }

  private void carryBlob(Descriptor blob) {
    blobs.run(blob.digest(), () -> carry(blob));
  }

  private void carry(Descriptor blob) {
    Progress.Step step = progress.begin(blob.digest().abbreviated(), blob.size());
    Target.Received received = write(() -> carryOnce(blob, step));
    step.end(received.words());
    synchronized (this) {
      totals = totals.plus(received, blob.size());
    }
  }

  /** One attempt; where the source is at fault, that is what is told. */
  private Target.Received carryOnce(Descriptor blob, Progress.Step step) throws IOException {
    List<CheckedStream> opened = new CopyOnWriteArrayList<>();
    IOException stalled =
        new IOException("nothing moved for " + attempts.patience().toSeconds() + " seconds");
    step.restart();
    try (StallWatch watch =
        new StallWatch(
            () -> opened.stream().mapToLong(CheckedStream::count).sum(),
            attempts.patience(),
            () -> opened.forEach(stream -> stream.stall(stalled)))) {
      try {
        return target.receive(
            blob,
            () -> {
              CheckedStream stream = new CheckedStream(open(blob), blob, step);
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
        if (watch.isStalled()) {
          throw stalled;
        }
        throw e;
      }
    }
  }

  private InputStream open(Descriptor blob) throws SourceBrokenException {
    try {
      return source.blob(blob);
    } catch (IOException e) {
      throw new SourceBrokenException(e, source);
    }
  }
}
