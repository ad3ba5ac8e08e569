package dev.stet.registry.names;

import dev.stet.registry.names.ModelRepository.Gone;
import dev.stet.registry.names.ModelRepository.Name;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the model says of one push. */
final class ModelPush {
  private final NamesModel model;
  private final ModelRepository repository;
  private final Sample image;

  ModelPush(NamesModel model, ModelRepository repository, Sample image) {
    this.model = model;
    this.repository = repository;
    this.image = image;
  }

  String push(List<String> names) {
    Map<String, String> deeds = new LinkedHashMap<>();
    for (String name : names) {
      String deed = deed(name, names);
      if (deed.startsWith("409")) {
        model.refuse(repository, name);
        return deed;
      }
      deeds.put(name, deed);
    }
    if (repository.withdrawn.contains(image)) {
      names.forEach(name -> model.refuse(repository, name));
      return "409 WITHDRAWN";
    }
    boolean asItIs = !deeds.isEmpty() && deeds.values().stream().allMatch("keep"::equals);
    if (asItIs && repository.shows(image)) {
      return "201";
    }
    if (image.child().filter(child -> !repository.comesBack(child)).isPresent()) {
      return "400";
    }
    model.makeSure(repository);
    boolean wasThere = repository.shows(image);
    repository.manifests.put(image, Optional.empty());
    if (!wasThere || image.child().filter(child -> !repository.shows(child)).isPresent()) {
      repository.show(image);
    }
    deeds.forEach((name, deed) -> give(name, deed));
    deeds.forEach(
        (name, deed) -> {
          if (deed.equals("point")) {
            Name tag = repository.newestTag(image).orElseThrow();
            if (!NamesModel.channel(repository, name).tag.equals(tag.name)) {
              model.point(repository, name, tag);
            }
          }
        });
    return "201";
  }

  /** What a push does to one of its names; a refusal begins with its status. */
  private String deed(String name, Collection<String> all) {
    Name held = repository.names.get(name);
    if (model.kind(repository).equals("mutable")) {
      return held == null ? "give mutable" : rewrite(held);
    }
    if (held == null) {
      return free(name);
    }
    return switch (held.kind) {
      case "tag" -> tag(held);
      case "channel" -> held.live() ? channel(held, all) : "409 TAG_BURNT";
      case "machine" -> fits(repository, name, image) ? rewrite(held) : "409 WRONG_KIND";
      default -> free(name);
    };
  }

  private String rewrite(Name held) {
    if (held.names(image)) {
      return "keep";
    }
    return held.live() ? "move" : "give " + held.kind;
  }

  private String tag(Name held) {
    Gone gone = held.gone;
    if (gone == null) {
      return held.image == image ? "keep" : "409 TAG_TAKEN";
    }
    return held.image == image && !gone.withdrawn() ? "restore" : "409 TAG_BURNT";
  }

  private String channel(Name held, Collection<String> all) {
    if (held.names(image) && !NamesModel.channel(repository, held.name).tag.isEmpty()) {
      return "keep";
    }
    boolean hasTag =
        repository.newestTag(image).isPresent()
            || all.stream()
                .filter(other -> repository.channel(other).isEmpty())
                .map(other -> deed(other, List.of()))
                .anyMatch(deed -> deed.equals("give tag") || deed.equals("restore"));
    return hasTag ? "point" : "409 CHANNEL_NEEDS_TAG";
  }

  private String free(String name) {
    if (name.equals(NamesModel.LATEST)) {
      return "409 ROLLING_NAME";
    }
    if (fits(repository, name, image)) {
      return "give machine";
    }
    boolean lies = image == Sample.BUILT && name.equals("main-3035eca");
    return lies ? "409 TAG_LIES" : "give tag";
  }

  /** An index whose parts are not there is refused for that. */
  static boolean fits(ModelRepository repository, String name, Sample image) {
    boolean runs = image.child().map(repository.manifests::containsKey).orElseGet(image::runs);
    return image.isCache() || (name.equals(Sample.SIGNATURE_OF_A) && !runs);
  }

  private void give(String name, String deed) {
    switch (deed) {
      case "keep", "point" -> {}
      case "restore" -> {
        model.event(repository, name, "restored", image, null);
        repository.held(name).gone = null;
      }
      case "move" -> {
        Name held = repository.held(name);
        held.number = model.event(repository, name, "moved", image, held.image);
        held.image = image;
      }
      default -> {
        Name given = new Name(name, deed.substring("give ".length()));
        given.image = image;
        given.number = model.event(repository, name, "claimed", image, null);
        repository.names.put(name, given);
        if (given.isTag()) {
          model.follow(repository, given);
        }
      }
    }
  }
}
