package dev.stet.server.config;

import dev.stet.log.Leaf;
import dev.stet.log.MalformedException;
import dev.stet.registry.retention.RetentionRule;
import dev.stet.registry.retention.RuleException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts the layers of a configuration together and reads the values; used once. */
public final class SettingsReader {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Problems problems = new Problems();
  private final Map<Key, List<String>> values = new EnumMap<>(Key.class);

  private SettingsReader() {
    for (Key key : Key.values()) {
      values.put(key, key.usual());
    }
  }

  /**
   * Reads the configuration.
   *
   * @param file the YAML file, if there is one
   * @param environment the environment variables of the process
   * @param flags the values given on the command line
   * @throws ConfigurationException if anything is wrong; tells all of it
   */
  public static Settings read(
      Optional<Path> file, Map<String, String> environment, Map<Key, String> flags) {
    SettingsReader reader = new SettingsReader();
    file.ifPresent(path -> reader.values.putAll(SettingsFile.read(path, reader.problems)));
    for (Key key : Key.values()) {
      Optional.ofNullable(environment.get(key.variable())).ifPresent(text -> reader.put(key, text));
    }
    flags.forEach(reader::put);
    return reader.settings();
  }

  /** A value from one line of text, where the values of a list are separated by commas. */
  private void put(Key key, String text) {
    Stream<String> parts = key.isList() ? Arrays.stream(text.split(",")) : Stream.of(text);
    values.put(key, parts.map(String::strip).filter(it -> !it.isEmpty()).toList());
  }

  private Settings settings() {
    Optional<ListenAddress> listen = ListenAddress.parse(one(Key.LISTEN), problems);
    Optional<Settings.TlsPair> tls = tls();
    Path data = path(Key.DATA, one(Key.DATA));
    boolean behindProxy = truth(Key.BEHIND_PROXY);
    if (!truth(Key.OPEN) && behindProxy) {
      problems.add(
          "behind-proxy is true, so everybody who reaches the proxy may do everything: say open: true"
              + " too if that is meant");
    }
    boolean strict = choice(Key.TAG_LIES, "warn", "strict").equals("strict");
    long manifestCache = size(Key.MANIFEST_CACHE, 0);
    long blobCache = size(Key.BLOB_CACHE, 0);
    Duration uploadExpiry = limit(Key.UPLOAD_EXPIRY);
    long scrubRate = size(Key.SCRUB_RATE, 0);
    Duration scrubPeriod = limit(Key.SCRUB_PERIOD);
    Duration untaggedGrace = limit(Key.UNTAGGED_GRACE);
    Duration blobGrace = limit(Key.BLOB_GRACE);
    Duration restoreWindow = limit(Key.RESTORE_WINDOW);
    Optional<LocalTime> gcAt = timeOrOff(Key.GC_AT);
    List<RetentionRule> retention = rules(Key.RETENTION);
    Optional<String> origin = origin(Key.LOG_ORIGIN);
    Optional<Path> policy = file(Key.LOG_POLICY);
    boolean auditor = truth(Key.LOG_AUDITOR);
    boolean goesOn = choice(Key.LOG_ON_SUSPICION, "stop", "continue").equals("continue");
    boolean json = choice(Key.LOG_FORMAT, "text", "json").equals("json");
    String level = choice(Key.LOG_LEVEL, "error", "warn", "info", "debug");
    Duration grace = duration(Key.SHUTDOWN_GRACE, 0);
    Duration idle = limit(Key.IDLE_TIMEOUT);
    Duration head = limit(Key.HEAD_TIMEOUT);
    Duration pause = limit(Key.BODY_PAUSE);
    long rate = size(Key.BODY_RATE, 1);
    problems.throwIfAny();
    return new Settings(
        listen.orElseThrow(),
        tls,
        data,
        set(Key.ALLOWED_HOSTS),
        behindProxy,
        set(Key.ROLLING_NAMES),
        strict,
        manifestCache,
        blobCache,
        uploadExpiry,
        scrubRate,
        scrubPeriod,
        untaggedGrace,
        blobGrace,
        restoreWindow,
        gcAt,
        retention,
        origin,
        policy,
        auditor,
        goesOn,
        json,
        level,
        grace,
        idle,
        head,
        pause,
        rate);
  }

