package dev.stet.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator decided. {@link Key} says what each means.
 *
 * @param listen see {@link Key#LISTEN}
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
 * @param jsonLogs see {@link Key#LOG_FORMAT}
 * @param logLevel see {@link Key#LOG_LEVEL}
 * @param shutdownGrace see {@link Key#SHUTDOWN_GRACE}
 * @param idleTimeout see {@link Key#IDLE_TIMEOUT}
 * @param bodyPause see {@link Key#BODY_PAUSE}
 */
public record Settings(
    ListenAddress listen,
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
    boolean jsonLogs,
    String logLevel,
    Duration shutdownGrace,
    Duration idleTimeout,
    Duration bodyPause) {
  /** Takes copies of the sets. */
  public Settings {
    allowedHosts = Set.copyOf(allowedHosts);
    rollingNames = Set.copyOf(rollingNames);
  }
}
