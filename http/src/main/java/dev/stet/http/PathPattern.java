package dev.stet.http;

import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with variables, e.g. {@code /v2/{repository...}/manifests/{reference}}.
 *
 * <p>{@code {name}} stands for one segment; {@code {repository...}}, at most once, for one or more.
 * Since a repository may be called {@code a/manifests/b}, what follows it is matched from the right
 * end of the path, and it gets the rest. A repository may also come as one segment with {@code
 * %2F}. Source: distribution-spec, "Endpoints". {@code {path...}} stands for one or more segments
 * too, and may be anything.
 *
 * <p>Immutable.
 */
public final class PathPattern {
  private static final String REPOSITORY = "{repository...}";
  private static final String PATH = "{path...}";

  private final String text;
  private final List<String> before;
  private final Optional<String> greedy;
  private final List<String> after;

  private PathPattern(
      String text, List<String> before, Optional<String> greedy, List<String> after) {
    this.text = text;
    this.before = before;
    this.greedy = greedy;
    this.after = after;
  }

  /** Reads a pattern; it starts with a slash. */
  public static PathPattern of(String text) {
    List<String> segments = split(text);
    int greedy = Math.max(segments.indexOf(REPOSITORY), segments.indexOf(PATH));
    return greedy < 0
        ? new PathPattern(text, segments, Optional.empty(), List.of())
        : new PathPattern(
            text,
            segments.subList(0, greedy),
            Optional.of(segments.get(greedy)),
            segments.subList(greedy + 1, segments.size()));
  }

  /** How many segments stand behind the name of the repository. */
  int behindRepository() {
    return after.size();
  }

  /** The segments of a path: what stands between its slashes, an empty one after a last slash. */
  static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    int start = 1;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }

  /**
   * Matches a path.
   *
   * @param segments the raw path, from {@link #split}
   * @return the variables, decoded; empty if the path is another's
   * @throws RequestException with {@link OciErrorCode#NAME_INVALID} if only the name of the
   *     repository is wrong
   */
  Optional<PathParameters> match(List<String> segments) {
    int middle = segments.size() - before.size() - after.size();
    if (greedy.isPresent() ? middle < 1 : middle != 0) {
      return Optional.empty();
    }
    if (!literalsMatch(before, segments, 0)
        || !literalsMatch(after, segments, segments.size() - after.size())) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    collect(before, segments, 0, values);
    collect(after, segments, segments.size() - after.size(), values);
    List<String> many = segments.subList(before.size(), segments.size() - after.size());
    if (greedy.equals(Optional.of(PATH))) {
      values.put("path", String.join("/", many));
    }
    return Optional.of(
        new PathParameters(greedy.filter(REPOSITORY::equals).map(_ -> repository(many)), values));
  }

  private static RepositoryName repository(List<String> middle) {
    String name = middle.size() == 1 ? decode(middle.getFirst()) : String.join("/", middle);
    if (!RepositoryName.isWellFormed(name)) {
      throw RequestException.of(
          OciErrorCode.NAME_INVALID,
          "the repository name in the path is not valid: wanted lower-case letters and digits,"
              + " joined by '.', '_', '__' or '-' and separated by '/', at most 255 characters,"
              + " e.g. shop/api");
    }
    return new RepositoryName(name);
  }

  private static boolean literalsMatch(List<String> wanted, List<String> segments, int offset) {
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      String got = segments.get(offset + i);
      if (isVariable(want) ? got.isEmpty() : !want.equals(got)) {
        return false;
      }
    }
    return true;
  }

  private static void collect(
      List<String> wanted, List<String> segments, int offset, Map<String, String> values) {
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      if (isVariable(want)) {
        values.put(want.substring(1, want.length() - 1), decode(segments.get(offset + i)));
      }
    }
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  private static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // no grammar takes a '%', so the handler refuses it by name
    }
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return text;
  }
}
