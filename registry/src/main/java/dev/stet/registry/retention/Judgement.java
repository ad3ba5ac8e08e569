package dev.stet.registry.retention;

import dev.stet.oci.Digest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.protection.Protection;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.TagRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Asks the rules about the tags of one repository, the newest first. Used once, inside one
 * transaction.
 */
final class Judgement {
  private static final String TAGS =
      "SELECT "
          + NameRows.COLUMNS
          + ", p.at FROM name n LEFT JOIN last_pull p ON p.repository = n.repository"
          + " AND p.digest = n.digest WHERE n.repository = ? AND n.deleted_at IS NULL"
          + " AND n.kind <> 'channel' ORDER BY n.sequence DESC";

  private final Handle handle;
  private final Protection protection;
  private final List<RetentionRule> rules;
  private final Moment moment;
  private final Map<String, Integer> branches = new HashMap<>();
  private int tags;

  Judgement(Handle handle, Protection protection, List<RetentionRule> rules, Moment moment) {
    this.handle = handle;
    this.protection = protection;
    this.rules = rules;
    this.moment = moment;
  }

  /**
   * Notes each tag that a rule speaks of.
   *
   * @throws dev.stet.http.RequestException with 503 if nobody can say what is in use
   */
  void of(RepositoryName repository, Plan.Draft draft) {
    try (Query query = handle.createQuery(TAGS);
        Stream<Candidate> candidates =
            query.bind(0, repository.value()).map((row, _) -> candidate(row)).stream()) {
      candidates.forEach(candidate -> judge(candidate, draft));
    }
  }

  private Candidate candidate(ResultSet row) throws SQLException {
    HeldName held = NameRows.read(row);
    long pulledAt = row.getLong("at");
    boolean machine = held.kind() == NameKind.MACHINE;
    Optional<String> branch = machine ? Optional.empty() : TagRules.branch(held.name());
    return new Candidate(
        held,
        branch,
        branch.map(it -> branches.merge(it, 1, Integer::sum)).orElse(0),
        machine ? 0 : ++tags,
        pulledAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(pulledAt)));
  }

  private void judge(Candidate tag, Plan.Draft draft) {
    rules.stream()
        .flatMap(rule -> rule.of(tag, moment).stream())
        .findFirst()
        .ifPresent(
            opinion -> {
              switch (opinion) {
                case Opinion.Stay(String why) -> draft.stay(new Plan.Judged(tag.held(), why));
                case Opinion.Go(String why) -> mayGo(tag.held(), why, draft);
              }
            });
  }

  private void mayGo(HeldName tag, String reason, Plan.Draft draft) {
    protection
        .reason(handle, tag.repository(), tag.image())
        .or(() -> attached(tag))
        .ifPresentOrElse(
            why -> draft.stay(new Plan.Judged(tag, why)),
            () -> draft.go(new Plan.Judged(tag, reason)));
  }

  /** A signature stays for as long as what it signs. */
  private Optional<String> attached(HeldName tag) {
    return tag.kind() == NameKind.MACHINE
        ? Protection.attachedTo(tag.name())
            .filter(subject -> isShown(tag.repository(), subject))
            .map(subject -> "is attached to " + subject.abbreviated() + ", which stays")
        : Optional.empty();
  }

  private boolean isShown(RepositoryName repository, Digest digest) {
    return handle
        .createQuery(
            "SELECT 1 FROM repository_manifest WHERE repository = ? AND digest = ?"
                + " AND deleted_at IS NULL")
        .bind(0, repository.value())
        .bind(1, digest.toString())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
