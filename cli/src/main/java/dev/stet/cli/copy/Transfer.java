package dev.stet.cli.copy;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.copy.Source.Found;
import dev.stet.cli.output.Progress;
import dev.stet.oci.Digest;
import dev.stet.oci.Reference;
import dev.stet.oci.TagName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies one image, or every tag, and keeps what was refused on the way. */
final class Transfer {
  private final Ends ends;
  private final Location to;
  private final Progress progress;
  private final Attempts attempts;
  private final List<Failure> refusals = new ArrayList<>();

  Transfer(Ends ends, Location to, Progress progress, Attempts attempts) {
    this.ends = ends;
    this.to = to;
    this.progress = progress;
    this.attempts = attempts;
  }

  /** The tags that were refused while others were copied. */
  List<Failure> refusals() {
    return List.copyOf(refusals);
  }

  /** Copies the image under a reference. */
  CopyResult one(Optional<Reference> from, boolean dryRun) {
    try (Copier copier = copier()) {
      Found found = copier.find(from);
      Optional<TagName> tag =
          to.reference().filter(TagName.class::isInstance).map(TagName.class::cast).or(found::name);
      CopiedImage image = copy(copier, found, tag);
      finish();
      return new CopyResult(List.of(image), copier.totals(), dryRun);
    }
  }

  /** Copies every tag; one that is refused by policy does not stop the others. */
  CopyResult all(boolean dryRun) {
    if (to.reference().isPresent()) {
      throw Failure.of(ExitCode.USAGE, "--all copies many tags, and DST names one")
          .because("wanted a repository, a folder or a file")
          .next("stet copy --help");
    }
    try (Copier copier = copier()) {
      List<CopiedImage> images = new ArrayList<>();
      for (TagName tag : attempts.run(ends.source()::tags, ends.source()::failure)) {
        copyOrRefuse(copier, tag).ifPresent(images::add);
      }
      finish();
      return new CopyResult(images, copier.totals(), dryRun);
    }
  }

  private Optional<CopiedImage> copyOrRefuse(Copier copier, TagName tag) {
    try {
      return Optional.of(copy(copier, copier.find(Optional.of(tag)), Optional.of(tag)));
    } catch (Failure failure) {
      if (failure.exitCode() != ExitCode.REFUSED) {
        throw failure;
      }
      refusals.add(failure);
      return Optional.empty();
    }
  }

  private CopiedImage copy(Copier copier, Found found, Optional<TagName> tag) {
    Digest wanted = found.manifest().digest();
    Reference reference = tag.isPresent() ? tag.get() : wanted;
    Digest standing = copier.copy(found.manifest(), reference);
    return CopiedImage.of(ends.place(), tag.map(TagName::value).orElse(null), standing, wanted);
  }

  private void finish() {
    attempts.run(
        () -> {
          ends.target().finish();
          return true;
        },
        ends.target()::failure);
  }

  private Copier copier() {
    return new Copier(ends.source(), ends.target(), progress, attempts);
  }
}
