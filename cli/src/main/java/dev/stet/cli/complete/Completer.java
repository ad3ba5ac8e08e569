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

  private final CommandSpec root;
  private final ServerNames names;

  Completer(CommandSpec root, ServerNames names) {
    this.root = root;
    this.names = names;
  }

  /** The candidates for the last word, all of which begin with it. */
  List<Candidate> candidates(Words words) {
    Optional<CommandSpec> command =
        words.command().map(root.subcommands()::get).map(CommandLine::getCommandSpec);
    if (words.command().isPresent() && command.isEmpty()) {
      return List.of();
    }
    return of(command, words)
        .filter(candidate -> candidate.value().startsWith(words.unfinished()))
        .toList();
  }

  private Stream<Candidate> of(Optional<CommandSpec> command, Words words) {
    CommandSpec spec = command.orElse(root);
    Optional<OptionSpec> option = optionThatWantsAValue(spec, words);
    if (option.isPresent()) {
      return values(option.get().completionCandidates());
    }
    if (words.unfinished().startsWith("-")) {
      return spec.options().stream().filter(it -> !it.hidden()).map(Completer::candidate);
    }
    return command.isEmpty() ? commands() : operands(spec, words);
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

  private Stream<Candidate> commands() {
    return root.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .map(
            spec ->
                new Candidate(spec.name(), String.join(" ", spec.usageMessage().description())));
  }

  private Stream<Candidate> operands(CommandSpec spec, Words words) {
    List<PositionalParamSpec> operands = spec.positionalParameters();
    int index = Math.min(operandsBefore(spec, words), operands.size() - 1);
    if (index < 0) {
      return Stream.empty();
    }
    PositionalParamSpec operand = operands.get(index);
    return switch (operand.paramLabel()) {
      case "COMMAND" -> Stream.concat(commands(), Stream.of(new Candidate(EXIT_CODES, "a topic")));
      case "REPO" -> names.repositories(words.unfinished());
      case "REPO:TAG", "SRC", "DST" -> names.tags(words.unfinished());
      default -> values(operand.completionCandidates());
    };
  }

  /** How many operands stand before the word. */
  private static int operandsBefore(CommandSpec spec, Words words) {
    List<String> before = new ArrayList<>(words.finished());
    before.remove(words.command().orElse(""));
    int operands = 0;
    for (int i = 0; i < before.size(); i++) {
      OptionSpec option = spec.findOption(before.get(i));
      if (before.get(i).startsWith("-")) {
        i += option != null && option.arity().min() > 0 ? 1 : 0;
      } else {
        operands++;
      }
    }
    return operands;
  }
}
