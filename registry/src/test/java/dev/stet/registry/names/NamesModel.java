package dev.stet.registry.names;

import dev.stet.registry.names.ModelRepository.Channel;
import dev.stet.registry.names.ModelRepository.Gone;
import dev.stet.registry.names.ModelRepository.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of names, as plain as can be: one thing after the other, in memory. Each answer is the
 * status that a client gets, and the reason where there is one.
 */
final class NamesModel {
  /** The one rolling name here. */
  static final String LATEST = "latest";

  private final Map<String, ModelRepository> repositories = new TreeMap<>();
  private final Map<String, String> declarations = new TreeMap<>();
  private final List<String> history = new ArrayList<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private long now;

  /** Does it at a time. */
  String apply(Step step, long time) {
    now = time;
    return switch (step) {
      case Step.Push it -> new ModelPush(this, at(it.repository()), it.image()).push(it.names());
      case Step.DeleteName it -> removal(it.repository()).deleteName(it.name(), it.reason());
      case Step.DeleteManifest it ->
          removal(it.repository()).deleteManifest(it.image(), it.reason());
      case Step.DeleteRepository it -> removal(it.repository()).deleteRepository(it.reason());
      case Step.RestoreName it -> removal(it.repository()).restoreName(it.name());
      case Step.RestoreManifest it -> removal(it.repository()).restoreManifest(it.image());
      case Step.CreateChannel it -> create(at(it.repository()), it.name(), it.tag(), it.follow());
      case Step.MoveChannel it -> move(at(it.repository()), it.name(), it.tag());
      case Step.Follow it -> follow(at(it.repository()), it.name(), it.pattern());
      case Step.RemoveChannel it -> remove(at(it.repository()), it.name());
      case Step.Declare it -> declare(it.pattern(), it.kind());
      case Step.Pin it -> pin(at(it.repository()), it.image());
      case Step.Unpin it -> at(it.repository()).pins.remove(it.image()) ? "200" : "404";
    };
  }

  private ModelRemoval removal(String path) {
    return new ModelRemoval(this, at(path), now);
  }

  void refuse(ModelRepository repository, String name) {
    refused.merge(repository.path + " " + name, 1, Integer::sum);
  }

  private ModelRepository at(String path) {
    return repositories.computeIfAbsent(path, ModelRepository::new);
  }

  /** Everything that can be seen, in lines. */
  List<String> state() {
    List<String> lines = new ArrayList<>();
    repositories.values().forEach(it -> lines.addAll(it.lines()));
    declarations.forEach((pattern, kind) -> lines.add("declared " + pattern + " " + kind));
    refused.forEach((where, count) -> lines.add("refused " + where + " " + count));
    lines.addAll(history);
    return lines;
  }

  long event(
      ModelRepository repository,
      String name,
      String event,
      @Nullable Sample image,
      @Nullable Sample previous) {
    long number = history.size() + 1L;
    history.add(
        "#"
            + number
            + " "
            + repository.path
            + " "
            + name
            + " "
            + event
            + " "
            + image
            + " was "
            + previous);
    return number;
  }

  String kind(ModelRepository repository) {
    String fixed = repository.kind;
    return fixed == null ? declared(repository.path) : fixed;
  }

