package dev.stet.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's pages in Markdown, and what is written in them. */
public final class Pages {
  /** The folder of the project. */
  public static final Path PROJECT = project();

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```[a-z]*\\n(.*?)^ *```");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  private Pages() {}

  private static Path project() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("the tests run outside a checkout");
    }
    return folder;
  }

  /** Every page, by its path in the project. */
  static List<Path> all() {
    return Stream.concat(
            files(PROJECT, 2).filter(Pages::isAtTheTop),
            files(PROJECT.resolve("docs"), Integer.MAX_VALUE)
                .filter(path -> path.toString().endsWith(".md")))
        .map(PROJECT::relativize)
        .sorted()
        .toList();
  }

  /** Whether it is a page of the project's folder, or the README of a module. */
  private static boolean isAtTheTop(Path file) {
    return PROJECT.equals(file.getParent())
        ? file.toString().endsWith(".md")
        : file.endsWith("README.md") && Files.exists(file.resolveSibling("pom.xml"));
  }

  /** The files below a folder, as deep as that. */
  public static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path page) {
    try {
      return Files.readString(PROJECT.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands outside code blocks. */
  public static String prose(Path page) {
    return FENCED.matcher(text(page)).replaceAll("");
  }

  /** What stands in code blocks. */
  static List<String> blocks(Path page) {
    return FENCED.matcher(text(page)).results().map(block -> block.group(1)).toList();
  }

  /** What stands between backticks. */
  static List<String> inlineCode(Path page) {
    return INLINE.matcher(prose(page)).results().map(code -> code.group(1)).toList();
  }

  /** The anchors of a page's headings, as the usual viewers make them. */
  static List<String> anchors(Path page) {
    return HEADING
        .matcher(prose(page))
        .results()
        .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
