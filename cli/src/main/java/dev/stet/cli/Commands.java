package dev.stet.cli;

import dev.stet.cli.browse.ShowCommand;
import dev.stet.cli.browse.TagsCommand;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.complete.CompleteCommand;
import dev.stet.cli.complete.CompletionCommand;
import dev.stet.cli.copy.CopyCommand;
import dev.stet.cli.git.TagCommand;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order of the help.
 *
 * <p>Reading the options of a class takes longer than everything else that happens before a command
 * runs. So only a command whose name is among the arguments is read whole; of the others, name and
 * description are known, which is enough to list them.
 */
final class Commands {
  private record Entry(Class<?> type, Function<Surroundings, Object> make) {
    Command about() {
      return type.getAnnotation(Command.class);
    }
  }

  private static final List<Entry> ALL =
      List.of(
          new Entry(ServeCommand.class, _ -> new ServeCommand()),
          new Entry(TagCommand.class, TagCommand::new),
          new Entry(TagsCommand.class, TagsCommand::new),
          new Entry(ShowCommand.class, ShowCommand::new),
          new Entry(CopyCommand.class, CopyCommand::new),
          new Entry(VersionCommand.class, VersionCommand::new),
          new Entry(CompletionCommand.class, CompletionCommand::new),
          new Entry(CompleteCommand.class, CompleteCommand::new),
          new Entry(WarmUpCommand.class, WarmUpCommand::new),
          new Entry(HelpCommand.class, it -> new HelpCommand(it.console().out())));

  private Commands() {}

  /** The command line for these arguments. */
  static CommandLine forArguments(List<String> arguments, Surroundings surroundings) {
    Set<String> named = Set.copyOf(arguments);
    CommandLine root = new CommandLine(new RootCommand(surroundings.version()));
    for (Entry entry : ALL) {
      String name = entry.about().name();
      root.addSubcommand(
          name, named.contains(name) ? entry.make().apply(surroundings) : listed(entry.about()));
    }
    return root;
  }

  private static CommandSpec listed(Command about) {
    CommandSpec spec = CommandSpec.create().name(about.name());
    spec.usageMessage().description(about.description()).hidden(about.hidden());
    return spec;
  }
}