  private Optional<Settings.TlsPair> tls() {
    Optional<Path> certificate = file(Key.TLS_CERTIFICATE);
    Optional<Path> key = file(Key.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Key lacks = key.isPresent() ? Key.TLS_CERTIFICATE : Key.TLS_KEY;
      problems.add(
          lacks.key()
              + " is missing: TLS needs the certificate and its key, or neither for plain"
              + " HTTP");
    }
    return certificate.flatMap(one -> key.map(other -> new Settings.TlsPair(one, other)));
  }

  /** A file that need not be named. */
  private Optional<Path> file(Key key) {
    return values.getOrDefault(key, List.of()).isEmpty()
        ? Optional.empty()
        : Optional.of(path(key, one(key)));
  }

  private Set<String> set(Key key) {
    return new LinkedHashSet<>(values.getOrDefault(key, List.of()));
  }

  /**
   * The single value of a key; the usual one, and a problem, where there is none or are several.
   */
  private String one(Key key) {
    List<String> all = values.getOrDefault(key, List.of());
    if (all.size() == 1) {
      return all.getFirst();
    }
    problems.add(key, String.join(", ", all), "one value");
    return key.usual().getFirst();
  }

  private Path path(Key key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      problems.add(key, text, "a path");
      return Path.of(".");
    }
  }

  private boolean truth(Key key) {
    return choice(key, "false", "true").equals("true");
  }

  private String choice(Key key, String... choices) {
    String text = one(key);
    if (List.of(choices).contains(text)) {
      return text;
    }
    problems.add(key, text, String.join(" or ", choices));
    return choices[0];
  }

  private long size(Key key, long least) {
    String text = one(key);
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) < least) {
      problems.add(key, text, number(least) + "KiB, MiB or GiB, e.g. " + key.usual().getFirst());
      return 0;
    }
    int shift =
        switch (matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** A duration that something may take: with none at all, nothing could. */
  private Duration limit(Key key) {
    return duration(key, 1);
  }

  private Duration duration(Key key, long least) {
    String text = one(key);
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) < least) {
      problems.add(key, text, number(least) + "ms, s, m, h or d, e.g. " + key.usual().getFirst());
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** A time of the day; empty for off, which YAML 1.1 takes for false. */
  private Optional<LocalTime> timeOrOff(Key key) {
    String text = one(key);
    if (text.equals("off") || text.equals("false")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalTime.parse(text, TIME));
    } catch (DateTimeParseException e) {
      problems.add(
          key, text, "a time of the day, UTC, e.g. " + key.usual().getFirst() + ", or off");
      return Optional.empty();
    }
  }

  private List<RetentionRule> rules(Key key) {
    List<RetentionRule> rules = new ArrayList<>();
    for (String text : values.getOrDefault(key, List.of())) {
      try {
        rules.add(RetentionRule.parse(text));
      } catch (RuleException e) {
        problems.add(key.key() + ": " + e.message());
      }
    }
    return rules;
  }

  /** What a log may be called; empty for one that Stet chooses. */
  private Optional<String> origin(Key key) {
    Optional<String> origin = values.getOrDefault(key, List.of()).stream().findFirst();
    try {
      origin.ifPresent(it -> new Leaf.Genesis(it, Optional.empty(), 0));
    } catch (MalformedException e) {
      problems.add(key, origin.orElseThrow(), "a name without spaces and +, e.g. stet.example/log");
    }
    return origin;
  }

  private static String number(long least) {
    return least > 0 ? "a number above 0 with " : "a number with ";
  }
}
