package dev.stet.registry.names;

import dev.stet.registry.names.ModelRepository.Gone;
import dev.stet.registry.names.ModelRepository.Name;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the model says of taking away and bringing back. */
final class ModelRemoval {
  private final NamesModel model;
  private final ModelRepository repository;
  private final long now;

  ModelRemoval(NamesModel model, ModelRepository repository, long now) {
    this.model = model;
    this.repository = repository;
    this.now = now;
  }

  String deleteName(String name, String reason) {
    Optional<Name> held = repository.live(name);
    if (held.isEmpty()) {
      return "404";
    }
    if (held.get().kind.equals("channel")) {
      return "405 WRONG_KIND";
    }
    Sample image = held.get().image;
    if (image != null && repository.isProtected(image)) {
      return "405 PROTECTED";
    }
    model.burn(repository, held.get(), new Gone(now, reason));
    return "200";
  }

  String deleteManifest(Sample image, String reason) {
    if (!repository.shows(image)) {
      return "404";
    }
    if (image == Sample.A && repository.shows(Sample.INDEX)) {
      return "405 NEEDED";
    }
    if (repository.isProtected(image)) {
      return "405 PROTECTED";
    }
    repository.names.values().stream()
        .filter(it -> it.names(image))
        .sorted(Comparator.comparingLong((Name it) -> it.number).reversed())
        .forEach(it -> model.burn(repository, it, new Gone(now, reason)));
    hide(image, reason);
    model.event(repository, "", "deleted", image, null);
    return "200";
  }

  private void hide(Sample image, String reason) {
    Gone gone = new Gone(now, reason);
    repository.manifests.put(image, Optional.of(gone));
    if (gone.withdrawn()) {
      repository.withdrawn.add(image);
    }
  }

  String deleteRepository(String reason) {
    if (!repository.live) {
      return "404";
    }
    if (!repository.pins.isEmpty()) {
      return "405 PROTECTED";
    }
    repository.names.values().stream()
        .filter(Name::live)
        .forEach(it -> model.burn(repository, it, new Gone(now, reason)));
    List.copyOf(repository.manifests.keySet()).stream()
        .filter(repository::shows)
        .forEach(image -> hide(image, reason));
    repository.live = false;
    model.event(repository, "", "deleted", null, null);
    return "200";
  }

  String restoreName(String name) {
    Name held = repository.names.get(name);
    if (held == null) {
      return "404";
    }
    Gone gone = held.gone;
    if (held.kind.equals("channel") && gone != null) {
      return "409 TAG_BURNT";
    }
    Sample image = held.image;
    if (image == null || isFree(held)) {
      return "404";
    }
    if (gone == null) {
      return "200";
    }
    return gone.withdrawn() ? "409 WITHDRAWN" : restore(image, List.of(held));
  }

  /** In a mutable repository that came to stand, names that had been deleted are free. */
  private boolean isFree(Name name) {
    return name.kind.equals("mutable") && model.kind(repository).equals("standing");
  }

  String restoreManifest(Sample image) {
    Optional<Gone> gone = repository.manifests.get(image);
    if (gone == null) {
      return "404";
    }
    if (gone.isEmpty()) {
      return "200";
    }
    return restore(
        image,
        repository.names.values().stream()
            .filter(it -> it.image == image && gone.get().equals(it.gone))
            .filter(it -> !it.kind.equals("channel") && !isFree(it))
            .sorted(Comparator.comparingLong(it -> it.number))
            .toList());
  }

  private String restore(Sample image, List<Name> names) {
    if (repository.withdrawn.contains(image)
        || image.child().filter(repository.withdrawn::contains).isPresent()) {
      return "409 WITHDRAWN";
    }
    model.makeSure(repository);
    boolean hidden = !repository.shows(image);
    repository.show(image);
    if (hidden) {
      model.event(repository, "", "restored", image, null);
    }
    for (Name name : names) {
      model.event(repository, name.name, "restored", image, null);
      name.gone = null;
    }
    return "200";
  }
}
