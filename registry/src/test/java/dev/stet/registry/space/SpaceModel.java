package dev.stet.registry.space;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a repository shows, as a person would say it: maps and sets, and the rules of collection in
 * the words of the documentation. One tag a manifest, called like it.
 */
final class SpaceModel {
  private static final Duration UNTAGGED = Duration.ofDays(14);
  private static final Duration LOOSE = Duration.ofDays(1);
  private static final Duration WINDOW = Duration.ofDays(7);

  /** A manifest that may be pushed, and what it refers to. */
  record Plan(Set<String> blobs, Set<String> children, @Nullable String subject) {}

  enum State {
    ABSENT,
    SHOWN,
    HIDDEN
  }

  /** What is known of a manifest or blob. */
  private static final class Item {
    private State state = State.ABSENT;
    private Instant pushedAt = Instant.EPOCH;
    private Instant hiddenAt = Instant.EPOCH;
    private boolean collected;

    void hide(Instant now, boolean byCollection) {
      state = State.HIDDEN;
      hiddenAt = now;
      collected = byCollection;
    }

    void show() {
      if (state == State.HIDDEN) {
        state = State.SHOWN;
      }
    }

    boolean isCollected() {
      return state == State.HIDDEN && collected;
    }
  }

  private final Map<String, Plan> plans;
  private final Map<String, Item> manifests = new LinkedHashMap<>();
  private final Map<String, Item> blobs = new LinkedHashMap<>();
  private final Set<String> live = new LinkedHashSet<>();
  private final Map<String, Instant> burnt = new LinkedHashMap<>();
  private final Set<String> pinned = new LinkedHashSet<>();

  SpaceModel(Map<String, Plan> plans) {
    this.plans = plans;
    plans.forEach(
        (name, plan) -> {
          manifests.put(name, new Item());
          plan.blobs().forEach(blob -> blobs.put(blob, new Item()));
        });
  }

  private Plan plan(String manifest) {
    return plans.getOrDefault(manifest, new Plan(Set.of(), Set.of(), null));
  }

  private Item manifest(String name) {
    return manifests.getOrDefault(name, new Item());
  }

  private Item blob(String name) {
    return blobs.getOrDefault(name, new Item());
  }

