package dev.stet.server.docs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the project's sources declare: types, and the commands of {@code stet}. */
final class Sources {
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z][A-Za-z0-9]*)");
  private static final Pattern COMMAND =
      Pattern.compile("\\{@code stet ([a-z]+(?: [a-z]+)*)}.*?@Command\\(", Pattern.DOTALL);
  private static final Pattern OPTION = Pattern.compile("\"(--?[a-z][a-z-]*)\"");

  private Sources() {}

  /** The text of every file that declares a type, by the type's name. */
  static Map<String, String> types() {
    Map<String, String> types = new HashMap<>();
    Pages.files(Pages.PROJECT, Integer.MAX_VALUE)
        .filter(path -> path.toString().endsWith(".java") && path.toString().contains("/src/"))
        .map(Pages::text)
        .forEach(
            text ->
                TYPE.matcher(text)
                    .results()
                    .forEach(type -> types.merge(type.group(1), text, String::concat)));
    return types;
  }

  /** The options of each command, by its name, e.g. {@code channel move}. */
  static Map<String, Set<String>> commands() {
    Map<String, String> types = types();
    Map<String, Set<String>> commands = new HashMap<>();
    for (Path path :
        Pages.files(Pages.PROJECT.resolve("cli/src/main"), Integer.MAX_VALUE).toList()) {
      String text = Pages.text(path);
      Matcher command = COMMAND.matcher(text);
      if (command.find()) {
        Set<String> options = options(text);
        boolean asks = text.contains("extends ServerCommand");
        for (String shared : List.of("OutputOptions", "ServerOptions")) {
          if (asks || text.contains(shared)) {
            options.addAll(options(types.getOrDefault(shared, "")));
          }
        }
        commands.put(command.group(1), options);
      }
    }
    return commands;
  }

  private static Set<String> options(String text) {
    Set<String> options =
        OPTION
            .matcher(text)
            .results()
            .map(option -> option.group(1))
            .collect(Collectors.toCollection(HashSet::new));
    options.add("--help");
    return options;
  }
}
