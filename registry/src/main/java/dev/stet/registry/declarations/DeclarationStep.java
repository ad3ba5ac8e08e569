package dev.stet.registry.declarations;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.TagName;
import dev.stet.registry.audit.AuditTrail;
import dev.stet.registry.declarations.Declarations.Result;
import dev.stet.registry.tags.Changed;
import dev.stet.registry.tags.Channel;
import dev.stet.registry.tags.Deletion;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.History;
import dev.stet.registry.tags.History.Event;
import dev.stet.registry.tags.MachineContent;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.registry.tags.RepositoryKind;
import dev.stet.registry.tags.TagRules;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One declaration, inside its transaction. Used once, by the writer's thread. */
final class DeclarationStep {
  private final Handle handle;
  private final Instant now;
  private final TagRules rules;
  private final Declarations.Wish wish;

  DeclarationStep(Handle handle, Instant now, TagRules rules, Declarations.Wish wish) {
    this.handle = handle;
    this.now = now;
    this.rules = rules;
    this.wish = wish;
  }

  Changed<Result> decide() {
    Optional<RepositoryKind> declared = declared();
    if (declared.equals(Optional.of(wish.kind()))) {
      return unchanged();
    }
    return switch (wish.kind()) {
      case MUTABLE -> mutable(declared);
      case STANDING -> standing();
    };
  }

  private Changed<Result> mutable(Optional<RepositoryKind> declared) {
    if (declared.isPresent()) {
      return denied("was declared standing, and there is no way back from that");
    }
    Optional<String> pushed = pushedTo();
    if (pushed.isPresent()) {
      return denied(
          "holds tags that stand: repository \""
              + pushed.get()
              + "\" was pushed to before (a deleted one counts too); choose a name or prefix that"
              + " was never used");
    }
    declare("standing");
    return new Changed.Done<>(new Result(true, List.of(), History.newest(handle)));
  }

  private Changed<Result> standing() {
    if (wish.pattern().prefix()) {
      return denied("is a prefix, and one repository at a time comes to stand: name it");
    }
    boolean mutable = Repositories.kind(handle, wish.pattern().name()) == RepositoryKind.MUTABLE;
    declare(mutable ? "mutable" : "standing");
    handle.execute(
        "UPDATE repository SET kind = 'standing' WHERE name = ?", wish.pattern().name().value());
    List<HeldName> names = mutable ? stand() : List.of();
    return new Changed.Done<>(new Result(true, names, History.newest(handle)));
  }

  /**
   * In the order of their last moves, which their numbers keep; channels point to tags, so last.
   */
  private List<HeldName> stand() {
    return NameRows.live(handle, wish.pattern().name(), NameKind.MUTABLE).stream()
        .sorted(
            Comparator.<HeldName, Boolean>comparing(name -> rules.isRolling(name.name()))
                .thenComparingLong(HeldName::sequence))
        .map(name -> rules.isRolling(name.name()) ? channel(name) : asItIs(name))
        .toList();
  }

  private HeldName asItIs(HeldName name) {
    boolean machine = new MachineContent(handle).fits(name);
    return stands(
        name, machine ? NameKind.MACHINE : NameKind.TAG, Optional.empty(), Optional.empty());
  }

  /** A rolling name goes on as a channel, to the newest tag of its image if that has one. */
  private HeldName channel(HeldName name) {
    Optional<TagName> tag =
        NameRows.newestTag(handle, name.repository(), name.image()).map(HeldName::name);
    new Channel(name.repository(), name.name(), tag, Optional.empty()).write(handle);
    return stands(name, NameKind.CHANNEL, tag.map(it -> "as a channel, to " + it), tag);
  }

  private HeldName stands(
      HeldName name, NameKind kind, Optional<String> note, Optional<TagName> tag) {
    long number =
        History.append(
            handle,
            now,
            new History.Entry(
                name.repository(),
                name.name().value(),
                Event.STANDS,
                name.digest(),
                name.digest(),
                wish.actor(),
                name.revision(),
                note,
                tag));
    HeldName standing =
        new HeldName(
            name.repository(),
            name.name(),
            kind,
            name.digest(),
            number,
            name.pushedAt(),
            name.actor(),
            name.revision(),
            Optional.<Deletion>empty());
    NameRows.write(handle, standing);
    return standing;
  }

  private Optional<RepositoryKind> declared() {
    return handle
        .createQuery("SELECT kind FROM declaration WHERE pattern = ?")
        .bind(0, wish.pattern().toString())
        .mapTo(String.class)
        .findOne()
        .map(RepositoryKind::of);
  }

  /** A repository under the pattern that was pushed to, and stands. */
  private Optional<String> pushedTo() {
    String prefix = wish.pattern().prefix() ? wish.pattern().beginning() : "";
    return handle
        .createQuery(
            "SELECT name FROM repository WHERE kind = 'standing' AND (name = :name"
                + " OR (:prefix <> '' AND substr(name, 1, length(:prefix)) = :prefix))"
                + " ORDER BY name LIMIT 1")
        .bind("name", wish.pattern().prefix() ? "" : wish.pattern().name().value())
        .bind("prefix", prefix)
        .mapTo(String.class)
        .findOne();
  }

  private void declare(String before) {
    handle.execute(
        "INSERT INTO declaration (pattern, kind, declared_at, actor_name, actor_source)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (pattern) DO UPDATE SET kind = excluded.kind,"
            + " declared_at = excluded.declared_at, actor_name = excluded.actor_name,"
            + " actor_source = excluded.actor_source",
        wish.pattern().toString(),
        wish.kind().text(),
        now.toEpochMilli(),
        wish.actor().name(),
        wish.actor().source());
    AuditTrail.append(
        handle,
        now,
        new AuditTrail.Entry(
            wish.actor(),
            "repository.declare",
            Optional.empty(),
            wish.pattern().toString(),
            Optional.of(before),
            Optional.of(wish.kind().text()),
            Optional.empty()));
  }

  private Changed<Result> unchanged() {
    return new Changed.Done<>(new Result(false, List.of(), History.newest(handle)));
  }

  private Changed<Result> denied(String why) {
    return new Changed.Refused<>(
        RequestException.of(
                OciErrorCode.DENIED,
                "\""
                    + wish.pattern()
                    + "\" cannot become "
                    + wish.kind().text()
                    + " because it "
                    + why)
            .status(409)
            .detail(Map.of("reason", "WRONG_KIND")));
  }
}
