package dev.stet.cli.verify;

import dev.stet.log.EvidenceFile;

/** A log has signed two histories, and this shows it to everybody. */
final class ForkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final EvidenceFile evidence;

  private final String shows;

  /**
   * Holds the evidence to what it claims.
   *
   * @throws dev.stet.log.VerificationException if it does not show it
   */
  ForkException(EvidenceFile evidence) {
    super(null, null, false, false);
    this.evidence = evidence;
    this.shows = evidence.verify().shows();
  }

  EvidenceFile evidence() {
    return evidence;
  }

  /** What it shows, one sentence. */
  String shows() {
    return shows;
  }
}
