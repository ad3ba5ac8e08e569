package dev.stet.registry.retention;

import dev.stet.oci.RepositoryName;
import dev.stet.registry.declarations.RepositoryPattern;
import java.util.Optional;

/**
 * A rule of retention.
 *
 * <pre>
 * keep 20 newest per branch
 * keep 100 newest
 * keep v*
 * pr-* after 14 days
 * not pulled for 90 days
 * in shop/**: keep 50 newest per branch
 * </pre>
 */
public final class RetentionRule {
  private final String text;
  private final Optional<RepositoryPattern> where;
  private final Statement statement;

  RetentionRule(String text, Optional<RepositoryPattern> where, Statement statement) {
    this.text = text;
    this.where = where;
    this.statement = statement;
  }

  /**
   * Reads a rule.
   *
   * @throws RuleException if it cannot be read, or nobody could follow it
   */
  public static RetentionRule parse(String text) {
    return new RuleReader(text).read();
  }

  /** Whether it speaks of tags in this repository. */
  boolean isAbout(RepositoryName repository) {
    return where.isEmpty() || where.get().covers(repository);
  }

  /** What it says of a tag; empty if nothing. */
  Optional<Opinion> of(Candidate tag, Moment moment) {
    return isAbout(tag.held().repository()) ? statement.of(tag, moment) : Optional.empty();
  }

  /** The rule as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
