package dev.stet.bench.report;

import org.jspecify.annotations.Nullable;

/** Something that is measured once; a row of the first table. */
public enum Figure implements Quantity {
  /** Manifests by tag. */
  MANIFEST_RATE("manifest GET by tag, 32 connections", "/s"),
  /** Processor time of one manifest. */
  MANIFEST_CPU(MANIFEST_RATE, "server CPU", "µs each"),
  /** Blobs of 4 KiB. */
  SMALL_BLOB_RATE("4 KiB blob GET, 32 connections", "/s"),
  /** Processor time of one blob of 4 KiB. */
  SMALL_BLOB_CPU(SMALL_BLOB_RATE, "server CPU", "µs each"),
  /** A large blob by one client. */
  DOWNLOAD("256 MiB blob GET, one at a time", "MB/s"),
  /** Processor time of that. */
  DOWNLOAD_CPU(DOWNLOAD, "server CPU", "s/GB"),
  /** A large blob by four clients at once. */
  DOWNLOADS("256 MiB blob GET, 4 in parallel", "MB/s"),
  /** Processor time of that. */
  DOWNLOADS_CPU(DOWNLOADS, "server CPU", "s/GB"),
  /** A large blob by POST, PATCH in chunks and PUT, as docker does it. */
  UPLOAD("256 MiB upload: POST, PATCH in chunks, PUT", "MB/s"),
  /** Processor time of that. */
  UPLOAD_CPU(UPLOAD, "server CPU", "s/GB"),
  /** A large blob by POST and PUT. */
  WHOLE_UPLOAD("256 MiB upload: POST, PUT", "MB/s"),
  /** Processor time of that. */
  WHOLE_UPLOAD_CPU(WHOLE_UPLOAD, "server CPU", "s/GB"),
  /** What one thread without a network would need for the same. */
  UPLOAD_FLOOR("sha256 + write + fsync of 256 MiB, one thread", "MB/s"),
  /** A whole push of a small image, nobody else there. */
  PUSH_P50("small push (7 requests) alone, p50", "ms"),
  /** Pushes of small images by 16 clients. */
  PUSH_RATE("small pushes, 16 clients", "/s"),
  /** Their median time. */
  PUSHES_P50(PUSH_RATE, "p50", "ms"),
  /** The time that 99 of 100 do not exceed. */
  PUSHES_P99(PUSH_RATE, "p99", "ms"),
  /** Processor time of one push. */
  PUSH_CPU(PUSH_RATE, "server CPU", "ms each"),
  /** A manifest under a new tag, nobody else there. */
  CLAIM_P50("tag claim alone, p50", "ms"),
  /** Manifests under new tags by 32 clients. */
  CLAIM_RATE("tag claims, 32 clients", "/s"),
  /** The time that 99 of 100 do not exceed. */
  CLAIMS_P99(CLAIM_RATE, "p99", "ms"),
  /** Processor time of one claim. */
  CLAIM_CPU(CLAIM_RATE, "server CPU", "ms each"),
  /** From the start of the process to its first answer. */
  START("first answer after start", "ms"),
  /** Processor time until then. */
  START_CPU(START, "server CPU", "ms"),
  /** The same for a JVM without an AOT cache. */
  PLAIN_START(START, "without AOT cache", "ms"),
  /** Memory two seconds after that. */
  IDLE_MEMORY("resident memory, idle", "MiB"),
  /** Memory after all of the above. */
  LOADED_MEMORY(IDLE_MEMORY, "after the load above", "MiB"),
  /** The most memory during all of the above. */
  PEAK_MEMORY(IDLE_MEMORY, "at its peak", "MiB");

  private final @Nullable Figure main;
  private final String title;
  private final String unit;

  Figure(String title, String unit) {
    this(null, title, unit);
  }

  Figure(@Nullable Figure main, String title, String unit) {
    this.main = main;
    this.title = title;
    this.unit = unit;
  }

  /** What is measured, where it stands below the figure that it goes with. */
  String title() {
    return main == null ? title : "– " + title;
  }

  @Override
  public String fullTitle() {
    return main == null ? title : main.title + ": " + title;
  }

  @Override
  public String unit() {
    return unit;
  }
}
