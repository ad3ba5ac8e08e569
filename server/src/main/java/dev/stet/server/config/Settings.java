package dev.stet.server.config;

import dev.stet.registry.retention.RetentionRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator decided. {@link Key} says what each means.
 *
 * @param listen see {@link Key#LISTEN}
 * @param tls see {@link Key#TLS_CERTIFICATE}; empty for plain HTTP
 * @param data see {@link Key#DATA}
 * @param allowedHosts see {@link Key#ALLOWED_HOSTS}
 * @param behindProxy see {@link Key#BEHIND_PROXY}
 * @param rollingNames see {@link Key#ROLLING_NAMES}
 * @param strictLabels see {@link Key#TAG_LIES}
 * @param manifestCacheBytes see {@link Key#MANIFEST_CACHE}
 * @param blobCacheBytes see {@link Key#BLOB_CACHE}
 * @param uploadExpiry see {@link Key#UPLOAD_EXPIRY}
 * @param scrubBytesASecond see {@link Key#SCRUB_RATE}
 * @param scrubPeriod see {@link Key#SCRUB_PERIOD}
 * @param untaggedGrace see {@link Key#UNTAGGED_GRACE}
 * @param blobGrace see {@link Key#BLOB_GRACE}
 * @param restoreWindow see {@link Key#RESTORE_WINDOW}
 * @param gcAt see {@link Key#GC_AT}; empty for never
 * @param retention see {@link Key#RETENTION}
 * @param logOrigin see {@link Key#LOG_ORIGIN}; empty for one that Stet chooses
 * @param logPolicy see {@link Key#LOG_POLICY}
 * @param logAuditor see {@link Key#LOG_AUDITOR}
 * @param logGoesOnSuspected see {@link Key#LOG_ON_SUSPICION}
 * @param jsonLogs see {@link Key#LOG_FORMAT}
 * @param logLevel see {@link Key#LOG_LEVEL}
 * @param shutdownGrace see {@link Key#SHUTDOWN_GRACE}
 * @param idleTimeout see {@link Key#IDLE_TIMEOUT}
 * @param headTimeout see {@link Key#HEAD_TIMEOUT}
 * @param bodyPause see {@link Key#BODY_PAUSE}
 * @param bodyRate see {@link Key#BODY_RATE}
 */
public record Settings(
    ListenAddress listen,
    Optional<TlsPair> tls,
    Path data,
    Set<String> allowedHosts,
    boolean behindProxy,
    Set<String> rollingNames,
    boolean strictLabels,
    long manifestCacheBytes,
    long blobCacheBytes,
    Duration uploadExpiry,
    long scrubBytesASecond,
    Duration scrubPeriod,
    Duration untaggedGrace,
    Duration blobGrace,
    Duration restoreWindow,
    Optional<LocalTime> gcAt,
    List<RetentionRule> retention,
    Optional<String> logOrigin,
    Optional<Path> logPolicy,
    boolean logAuditor,
    boolean logGoesOnSuspected,
    boolean jsonLogs,
    String logLevel,
    Duration shutdownGrace,
    Duration idleTimeout,
    Duration headTimeout,
    Duration bodyPause,
    long bodyRate) {
  /**
   * The files that TLS needs.
   *
   * @param certificate see {@link Key#TLS_CERTIFICATE}
   * @param key see {@link Key#TLS_KEY}
   */
  public record TlsPair(Path certificate, Path key) {}

  /** Takes copies of the sets and the list. */
  public Settings {
    allowedHosts = Set.copyOf(allowedHosts);
    rollingNames = Set.copyOf(rollingNames);
    retention = List.copyOf(retention);
  }
}