  /** What there is, e.g. {@code image-a SHOWN}. */
  Set<String> manifestStates() {
    return manifests.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().state)
        .collect(Collectors.toSet());
  }

  Set<String> blobStates() {
    return blobs.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().state)
        .collect(Collectors.toSet());
  }

  Set<String> liveTags() {
    return Set.copyOf(live);
  }

  /** Pushes the blobs, then the manifest; the status of that. */
  int push(String name, boolean tagged, Instant now) {
    for (String blob : plan(name).blobs()) {
      blob(blob).state = State.SHOWN;
      blob(blob).pushedAt = now;
    }
    if (tagged && live.contains(name)) {
      return 201; // it names this very image already
    }
    boolean missing =
        plan(name).children().stream()
            .map(this::manifest)
            .anyMatch(child -> child.state != State.SHOWN && !child.isCollected());
    if (missing) {
      return 400;
    }
    boolean bringsBack =
        manifest(name).state == State.HIDDEN
            || plan(name).children().stream().map(this::manifest).anyMatch(Item::isCollected);
    manifest(name).state = State.SHOWN;
    manifest(name).pushedAt = now;
    if (bringsBack) {
      show(name);
    }
    if (tagged) {
      live.add(name);
      burnt.remove(name);
    }
    return 201;
  }

  /** Shows a manifest, all it needs, and the referrers that were collected, with all they need. */
  private void show(String name) {
    Deque<String> todo = new ArrayDeque<>(Set.of(name));
    Set<String> seen = new LinkedHashSet<>();
    while (!todo.isEmpty()) {
      String next = todo.pop();
      if (!seen.add(next) || manifest(next).state == State.ABSENT) {
        continue;
      }
      todo.addAll(plan(next).children());
      plans.keySet().stream()
          .filter(referrer -> next.equals(plan(referrer).subject()))
          .filter(referrer -> manifest(referrer).isCollected())
          .forEach(todo::add);
    }
    for (String shown : seen) {
      if (manifest(shown).state != State.ABSENT) {
        plan(shown).blobs().forEach(blob -> blob(blob).show());
        manifest(shown).show();
      }
    }
  }

  int deleteTag(String name, Instant now) {
    if (!live.contains(name)) {
      return 404;
    }
    if (isProtected(name)) {
      return 405;
    }
    burn(name, now);
    return 202;
  }

  private void burn(String name, Instant now) {
    if (live.remove(name)) {
      burnt.put(name, now);
    }
  }

  int deleteManifest(String name, Instant now) {
    if (manifest(name).state != State.SHOWN) {
      return 404;
    }
    if (parents(name).findAny().isPresent() || isProtected(name)) {
      return 405;
    }
    burn(name, now);
    manifest(name).hide(now, false);
    return 202;
  }

  /** The indexes that list a manifest and are shown. */
  private java.util.stream.Stream<String> parents(String name) {
    return plans.keySet().stream()
        .filter(index -> plan(index).children().contains(name))
        .filter(index -> manifest(index).state == State.SHOWN);
  }

  private boolean isProtected(String name) {
    String subject = plan(name).subject();
    return pinned.contains(name)
        || parents(name).anyMatch(this::isProtected)
        || (subject != null && manifest(name).state != State.ABSENT && isProtected(subject));
  }

  int pin(String name) {
    if (manifest(name).state != State.SHOWN) {
      return 404;
    }
    return pinned.add(name) ? 201 : 200;
  }

  int unpin(String name) {
    return pinned.remove(name) ? 200 : 404;
  }

  int restore(String name, Instant now) {
    switch (manifest(name).state) {
      case ABSENT -> {
        return 404;
      }
      case SHOWN -> {
        return 200;
      }
      case HIDDEN -> {
        if (!isThere(name)) {
          return 409;
        }
      }
    }
    Instant hiddenAt = manifest(name).hiddenAt;
    show(name);
    manifest(name).pushedAt = now;
    if (hiddenAt.equals(burnt.get(name))) {
      burnt.remove(name);
      live.add(name);
    }
    return 200;
  }

  /** Whether all that a manifest needs is still there, be it hidden. */
  private boolean isThere(String name) {
    return manifest(name).state != State.ABSENT
        && plan(name).blobs().stream().allMatch(blob -> blob(blob).state != State.ABSENT)
        && plan(name).children().stream().allMatch(this::isThere);
  }

  void collect(Instant now) {
    Set<String> going =
        manifests.keySet().stream()
            .filter(name -> manifest(name).state == State.SHOWN && !live.contains(name))
            .filter(name -> manifest(name).pushedAt.isBefore(now.minus(UNTAGGED)))
            .filter(name -> !isProtected(name))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    // Whatever hangs on something that stays, stays; until nothing more does.
    while (going.removeIf(name -> hangsOnOtherThan(name, going::contains))) {
      going.forEach(name -> {});
    }
    going.forEach(name -> manifest(name).hide(now, true));
    blobs.forEach(
        (name, blob) -> {
          if (blob.state == State.SHOWN
              && blob.pushedAt.isBefore(now.minus(LOOSE))
              && isUnreferenced(name, State.SHOWN)) {
            blob.hide(now, true);
          }
        });
    purge(now.minus(WINDOW));
  }

  private boolean hangsOnOtherThan(String name, Predicate<String> those) {
    String subject = plan(name).subject();
    return parents(name).anyMatch(those.negate())
        || (subject != null
            && manifest(subject).state == State.SHOWN
            && those.negate().test(subject));
  }

  private boolean isUnreferenced(String blob, State... by) {
    return plans.entrySet().stream()
        .filter(entry -> entry.getValue().blobs().contains(blob))
        .map(entry -> manifest(entry.getKey()).state)
        .noneMatch(Set.of(by)::contains);
  }

  void purge(Instant until) {
    Set<String> going =
        manifests.keySet().stream()
            .filter(name -> isHiddenSince(manifest(name), until))
            .filter(name -> !live.contains(name) && !isProtected(name))
            .collect(Collectors.toSet());
    going.forEach(name -> manifest(name).state = State.ABSENT);
    blobs.forEach(
        (name, blob) -> {
          if (isHiddenSince(blob, until) && isUnreferenced(name, State.SHOWN, State.HIDDEN)) {
            blob.state = State.ABSENT;
          }
        });
  }

  private static boolean isHiddenSince(Item item, Instant until) {
    return item.state == State.HIDDEN && !item.hiddenAt.isAfter(until);
  }
}
