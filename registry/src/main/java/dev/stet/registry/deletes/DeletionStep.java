package dev.stet.registry.deletes;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One deletion, inside its transaction. Used once, by the writer's thread. */
final class DeletionStep {
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
    Optional<String> why = protection.reason(handle, name);
    if (why.isPresent()) {
      return new DeletionOutcome.Protected(name.image(), why.get());
    }
    audit("tag.delete", name.repository(), name.name().value(), name.digest());
    return new DeletionOutcome.Deleted(take(name), List.of(name.name()), List.of());
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
    List<HeldName> names = NameRows.of(handle, what.repository(), what.digest());
    names.forEach(this::take);
    content.hideManifest(what.repository(), what.digest());
    audit("manifest.delete", what.repository(), what.digest().toString(), Optional.empty());
    return new DeletionOutcome.Deleted(
        event(what.repository(), Optional.of(what.digest())),
        names.stream().map(HeldName::name).toList(),
        List.of(what.digest()));
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
    for (Digest digest : manifests) {
      Optional<String> why = protection.lastingReason(handle, repository, digest);
      if (why.isPresent()) {
        return new DeletionOutcome.Protected(digest, why.get());
      }
    }
    List<TagName> names = takeAll(repository);
    content.hideAll(repository);
    Repositories.delete(handle, repository, now);
    audit("repository.delete", repository, repository.value(), Optional.empty());
    return new DeletionOutcome.Deleted(event(repository, Optional.empty()), names, manifests);
  }

  private List<TagName> takeAll(RepositoryName repository) {
    List<TagName> names = new ArrayList<>();
    for (NameKind kind : NameKind.values()) {
      for (HeldName name : NameRows.live(handle, repository, kind)) {
        take(name);
        names.add(name.name());
      }
    }
    handle.execute("DELETE FROM channel WHERE repository = ?", repository.value());
    return names;
  }

  /** Takes a name away, and returns the number of that. */
  private long take(HeldName name) {
    NameRows.write(handle, name.deleted(now, reason));
    return History.append(
        handle,
        now,
        new History.Entry(
            name.repository(),
            name.name().value(),
            Event.DELETED,
            Optional.empty(),
            name.digest(),
            actor,
            name.revision(),
            Optional.of(reason.text())));
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
      String action, RepositoryName repository, String subject, Optional<Digest> before) {
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            actor,
            action,
            Optional.of(repository),
            subject,
            before.map(Digest::toString),
            Optional.empty(),
            Optional.of(reason.text())));
  }
}
