package dev.stet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  @TempDir private Path folder;

  /** A value for a key that is not its default, and what it comes to. */
  record Other(Key key, String text, Object expected, Function<Settings, Object> component) {
    @Override
    public String toString() {
      return key.key();
    }
  }

  static List<Other> others() {
    return List.of(
        new Other(Key.LISTEN, "[::1]:0", new ListenAddress("::1", 0), Settings::listen),
        new Other(Key.DATA, "/var/lib/stet", Path.of("/var/lib/stet"), Settings::data),
        new Other(
            Key.ALLOWED_HOSTS,
            "a.example, b.example",
            Set.of("a.example", "b.example"),
            Settings::allowedHosts),
        new Other(Key.BEHIND_PROXY, "true", true, Settings::behindProxy),
        new Other(Key.ROLLING_NAMES, "head,tip", Set.of("head", "tip"), Settings::rollingNames),
        new Other(Key.TAG_LIES, "strict", true, Settings::strictLabels),
        new Other(Key.MANIFEST_CACHE, "3KiB", 3L << 10, Settings::manifestCacheBytes),
        new Other(Key.BLOB_CACHE, "5GiB", 5L << 30, Settings::blobCacheBytes),
        new Other(Key.UPLOAD_EXPIRY, "90m", Duration.ofMinutes(90), Settings::uploadExpiry),
        new Other(Key.SCRUB_RATE, "0KiB", 0L, Settings::scrubBytesASecond),
        new Other(Key.SCRUB_PERIOD, "12h", Duration.ofHours(12), Settings::scrubPeriod),
        new Other(Key.UNTAGGED_GRACE, "30d", Duration.ofDays(30), Settings::untaggedGrace),
        new Other(Key.BLOB_GRACE, "1h", Duration.ofHours(1), Settings::blobGrace),
        new Other(Key.RESTORE_WINDOW, "1d", Duration.ofDays(1), Settings::restoreWindow),
        new Other(Key.GC_AT, "13:30", Optional.of(LocalTime.of(13, 30)), Settings::gcAt),
        new Other(
            Key.RETENTION,
            "keep 20 newest per branch, pr-* after 14 days",
            List.of("keep 20 newest per branch", "pr-* after 14 days"),
            settings -> settings.retention().stream().map(Object::toString).toList()),
        new Other(
            Key.LOG_ORIGIN,
            "stet.example/log",
            Optional.of("stet.example/log"),
            Settings::logOrigin),
        new Other(
            Key.LOG_POLICY,
            "/etc/policy",
            Optional.of(Path.of("/etc/policy")),
            Settings::logPolicy),
        new Other(Key.LOG_AUDITOR, "false", false, Settings::logAuditor),
        new Other(Key.LOG_ON_SUSPICION, "continue", true, Settings::logGoesOnSuspected),
        new Other(Key.LOG_FORMAT, "json", true, Settings::jsonLogs),
        new Other(Key.LOG_LEVEL, "debug", "debug", Settings::logLevel),
        new Other(Key.SHUTDOWN_GRACE, "0s", Duration.ZERO, Settings::shutdownGrace),
        new Other(Key.IDLE_TIMEOUT, "2m", Duration.ofMinutes(2), Settings::idleTimeout),
        new Other(Key.HEAD_TIMEOUT, "7s", Duration.ofSeconds(7), Settings::headTimeout),
        new Other(Key.BODY_PAUSE, "250ms", Duration.ofMillis(250), Settings::bodyPause),
        new Other(Key.BODY_RATE, "2MiB", 2L << 20, Settings::bodyRate));
  }

  private static Settings defaults() {
    return SettingsReader.read(Optional.empty(), Map.of(), Map.of());
  }

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("stet.yaml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> problems(Optional<Path> file, Map<String, String> environment) {
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class, () -> SettingsReader.read(file, environment, Map.of()));
    return failure == null ? List.of() : failure.problems();
  }

  /**
   * Every key but open, which allows behind-proxy and has no component of its own, and the two for
   * TLS, which need each other.
   */
  @Test
  void theListAboveIsWhole() {
    List<Key> keys = new ArrayList<>(others().stream().map(Other::key).toList());
    keys.addAll(List.of(Key.OPEN, Key.TLS_CERTIFICATE, Key.TLS_KEY));
    assertThat(keys).containsExactlyInAnyOrder(Key.values());
  }

  @ParameterizedTest
  @MethodSource("others")
  void flagsWinOverVariablesAndThoseOverTheFile(Other other) {
    Map<String, String> open = Map.of("STET_OPEN", "true");
    Key key = other.key();
    String usual = String.join(",", key.usual());
    String inFile = key.key() + ": [" + other.text() + "]\n";
    if (other.text().startsWith("[")) {
      inFile = key.key() + ": \"" + other.text() + "\"\n";
    }
    assertThat(other.component().apply(defaults())).isNotEqualTo(other.expected());

    Optional<Path> file = Optional.of(file(inFile));
    assertThat(other.component().apply(SettingsReader.read(file, open, Map.of())))
        .as("file")
        .isEqualTo(other.expected());
    assertThat(
            other
                .component()
                .apply(
                    SettingsReader.read(
                        file, Map.of(key.variable(), usual, "STET_OPEN", "true"), Map.of())))
        .as("a variable over the file")
        .isEqualTo(other.component().apply(defaults()));
    assertThat(
            other
                .component()
                .apply(
                    SettingsReader.read(
                        file,
                        Map.of(key.variable(), usual, "STET_OPEN", "true"),
                        Map.of(key, other.text()))))
        .as("a flag over both")
        .isEqualTo(other.expected());
  }

  @Test
  void theDefaultsAreThese() {
    Settings settings = defaults();
    assertThat(settings.listen()).hasToString("127.0.0.1:5000");
    assertThat(settings.data()).isEqualTo(Path.of("./data"));
    assertThat(settings.allowedHosts()).isEmpty();
    assertThat(settings.behindProxy()).isFalse();
    assertThat(settings.rollingNames()).contains("latest", "main", "production").hasSize(24);
    assertThat(settings.strictLabels()).isFalse();
    assertThat(settings.manifestCacheBytes()).isEqualTo(64L << 20);
    assertThat(settings.blobCacheBytes()).isEqualTo(32L << 20);
    assertThat(settings.uploadExpiry()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.scrubBytesASecond()).isEqualTo(10L << 20);
    assertThat(settings.scrubPeriod()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.untaggedGrace()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.blobGrace()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.restoreWindow()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.gcAt()).contains(LocalTime.of(3, 0));
    assertThat(settings.retention()).isEmpty();
    assertThat(settings.jsonLogs()).isFalse();
    assertThat(settings.logLevel()).isEqualTo("info");
    assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.bodyPause()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Path file =
        file(
            """
            listn: 127.0.0.1:1
            nothing-like-it-at-all: 1
            tag-lies: perhaps
            manifest-cache: 64MB
            body-pause: 0s
            log-level: {a: b}
            data: [one, two]
            """);
    assertThat(problems(Optional.of(file), Map.of("STET_IDLE_TIMEOUT", "soon")))
        .containsExactlyInAnyOrder(
            file + " has the unknown key \"listn\": did you mean listen?",
            file + " has the unknown key \"nothing-like-it-at-all\"",
            "tag-lies is \"perhaps\": wanted warn or strict",
            "manifest-cache is \"64MB\": wanted a number with KiB, MiB or GiB, e.g. 64MiB",
            "body-pause is \"0s\": wanted a number above 0 with ms, s, m, h or d, e.g. 30s",
            "log-level is a map: wanted a value or a list of values",
            "data is \"one, two\": wanted one value",
            "idle-timeout is \"soon\": wanted a number above 0 with ms, s, m, h or d, e.g. 300s");
  }

  @ParameterizedTest
  @CsvSource({
    "lissten, listen",
    "allowed-host, allowed-hosts",
    "rollingnames, rolling-names",
    "log_format, log-format",
    "Data, data"
  })
  void aMistypedKeyIsToldWhatWasMeant(String mistyped, String meant) {
    assertThat(problems(Optional.of(file(mistyped + ": x\n")), Map.of()))
        .singleElement()
        .asString()
        .endsWith("did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:5000", "[::]:5000", "10.0.0.1:5000", ":5000", "192.168.1.1:0"})
  void anAddressThatOthersReachIsRefusedWithTheReason(String listen) {
    assertThat(problems(Optional.empty(), Map.of("STET_LISTEN", listen)))
        .singleElement()
        .asString()
        .contains("\"" + listen + "\"", "loopback", "no sign-in yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:5000", "a b:1"})
  void anAddressThatIsNoneIsRefused(String listen) {
    assertThat(problems(Optional.empty(), Map.of("STET_LISTEN", listen)))
        .singleElement()
        .asString()
        .contains("HOST:PORT");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:5000", "localhost:1", "[::1]:65535", "127.9.9.9:0"})
  void aLoopbackAddressIsTakenAndShownAsItStandsInAUrl(String listen) {
    assertThat(
            SettingsReader.read(Optional.empty(), Map.of("STET_LISTEN", listen), Map.of()).listen())
        .hasToString(listen);
  }

  @Test
  void aProxyNeedsTheWordOpen() {
    assertThat(problems(Optional.empty(), Map.of("STET_BEHIND_PROXY", "true")))
        .singleElement()
        .asString()
        .contains("open: true");
    assertThat(problems(Optional.empty(), Map.of("STET_BEHIND_PROXY", "true", "STET_OPEN", "true")))
        .isEmpty();
  }

  @Test
  void aPathMayHoldAComma() {
    assertThat(SettingsReader.read(Optional.empty(), Map.of("STET_DATA", "/a,b"), Map.of()).data())
        .isEqualTo(Path.of("/a,b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "null\n"})
  void aFileWithoutKeysIsTheDefaults(String text) {
    assertThat(SettingsReader.read(Optional.of(file(text)), Map.of(), Map.of()))
        .isEqualTo(defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"- a\n- b\n", "text\n", "a: [\n", "\tdata: x\n", "data: x\ndata: y\n", "42"})
  void aFileThatIsNoMapIsRefusedInOneLine(String text) {
    List<String> problems = problems(Optional.of(file(text)), Map.of());
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst()).contains("stet.yaml").doesNotContain("\n", "Exception");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThat(problems(Optional.of(folder.resolve("none.yaml")), Map.of()))
        .containsExactly(
            "cannot read " + folder.resolve("none.yaml") + ": is it there, and readable?");
  }

  @ParameterizedTest
  @EnumSource(Key.class)
  void anEmptyVariableIsNoValue(Key key) {
    List<String> problems = problems(Optional.empty(), Map.of(key.variable(), " "));
    assertThat(problems.isEmpty()).isEqualTo(key.isList() || key.usual().isEmpty());
  }

  @Test
  void tlsNeedsBothFiles() {
    Map<String, String> both =
        Map.of("STET_TLS_CERTIFICATE", "/tls/stet.crt", "STET_TLS_KEY", "/tls/stet.key");
    assertThat(SettingsReader.read(Optional.empty(), both, Map.of()).tls())
        .contains(new Settings.TlsPair(Path.of("/tls/stet.crt"), Path.of("/tls/stet.key")));
    assertThat(defaults().tls()).isEmpty();
    assertThat(problems(Optional.of(file("tls-key: /tls/stet.key")), Map.of()))
        .singleElement()
        .asString()
        .startsWith("tls-certificate is missing");
    assertThat(problems(Optional.empty(), Map.of("STET_TLS_CERTIFICATE", "/tls/stet.crt")))
        .singleElement()
        .asString()
        .startsWith("tls-key is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "\"off\"", "false"})
  void theNightlyRunMayBeOff(String text) {
    Optional<Path> file = Optional.of(file("gc-at: " + text + "\n"));
    assertThat(SettingsReader.read(file, Map.of(), Map.of()).gcAt()).isEmpty();
  }

  /** YAML 1.1 would take it for 780, a number to the base of sixty. */
  @Test
  void aTimeOfTheDayNeedsNoQuotes() {
    Optional<Path> file = Optional.of(file("gc-at: 13:00\n"));
    assertThat(SettingsReader.read(file, Map.of(), Map.of()).gcAt()).contains(LocalTime.of(13, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25:00", "3:00", "03:00:00", "night", "on"})
  void aTimeThatIsNoneIsRefused(String text) {
    assertThat(problems(Optional.empty(), Map.of("STET_GC_AT", text)))
        .containsExactly(
            "gc-at is \"" + text + "\": wanted a time of the day, UTC, e.g. 03:00, or off");
  }

  @Test
  void eachRuleOfRetentionThatCannotBeFollowedIsToldOf() {
    Path file =
        file(
            """
            retention:
              - keep 20 newest per branch
              - keep 20
              - never what ran in production in the last year
            """);
    assertThat(problems(Optional.of(file), Map.of()))
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(
                        "retention: the rule \"keep 20\" cannot be followed: wanted one of"),
            second -> assertThat(second).contains("does not know yet what runs where"));
  }

  @Test
  void aRateIsAboveNothing() {
    assertThat(problems(Optional.empty(), Map.of("STET_BODY_RATE", "0KiB")))
        .containsExactly(
            "body-rate is \"0KiB\": wanted a number above 0 with KiB, MiB or GiB, e.g. 1KiB");
  }

  /** Whatever stands in a variable: settings, or problems; never another failure. */
  @Property(tries = 2000)
  void anyValueIsTakenOrToldOf(@ForAll Key key, @ForAll String text) {
    try {
      assertThat(SettingsReader.read(Optional.empty(), Map.of(key.variable(), text), Map.of()))
          .isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  static Stream<String> namesOfVariables() {
    return Stream.of(Key.values()).map(Key::variable);
  }

  @ParameterizedTest
  @MethodSource("namesOfVariables")
  void variablesAreNamedAfterTheirKeys(String variable) {
    assertThat(variable).matches("STET_[A-Z_]+");
  }
}
