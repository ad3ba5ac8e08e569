package dev.stet.registry.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the model knows of one repository. */
final class ModelRepository {
  /** Why and when something was taken away. */
  record Gone(long at, String reason) {
    boolean withdrawn() {
      return reason.equals("security") || reason.equals("legal");
    }
  }

  /** A name that was ever given. */
  static final class Name {
    final String name;
    String kind;
    @Nullable Sample image;
    long number;
    @Nullable Gone gone;

    Name(String name, String kind) {
      this.name = name;
      this.kind = kind;
    }

    boolean live() {
      return gone == null;
    }

    boolean isTag() {
      return kind.equals("tag");
    }

    boolean names(Sample sample) {
      return live() && image == sample;
    }
  }

  /** Where a channel points, and what it follows. */
  static final class Channel {
    String tag;
    String follow;

    Channel(String tag, String follow) {
      this.tag = tag;
      this.follow = follow;
    }
  }

  final String path;
  final Map<String, Name> names = new TreeMap<>();
  final Map<String, Channel> channels = new TreeMap<>();

  /** The manifests that were ever pushed; those that are shown have an empty value. */
  final Map<Sample, Optional<Gone>> manifests = new TreeMap<>();

  final Set<Sample> pins = new TreeSet<>();
  final Set<Sample> withdrawn = new TreeSet<>();
  @Nullable String kind;
  boolean live;

  ModelRepository(String path) {
    this.path = path;
  }

  boolean shows(Sample image) {
    return Optional.of(Optional.<Gone>empty()).equals(Optional.ofNullable(manifests.get(image)));
  }

  Name held(String name) {
    return Optional.ofNullable(names.get(name)).orElseThrow();
  }

  Optional<Name> live(String name) {
    return Optional.ofNullable(names.get(name)).filter(Name::live);
  }

  Optional<Name> liveTag(String name) {
    return live(name).filter(Name::isTag);
  }

  Optional<Channel> channel(String name) {
    return live(name).map(it -> channels.get(it.name));
  }

  private Stream<Name> newestTags() {
    return names.values().stream()
        .filter(it -> it.live() && it.isTag())
        .sorted(Comparator.comparingLong((Name it) -> it.number).reversed());
  }

  Optional<Name> newestTag(Sample image) {
    return newestTags().filter(it -> it.names(image)).findFirst();
  }

  Optional<Name> newestTag(String pattern) {
    return newestTags().filter(it -> matches(pattern, it.name)).findFirst();
  }

  /** As plain as can be: the patterns here have one star, at their end. */
  static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  /** Whether a push that needs the image finds it, be it after a collection. */
  boolean comesBack(Sample image) {
    Optional<Gone> gone = manifests.get(image);
    return gone != null && (gone.isEmpty() || gone.get().reason().equals("retention"));
  }

  void show(Sample image) {
    if (!withdrawn.contains(image)) {
      manifests.put(image, Optional.empty());
    }
    image.child().ifPresent(this::show);
  }

  boolean isProtected(Sample image) {
    Set<Sample> above = new LinkedHashSet<>(Set.of(image));
    if (image == Sample.A && shows(Sample.INDEX)) {
      above.add(Sample.INDEX);
    }
    boolean attached =
        live(Sample.SIGNATURE_OF_A)
            .filter(it -> it.kind.equals("machine") && it.names(image))
            .isPresent();
    if (attached && manifests.containsKey(Sample.A)) {
      above.add(Sample.A);
      if (shows(Sample.INDEX)) {
        above.add(Sample.INDEX);
      }
    }
    return above.stream()
        .anyMatch(
            it -> pins.contains(it) || channels.keySet().stream().anyMatch(c -> points(c, it)));
  }

  private boolean points(String channel, Sample image) {
    return live(channel).filter(it -> it.names(image)).isPresent();
  }

  /** Everything that can be seen of it, in lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (kind != null) {
      lines.add(path + " is " + kind + (live ? "" : ", deleted"));
    }
    for (Name it : names.values()) {
      Gone gone = it.gone;
      lines.add(
          path
              + " name "
              + it.name
              + " "
              + it.kind
              + " "
              + it.image
              + " #"
              + it.number
              + (gone == null ? "" : " deleted " + gone.reason()));
    }
    channels.forEach(
        (name, it) ->
            lines.add(path + " channel " + name + " [" + it.tag + "] [" + it.follow + "]"));
    manifests.forEach(
        (image, gone) ->
            lines.add(
                path + " manifest " + image + gone.map(it -> " hidden " + it.reason()).orElse("")));
    pins.forEach(image -> lines.add(path + " pin " + image));
    return lines;
  }
}