  private String declared(String path) {
    return declarations.entrySet().stream()
        .filter(it -> covers(it.getKey(), path))
        .max(
            Comparator.<Map.Entry<String, String>, Boolean>comparing(it -> it.getKey().equals(path))
                .thenComparingInt(it -> it.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse("standing");
  }

  private static boolean covers(String pattern, String path) {
    return pattern.endsWith("/**")
        ? path.startsWith(pattern.substring(0, pattern.length() - 2))
        : path.equals(pattern);
  }

  void makeSure(ModelRepository repository) {
    repository.kind = kind(repository);
    repository.live = true;
  }

  static Channel channel(ModelRepository repository, String name) {
    return repository.channel(name).orElseThrow();
  }

  /** Moves the channels that follow a tag which was just claimed. */
  void follow(ModelRepository repository, Name tag) {
    repository.channels.forEach(
        (name, channel) -> {
          if (!channel.follow.isEmpty() && ModelRepository.matches(channel.follow, tag.name)) {
            point(repository, name, tag);
          }
        });
  }

  void point(ModelRepository repository, String name, Name tag) {
    Name held = repository.live(name).orElseThrow();
    held.number = event(repository, name, "moved", tag.image, held.image);
    held.image = tag.image;
    channel(repository, name).tag = tag.name;
  }

  void burn(ModelRepository repository, Name name, Gone why) {
    event(repository, name.name, "deleted", null, name.image);
    name.gone = why;
    repository.channels.remove(name.name);
  }

  private String create(ModelRepository repository, String name, String tag, String follow) {
    if (kind(repository).equals("mutable")) {
      return "409 WRONG_KIND";
    }
    Name held = repository.names.get(name);
    if (held != null && !held.kind.equals("mutable")) {
      boolean asWanted =
          repository
              .channel(name)
              .filter(it -> it.follow.equals(follow) && (tag.isEmpty() || it.tag.equals(tag)))
              .isPresent();
      return asWanted ? "201" : "409 WRONG_KIND";
    }
    Optional<Name> target = repository.liveTag(tag);
    if (!tag.isEmpty() && target.isEmpty()) {
      return "409 CHANNEL_NEEDS_TAG";
    }
    Optional<Name> points =
        target.or(() -> follow.isEmpty() ? Optional.empty() : repository.newestTag(follow));
    makeSure(repository);
    Name created = new Name(name, "channel");
    created.image = points.map(it -> it.image).orElse(null);
    created.number = event(repository, name, "created", created.image, null);
    repository.names.put(name, created);
    repository.channels.put(name, new Channel(points.map(it -> it.name).orElse(""), follow));
    return "201";
  }

  private String move(ModelRepository repository, String name, String tag) {
    if (repository.channel(name).isEmpty()) {
      return "404";
    }
    Optional<Name> target = repository.liveTag(tag);
    if (target.isEmpty()) {
      return "409 CHANNEL_NEEDS_TAG";
    }
    if (!channel(repository, name).tag.equals(tag)) {
      point(repository, name, target.get());
    }
    return "200";
  }

  private String follow(ModelRepository repository, String name, String pattern) {
    if (repository.channel(name).isEmpty()) {
      return "404";
    }
    Channel channel = channel(repository, name);
    channel.follow = pattern;
    (pattern.isEmpty() ? Optional.<Name>empty() : repository.newestTag(pattern))
        .filter(newest -> !newest.name.equals(channel.tag))
        .ifPresent(newest -> point(repository, name, newest));
    return "200";
  }

  private String remove(ModelRepository repository, String name) {
    if (repository.channel(name).isEmpty()) {
      return "404";
    }
    burn(repository, repository.live(name).orElseThrow(), new Gone(now, "owner"));
    return "200";
  }

  private String declare(String pattern, String kind) {
    String before = declarations.get(pattern);
    if (kind.equals(before)) {
      return "200";
    }
    if (kind.equals("mutable")) {
      boolean pushedTo =
          repositories.values().stream()
              .anyMatch(it -> "standing".equals(it.kind) && covers(pattern, it.path));
      if (before != null || pushedTo) {
        return "409 WRONG_KIND";
      }
    } else if (pattern.endsWith("/**")) {
      return "409 WRONG_KIND";
    } else {
      stand(at(pattern));
    }
    declarations.put(pattern, kind);
    return "200";
  }

  private void stand(ModelRepository repository) {
    if (!"mutable".equals(repository.kind)) {
      return;
    }
    repository.kind = "standing";
    repository.names.values().stream()
        .filter(Name::live)
        .sorted(
            Comparator.<Name, Boolean>comparing(it -> it.name.equals(LATEST))
                .thenComparingLong(it -> it.number))
        .toList()
        .forEach(it -> stand(repository, it));
  }

  private void stand(ModelRepository repository, Name name) {
    Sample image = name.image;
    if (image == null) {
      throw new AssertionError(name.name + " names nothing");
    }
    if (name.name.equals(LATEST)) {
      name.kind = "channel";
      String tag = repository.newestTag(image).map(it -> it.name).orElse("");
      repository.channels.put(LATEST, new Channel(tag, ""));
    } else {
      name.kind = ModelPush.fits(repository, name.name, image) ? "machine" : "tag";
    }
    name.number = event(repository, name.name, "stands", image, image);
  }

  private static String pin(ModelRepository repository, Sample image) {
    if (!repository.shows(image)) {
      return "404";
    }
    return repository.pins.add(image) ? "201" : "200";
  }
}
