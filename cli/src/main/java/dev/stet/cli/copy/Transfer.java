package dev.stet.cli.copy;

import dev.stet.cli.command.Failure;
import dev.stet.cli.copy.Source.Found;
import dev.stet.cli.registry.RegistryCatalog;
import dev.stet.oci.Reference;
import java.util.List;
import java.util.Optional;

/** Copies one image, all of a repository, or all repositories of a registry. */
record Transfer(Run run) {
  /**
   * Copies one image.
   *
   * @param from the image at the source
   * @param to its name at the target; empty for the one that it has at the source
   * @throws Failure if it was not copied
   */
  CopyResult one(Ends ends, Optional<Reference> from, Optional<Reference> to) {
    Copier copier = new Copier(ends, run);
    try {
      Found found = copier.find(from);
      Reference name =
          to.or(() -> found.name().map(Reference.class::cast))
              .orElseGet(() -> found.manifest().digest());
      CopiedImage image = copier.copy(found.manifest(), name);
      if (image.failure().isPresent()) {
        throw image.failure().get();
      }
      finish(ends.target());
      return new CopyResult(List.of(image), copier.totals(), run.dryRun(), false);
    } catch (EndLostException e) {
      throw e.failure();
    }
  }

  /**
   * Copies all of a repository, as far as it can be.
   *
   * @throws Failure if it cannot be listed
   */
  CopyResult repository(Ends ends) {
    RepositoryCopy copy = new RepositoryCopy(ends, run);
    try {
      List<CopiedImage> images = copy.run();
      if (!run.lost().isSet()) {
        finish(ends.target());
      }
      return new CopyResult(images, copy.blobs(), run.dryRun(), true);
    } catch (EndLostException e) {
      throw e.failure();
    }
  }

  private void finish(Target target) {
    run.attempts()
        .run(
            () -> {
              target.finish();
              return true;
            },
            target::failure);
  }

  /**
   * Copies all repositories of a registry, as far as they can be.
   *
   * @throws Failure if they cannot be listed
   */
  CopyResult registry(Opener opener, RegistryOperand from, RegistryOperand to) {
    RegistryCatalog catalog = opener.catalog(from.host());
    try {
      List<String> names = run.attempts().run(catalog::repositories, catalog::unreachable);
      List<RegistryCopy.Result> results =
          new RegistryCopy(name -> opener.open(from.repository(name), to.repository(name)), run)
              .run(names);
      return new CopyResult(
          results.stream().flatMap(result -> result.images().stream()).toList(),
          results.stream()
              .map(RegistryCopy.Result::blobs)
              .reduce(BlobTotals.NONE, BlobTotals::plus),
          run.dryRun(),
          true);
    } catch (EndLostException e) {
      throw e.failure();
    }
  }
}
