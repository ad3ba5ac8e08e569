package dev.stet.bench.report;

/** Something that is measured of the log of tags; a row of its table. */
public enum LogFigure implements Quantity {
  /** Manifests under new tags by one client. */
  CLAIM_RATE("tag claims, 1 client", "/s"),
  /** Manifests under new tags by 64 clients. */
  CLAIMS_RATE("tag claims, 64 clients", "/s"),
  /** Processor time of one of those. */
  CLAIMS_CPU("tag claims, 64 clients: server CPU", "ms each"),
  /** Calls of {@code fsync} and {@code fdatasync} that a claim waits for. */
  SYNCS("tag claim alone: syncs of files, p50", "each"),
  /** The whole database. */
  DATABASE("database", "bytes a tag"),
  /** The table of entries with its index. */
  ENTRIES("database: entries of the log", "bytes a tag"),
  /** The table of tiles with its index. */
  TILES("database: tiles of the log", "bytes a tag"),
  /** The table of what opens the {@code meta} lines. */
  OPENINGS("database: openings of the log", "bytes a tag"),
  /** A file that proves a tag. */
  PROOF("proof among 1,000,000 entries, 3 cosignatures", "bytes"),
  /** Reading that file and checking it, in a process that has done so before. */
  VERIFICATION("verification of a proof among 1,000,000 entries, p50", "ms"),
  /** {@code stet audit-log --once}, from its start to its end. */
  AUDIT("audit of 1,000,000 entries", "s"),
  /** Its memory. */
  AUDIT_MEMORY("audit of 1,000,000 entries: resident memory at its peak", "MiB");

  private final String title;
  private final String unit;

  LogFigure(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  @Override
  public String fullTitle() {
    return title;
  }

  @Override
  public String unit() {
    return unit;
  }
}
