package dev.stet.registry.deletes;

import static java.util.stream.Collectors.joining;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.Deletion;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.registry.tags.Withdrawals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One deletion, inside its transaction. Used once, by the writer's thread. */
final class DeletionStep {
  /** How many names are read and written at a time. */
  private static final int PAGE = 1000;

  /** How many names the audit trail tells one by one. */
  private static final int SOME = 8;

  private final Handle handle;
  private final Protection protection;
  private final Instant now;
  private final DeletionReason reason;
  private final Actor actor;
  private final ShownContent content;

  DeletionStep(
      Handle handle, Protection protection, Instant now, DeletionReason reason, Actor actor) {
    this.handle = handle;
    this.protection = protection;
    this.now = now;
    this.reason = reason;
    this.actor = actor;
    this.content = new ShownContent(handle, now, reason);
  }

  DeletionOutcome delete(Deletable.OfName what) {
    return NameRows.find(handle, what.repository(), what.name())
        .filter(HeldName::live)
        .map(this::delete)
        .orElse(new DeletionOutcome.Unknown());
  }

  DeletionOutcome delete(Deletable.OfNameAsItWas what) {
    return NameRows.find(handle, what.repository(), what.name().name())
        .filter(what.name()::equals)
        .map(this::delete)
        .orElse(new DeletionOutcome.Unknown());
  }

  private DeletionOutcome delete(HeldName name) {
    if (name.kind() == NameKind.CHANNEL) {
      return new DeletionOutcome.IsChannel(name.name());
    }
    Optional<String> why = protection.reason(handle, name.repository(), name.image());
    if (why.isPresent()) {
      return new DeletionOutcome.Protected(name.image(), why.get());
    }
    audit(
        "tag.delete", name.repository(), name.name().value(), name.digest().map(Digest::toString));
    return new DeletionOutcome.Deleted(takeAll(List.of(name)), List.of(name.name()), List.of());
  }

  DeletionOutcome delete(Deletable.OfManifest what) {
    if (!content.showsManifest(what.repository(), what.digest())) {
      return new DeletionOutcome.Unknown();
    }
    Optional<Digest> index = content.indexOf(what.repository(), what.digest());
    if (index.isPresent()) {
      return new DeletionOutcome.Needed(index.get());
    }
    Optional<String> why = protection.reason(handle, what.repository(), what.digest());
    if (why.isPresent()) {
      return new DeletionOutcome.Protected(what.digest(), why.get());
    }
    List<HeldName> held = NameRows.of(handle, what.repository(), what.digest());
    List<TagName> names = held.stream().map(HeldName::name).toList();
    takeAll(held);
    hide(what.repository(), what.digest());
    audit("manifest.delete", what.repository(), what.digest().toString(), Optional.of(text(names)));
    return new DeletionOutcome.Deleted(
        event(what.repository(), Optional.of(what.digest())), names, List.of(what.digest()));
  }

  private static String text(List<TagName> names) {
    String first = names.stream().limit(SOME).map(TagName::value).collect(joining(", "));
    return names.size() > SOME ? first + " and " + (names.size() - SOME) + " more" : first;
  }

  private void hide(RepositoryName repository, Digest manifest) {
    content.hideManifest(repository, manifest);
    withdraw(repository, manifest);
  }

  private void withdraw(RepositoryName repository, Digest manifest) {
    if (reason.withdrawn()) {
      Withdrawals.add(handle, repository, manifest, new Deletion(now, reason));
    }
  }

  DeletionOutcome delete(Deletable.OfBlob what) {
    if (!content.showsBlob(what.repository(), what.digest())) {
      return new DeletionOutcome.Unknown();
    }
    Optional<Digest> image = content.imageOf(what.repository(), what.digest());
    if (image.isPresent()) {
      return new DeletionOutcome.Needed(image.get());
    }
    content.hideBlob(what.repository(), what.digest());
    audit("blob.delete", what.repository(), what.digest().toString(), Optional.empty());
    return new DeletionOutcome.Deleted(
        event(what.repository(), Optional.of(what.digest())), List.of(), List.of(what.digest()));
  }

  DeletionOutcome delete(Deletable.OfRepository what) {
    RepositoryName repository = what.repository();
    if (!Repositories.isLive(handle, repository)) {
      return new DeletionOutcome.Unknown();
    }
    List<Digest> manifests = content.manifests(repository);
    Optional<Protection.Lasting> stays = protection.lasting(handle, repository, manifests);
    if (stays.isPresent()) {
      return new DeletionOutcome.Protected(stays.get().digest(), stays.get().why());
    }
    List<TagName> names = takeAll(repository);
    manifests.forEach(manifest -> withdraw(repository, manifest));
    content.hideAll(repository);
    Repositories.delete(handle, repository, now);
    audit(
        "repository.delete",
        repository,
        repository.value(),
        Optional.of(names.size() + " names, " + manifests.size() + " manifests"));
    return new DeletionOutcome.Deleted(event(repository, Optional.empty()), names, manifests);
  }

  private List<TagName> takeAll(RepositoryName repository) {
    List<TagName> names = new ArrayList<>();
    List<HeldName> page = NameRows.live(handle, repository, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      takeAll(page);
      page.forEach(name -> names.add(name.name()));
      page = NameRows.live(handle, repository, Optional.of(names.getLast()), PAGE);
    }
    handle.execute("DELETE FROM channel WHERE repository = ?", repository.value());
    return names;
  }

  /** Takes names away, and returns the number of the last event of these. */
  private long takeAll(List<HeldName> names) {
    NameRows.write(handle, names.stream().map(name -> name.deleted(now, reason)).toList());
    return History.append(handle, now, names.stream().map(this::event).toList());
  }

  private History.Entry event(HeldName name) {
    return new History.Entry(
        name.repository(),
        name.name().value(),
        Event.DELETED,
        Optional.empty(),
        name.digest(),
        actor,
        name.revision(),
        Optional.of(reason.text()));
  }

  private long event(RepositoryName repository, Optional<Digest> digest) {
    return History.append(
        handle,
        now,
        new History.Entry(
            repository,
            "",
            Event.DELETED,
            digest,
            Optional.empty(),
            actor,
            Optional.empty(),
            Optional.of(reason.text())));
  }

  private void audit(
      String action, RepositoryName repository, String subject, Optional<String> before) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            actor,
            action,
            Optional.of(repository),
            subject,
            before,
            Optional.empty(),
            Optional.of(reason.text())));
  }
}
