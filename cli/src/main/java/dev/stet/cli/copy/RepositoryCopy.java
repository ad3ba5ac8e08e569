package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.output.Progress;
import dev.stet.cli.registry.DownloadedManifest;
import dev.stet.cli.registry.RegistryRepository.Pushed;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Copies all that a repository holds: the names that stand first, then those that tools keep about
 * them, then those that move. One that is refused or fails does not stop the others.
 */
final class RepositoryCopy {
  private static final String ROLLING_NAME = "ROLLING_NAME";

  private final Ends ends;
  private final Copier copier;
  private final Run run;
  private final Stop denied = new Stop();

  RepositoryCopy(Ends ends, Run run) {
    this.ends = ends;
    this.run = run;
    this.copier = new Copier(ends, run);
  }

  /** What the blobs came to so far. */
  BlobTotals blobs() {
    return copier.totals();
  }

  /**
   * Copies, and tells what became of each name that was tried.
   *
   * @throws Failure if the repository cannot be listed
   * @throws EndLostException if the source gives no answer to that
   */
  List<CopiedImage> run() {
    List<Reference> all = copier.read(ends.source()::references);
    Set<TagName> channels = copier.write(ends.target()::channels);
    Predicate<Reference> moves = channels::contains;
    Predicate<Reference> stands = moves.or(RepositoryCopy::isAboutOthers).negate();
    List<CopiedImage> tried = new ArrayList<>();
    tried.addAll(copyAll(all.stream().filter(stands)));
    tried.addAll(copyAll(all.stream().filter(stands.or(moves).negate())));
    moveAll(all.stream().filter(moves), channels, tried);
    denied
        .why()
        .ifPresent(why -> tried.add(CopiedImage.failed(ends.place(), Optional.empty(), why)));
    return tried;
  }

  private static boolean isAboutOthers(Reference name) {
    return name instanceof Digest || MachineTag.is(name);
  }

  private List<CopiedImage> copyAll(Stream<Reference> names) {
    List<Optional<CopiedImage>> tried =
        run.workers().eachImage(names.toList(), name -> attempt(name, () -> copy(name)));
    return tried.stream().flatMap(Optional::stream).toList();
  }

  /** Tries one name, unless the copy has been stopped. */
  private Optional<CopiedImage> attempt(Reference name, Supplier<CopiedImage> work) {
    if (run.lost().isSet() || denied.isSet()) {
      return Optional.empty();
    }
    Progress.Step step = run.progress().begin(CopiedImage.reference(ends.place(), name));
    try {
      CopiedImage image = work.get();
      step.end(image.isRefusedAs(ROLLING_NAME) ? "set aside" : image.outcome().words(run.dryRun()));
      return Optional.of(image);
    } catch (EndLostException e) {
      step.end("stopped");
      run.lost().because(e.failure());
      return Optional.empty();
    } catch (Failure why) {
      step.end(Outcome.FAILED.words());
      if (why.exitCode() == ExitCode.NOT_ALLOWED) {
        denied.because(why);
        return Optional.empty();
      }
      return Optional.of(CopiedImage.failed(ends.place(), Optional.of(name), why));
    }
  }

  private CopiedImage copy(Reference name) {
    DownloadedManifest manifest = copier.find(Optional.of(name)).manifest();
    CopiedImage image = copier.copy(manifest, name);
    if (image.there().equals(image.source())) {
      copier.copyReferrers(manifest);
    }
    return image;
  }

  /** What the destination refuses as a tag because it moves is tried again as a channel. */
  private void moveAll(Stream<Reference> moving, Set<TagName> channels, List<CopiedImage> tried) {
    List<CopiedImage> standing = List.copyOf(tried);
    Stream<Reference> refused =
        standing.stream()
            .filter(image -> image.isRefusedAs(ROLLING_NAME))
            .flatMap(image -> image.name().stream());
    tried.removeIf(image -> image.isRefusedAs(ROLLING_NAME));
    for (Reference name : Stream.concat(moving, refused).toList()) {
      if (name instanceof TagName tag) {
        attempt(name, () -> move(tag, channels.contains(tag), standing)).ifPresent(tried::add);
      }
    }
  }

  private CopiedImage move(TagName name, boolean isChannel, List<CopiedImage> standing) {
    DownloadedManifest manifest = copier.find(Optional.of(name)).manifest();
    Digest wanted = manifest.digest();
    Target target = ends.target();
    Optional<Digest> there = isChannel ? copier.write(() -> target.find(name)) : Optional.empty();
    if (there.equals(Optional.of(wanted))) {
      return CopiedImage.there(ends.place(), name, wanted, wanted, Outcome.PRESENT);
    }
    if (!run.makeChannels()) {
      return skipped(name, wanted, "is a name that moves; --channels makes it a channel");
    }
    Optional<TagName> tag = tagOf(wanted, standing);
    if (tag.isEmpty()) {
      return skipped(name, wanted, "a channel points to a tag, and no tag stands for its image");
    }
    return switch (copier.write(
        () ->
            isChannel
                ? target.push(name, manifest)
                : target.createChannel(name, tag.get(), wanted))) {
      case Pushed.Standing(Digest now, _) ->
          CopiedImage.there(ends.place(), name, wanted, now, Outcome.CHANNEL);
      case Pushed.Refused(String reason, Failure why) ->
          CopiedImage.refused(ends.place(), name, wanted, there, reason, why);
    };
  }

  private CopiedImage skipped(TagName name, Digest wanted, String note) {
    return CopiedImage.skipped(ends.place(), Optional.of(name), Optional.of(wanted), note);
  }

  /** The tag that stands for an image; of several the longest, which says most. */
  private static Optional<TagName> tagOf(Digest image, List<CopiedImage> standing) {
    return standing.stream()
        .filter(it -> it.there().equals(Optional.of(image)))
        .filter(it -> it.outcome() == Outcome.COPIED || it.outcome() == Outcome.PRESENT)
        .flatMap(it -> it.tag().stream())
        .filter(tag -> !MachineTag.is(tag))
        .max(
            Comparator.comparingInt((TagName tag) -> tag.value().length()).thenComparing(it -> it));
  }
}
