package dev.stet.server.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that can be decided. Its name is the key in the file; the environment variable is the
 * same in capitals, after {@code STET_}.
 */
public enum Key {
  /** Where to listen. */
  LISTEN("127.0.0.1:5000"),
  /** The file with the certificate for TLS. */
  TLS_CERTIFICATE(),
  /** The file with its private key. */
  TLS_KEY(),
  /** The folder that holds everything. */
  DATA("./data"),
  /** Host names that are ours besides the loopback names. */
  ALLOWED_HOSTS(),
  /** Whether requests may come through a proxy. */
  BEHIND_PROXY("false"),
  /** Whether it is meant that everybody who reaches this Stet may do everything. */
  OPEN("false"),
  /** Names that are refused as tags because they move by nature. */
  ROLLING_NAMES(
      "latest",
      "main",
      "master",
      "trunk",
      "develop",
      "dev",
      "next",
      "stable",
      "edge",
      "nightly",
      "canary",
      "beta",
      "alpha",
      "snapshot",
      "current",
      "release",
      "test",
      "testing",
      "qa",
      "stage",
      "staging",
      "prod",
      "production",
      "live"),
  /** What happens to a tag whose commit contradicts a label. */
  TAG_LIES("warn"),
  /** Memory for the answers to reads of manifests. */
  MANIFEST_CACHE("64MiB"),
  /** Memory for the answers to reads of small blobs. */
  BLOB_CACHE("32MiB"),
  /** How long after its last byte an upload that was not finished is dropped. */
  UPLOAD_EXPIRY("24h"),
  /** How much of the large blobs is checked in a second. */
  SCRUB_RATE("10MiB"),
  /** How long after the beginning of one check of all large blobs the next one begins. */
  SCRUB_PERIOD("7d"),
  /** How long after its last push a manifest without a name is collected. */
  UNTAGGED_GRACE("14d"),
  /** How long after its last push or mount a blob is collected that no manifest refers to. */
  BLOB_GRACE("24h"),
  /** How long what was collected or deleted can come back. */
  RESTORE_WINDOW("7d"),
  /** When the nightly run begins, UTC. */
  GC_AT("03:00"),
  /** Which tags may go by themselves. */
  RETENTION(),
  /** What the log of tags is called, for ever. */
  LOG_ORIGIN(),
  /** The policy file that says who else signs the log. */
  LOG_POLICY(),
  /** Whether an auditor of the log runs in the process. */
  LOG_AUDITOR("true"),
  /** What happens when somebody who signs says that the log has another history. */
  LOG_ON_SUSPICION("stop"),
  /** How log lines look. */
  LOG_FORMAT("text"),
  /** How much is logged. */
  LOG_LEVEL("info"),
  /** How long requests in flight may take when the process is told to stop. */
  SHUTDOWN_GRACE("20s"),
  /** How long a connection may be silent. */
  IDLE_TIMEOUT("300s"),
  /** How long the head of a request may take. */
  HEAD_TIMEOUT("30s"),
  /** How long a client may stop in the middle of a body. */
  BODY_PAUSE("30s"),
  /** How many bytes a second a body must have at least. */
  BODY_RATE("1KiB");

  private static final Set<Key> LISTS = EnumSet.of(ALLOWED_HOSTS, ROLLING_NAMES, RETENTION);

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> usual;

  Key(String... usual) {
    this.usual = List.of(usual);
  }

  /** The key in the file, e.g. {@code log-format}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The environment variable, e.g. {@code STET_LOG_FORMAT}. */
  public String variable() {
    return "STET_" + name();
  }

  /** The values it has when nobody says otherwise. */
  List<String> usual() {
    return usual;
  }

  /** Whether it has any number of values; else it has one. */
  boolean isList() {
    return LISTS.contains(this);
  }

  static Optional<Key> of(String key) {
    return Arrays.stream(values()).filter(known -> known.key().equals(key)).findFirst();
  }

  /** The known key that looks most like a mistyped one, if any comes close. */
  static Optional<Key> nearest(String mistyped) {
    return Arrays.stream(values())
        .filter(known -> distance(known.key(), mistyped) <= 1 + mistyped.length() / 3)
        .min((a, b) -> distance(a.key(), mistyped) - distance(b.key(), mistyped));
  }

  /** The Levenshtein distance of two texts. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
