package dev.stet.cli.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Knows what a word of the command line could be. */
final class Completer {
  private static final String EXIT_CODES = "exit-codes";
  private static final String TAG = "TAG";

  private final CommandSpec root;
  private final ServerNames names;

  Completer(CommandSpec root, ServerNames names) {
    this.root = root;
    this.names = names;
  }

  /** The candidates for the last word, all of which begin with it. */
  List<Candidate> candidates(Words words) {
    List<CommandSpec> path = path(words.bare());
    if (path.size() == 1 && !words.bare().isEmpty()) {
      return List.of(); // there is no such command
    }
    return of(path.getLast(), path.size() - 1, words)
        .filter(candidate -> candidate.value().startsWith(words.unfinished()))
        .toList();
  }

  /** The commands that the words name, each below the one before; the first is the root. */
  private List<CommandSpec> path(List<String> words) {
    List<CommandSpec> path = new ArrayList<>(List.of(root));
    for (String word : words) {
      CommandLine below = path.getLast().subcommands().get(word);
      if (below == null) {
        break;
      }
      path.add(below.getCommandSpec());
    }
    return path;
  }

  private Stream<Candidate> of(CommandSpec spec, int depth, Words words) {
    Optional<OptionSpec> option = optionThatWantsAValue(spec, words);
    if (option.isPresent()) {
      return option.get().paramLabel().equals(TAG)
          ? names.tagsIn(operand(spec, depth, words))
          : values(option.get().completionCandidates());
    }
    if (words.unfinished().startsWith("-")) {
      return spec.options().stream().filter(it -> !it.hidden()).map(Completer::candidate);
    }
    return Stream.concat(
        operandsBefore(spec, depth, words).isEmpty() ? commands(spec) : Stream.empty(),
        operands(spec, depth, words));
  }

  private static Optional<OptionSpec> optionThatWantsAValue(CommandSpec spec, Words words) {
    return words.finished().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(spec.findOption(words.finished().getLast()))
            .filter(option -> words.finished().getLast().startsWith("-"))
            .filter(option -> option.arity().min() > 0);
  }

  private static Candidate candidate(OptionSpec option) {
    return new Candidate(option.longestName(), String.join(" ", option.description()));
  }

  private static Stream<Candidate> values(Iterable<String> values) {
    return values == null
        ? Stream.empty()
        : StreamSupport.stream(values.spliterator(), false).map(it -> new Candidate(it, ""));
  }

  private static Stream<Candidate> commands(CommandSpec above) {
    return above.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .map(
            spec ->
                new Candidate(spec.name(), String.join(" ", spec.usageMessage().description())));
  }

  private Stream<Candidate> operands(CommandSpec spec, int depth, Words words) {
    List<PositionalParamSpec> operands = spec.positionalParameters();
    int index = Math.min(operandsBefore(spec, depth, words).size(), operands.size() - 1);
    if (index < 0) {
      return Stream.empty();
    }
    PositionalParamSpec operand = operands.get(index);
    return switch (operand.paramLabel()) {
      case "COMMAND" -> topics(operandsBefore(spec, depth, words));
      case "REPO", "REPO|PREFIX/**" -> names.repositories(words.unfinished());
      case "REPO[:TAG]" ->
          Stream.concat(names.repositories(words.unfinished()), names.tags(words.unfinished()));
      case "REPO:TAG", "REPO:NAME", "IMAGE", "SRC", "DST" -> names.tags(words.unfinished());
      case "CHANNEL" -> names.channelsIn(operand(spec, depth, words));
      case TAG -> names.tagsIn(operand(spec, depth, words));
      default -> values(operand.completionCandidates());
    };
  }

  /** What there is help about. */
  private Stream<Candidate> topics(List<String> before) {
    Stream<Candidate> commands = commands(path(before).getLast());
    return before.isEmpty()
        ? Stream.concat(commands, Stream.of(new Candidate(EXIT_CODES, "a topic")))
        : commands;
  }

  /** The first operand before the word; empty if there is none. */
  private static String operand(CommandSpec spec, int depth, Words words) {
    return operandsBefore(spec, depth, words).stream().findFirst().orElse("");
  }

  /** The operands that stand before the word, behind the names of as many commands. */
  private static List<String> operandsBefore(CommandSpec spec, int depth, Words words) {
    List<String> operands = new ArrayList<>();
    List<String> before = words.finished();
    for (int i = 0; i < before.size(); i++) {
      OptionSpec option = spec.findOption(before.get(i));
      if (before.get(i).startsWith("-")) {
        i += option != null && option.arity().min() > 0 ? 1 : 0;
      } else {
        operands.add(before.get(i));
      }
    }
    return operands.subList(Math.min(depth, operands.size()), operands.size());
  }
}
