package dev.stet.cli.git;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image should say of the source that it is built from. Source: image-spec, "Pre-Defined
 * Annotation Keys".
 *
 * <p>No value depends on when or where the image is built, so that a second build can give the same
 * image.
 */
final class Labels {
  private static final String OCI = "org.opencontainers.image.";
  private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:]+):(?!/)(.+)");
  private static final Pattern URL =
      Pattern.compile("(?:https?|ssh|git)://(?:[^@/]+@)?([^/:]+)(?::\\d+)?/(.+)");
  private static final Pattern HTTP_URL = Pattern.compile("(https?://)(?:[^@/]+@)?([^/]+/.+)");

  private Labels() {}

  /** The labels of a checkout, in a fixed order. */
  static Map<String, String> of(Checkout checkout, ImageName name) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(OCI + "revision", checkout.commit());
    checkout.origin().flatMap(Labels::source).ifPresent(it -> labels.put(OCI + "source", it));
    labels.put(OCI + "created", checkout.committedAt().toString());
    name.version().ifPresent(version -> labels.put(OCI + "version", version));
    name.branch()
        .ifPresent(
            branch -> {
              labels.put(OCI + "ref.name", branch);
              labels.put("dev.stet.branch", branch);
            });
    name.pullRequest()
        .ifPresent(
            request -> {
              labels.put("dev.stet.pull-request", request.number());
              labels.put("dev.stet.pull-request.head", request.head());
            });
    return labels;
  }

  /** The arguments that hand the labels to a build, two a label. */
  static List<String> arguments(Map<String, String> labels, LabelStyle style) {
    List<String> arguments = new ArrayList<>();
    labels.forEach(
        (key, value) -> {
          arguments.add("--label " + key + "=" + value);
          if (style == LabelStyle.BUILDX) {
            arguments.add("--annotation " + key + "=" + value);
          }
        });
    return arguments;
  }

  /** Where the source is, for a browser: no user, no password, https for ssh. */
  static Optional<String> source(String origin) {
    if (origin.chars().anyMatch(Character::isWhitespace)) {
      return Optional.empty();
    }
    Matcher http = HTTP_URL.matcher(origin);
    if (http.matches()) {
      return Optional.of(withoutGit(http.group(1) + http.group(2)));
    }
    Matcher url = URL.matcher(origin);
    Matcher scp = SCP.matcher(origin);
    if (url.matches()) {
      return Optional.of(withoutGit("https://" + url.group(1) + "/" + url.group(2)));
    }
    return scp.matches()
        ? Optional.of(withoutGit("https://" + scp.group(1) + "/" + scp.group(2)))
        : Optional.empty();
  }

  private static String withoutGit(String url) {
    return url.endsWith(".git") ? url.substring(0, url.length() - ".git".length()) : url;
  }
}
