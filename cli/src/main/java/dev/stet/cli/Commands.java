package dev.stet.cli;

import dev.stet.cli.browse.AuditCommand;
import dev.stet.cli.browse.HistoryCommand;
import dev.stet.cli.browse.ShowCommand;
import dev.stet.cli.browse.TagsCommand;
import dev.stet.cli.browse.WhenCommand;
import dev.stet.cli.care.BackupCommand;
import dev.stet.cli.care.BackupCreateCommand;
import dev.stet.cli.care.BackupRestoreCommand;
import dev.stet.cli.care.FsckCommand;
import dev.stet.cli.channels.ChannelCommand;
import dev.stet.cli.channels.ChannelCreateCommand;
import dev.stet.cli.channels.ChannelFollowCommand;
import dev.stet.cli.channels.ChannelListCommand;
import dev.stet.cli.channels.ChannelLogCommand;
import dev.stet.cli.channels.ChannelMoveCommand;
import dev.stet.cli.channels.ChannelRemoveCommand;
import dev.stet.cli.command.Surroundings;
import dev.stet.cli.complete.CompleteCommand;
import dev.stet.cli.complete.CompletionCommand;
import dev.stet.cli.copy.CopyCommand;
import dev.stet.cli.cosigners.AuditLogCommand;
import dev.stet.cli.cosigners.WitnessCommand;
import dev.stet.cli.git.TagCommand;
import dev.stet.cli.keys.KeysCommand;
import dev.stet.cli.keys.KeysExportCommand;
import dev.stet.cli.keys.KeysImportCommand;
import dev.stet.cli.keys.KeysNewCommand;
import dev.stet.cli.keys.KeysRotateCommand;
import dev.stet.cli.keys.KeysShowCommand;
import dev.stet.cli.log.LogCommand;
import dev.stet.cli.log.LogHeadCommand;
import dev.stet.cli.log.LogProofCommand;
import dev.stet.cli.log.LogRecoverCommand;
import dev.stet.cli.log.LogResumeCommand;
import dev.stet.cli.log.LogShowCommand;
import dev.stet.cli.log.LogTailCommand;
import dev.stet.cli.names.PinCommand;
import dev.stet.cli.names.PinsCommand;
import dev.stet.cli.names.RemoveCommand;
import dev.stet.cli.names.UnpinCommand;
import dev.stet.cli.policy.PolicyCommand;
import dev.stet.cli.policy.PolicyInitCommand;
import dev.stet.cli.repositories.RepoCommand;
import dev.stet.cli.repositories.RepoDeclarationsCommand;
import dev.stet.cli.repositories.RepoDeclareCommand;
import dev.stet.cli.repositories.RepoListCommand;
import dev.stet.cli.repositories.RepoRemoveCommand;
import dev.stet.cli.repositories.RepoShowCommand;
import dev.stet.cli.space.GcCommand;
import dev.stet.cli.space.GcListCommand;
import dev.stet.cli.space.GcPurgeCommand;
import dev.stet.cli.space.GcRestoreCommand;
import dev.stet.cli.space.RetentionCommand;
import dev.stet.cli.space.RetentionPlanCommand;
import dev.stet.cli.space.RetentionRunCommand;
import dev.stet.cli.verify.VerifyCommand;
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
  private record Entry(Class<?> type, Function<Surroundings, Object> make, List<Entry> below) {
    Entry(Class<?> type, Function<Surroundings, Object> make) {
      this(type, make, List.of());
    }

    Command about() {
      return type.getAnnotation(Command.class);
    }
  }

  private static final Entry CHANNEL =
      new Entry(
          ChannelCommand.class,
          _ -> new ChannelCommand(),
          List.of(
              new Entry(ChannelListCommand.class, ChannelListCommand::new),
              new Entry(ChannelCreateCommand.class, ChannelCreateCommand::new),
              new Entry(ChannelMoveCommand.class, ChannelMoveCommand::new),
              new Entry(ChannelFollowCommand.class, ChannelFollowCommand::new),
              new Entry(ChannelLogCommand.class, ChannelLogCommand::new),
              new Entry(ChannelRemoveCommand.class, ChannelRemoveCommand::new)));

  private static final Entry REPO =
      new Entry(
          RepoCommand.class,
          _ -> new RepoCommand(),
          List.of(
              new Entry(RepoListCommand.class, RepoListCommand::new),
              new Entry(RepoShowCommand.class, RepoShowCommand::new),
              new Entry(RepoDeclareCommand.class, RepoDeclareCommand::new),
              new Entry(RepoDeclarationsCommand.class, RepoDeclarationsCommand::new),
              new Entry(RepoRemoveCommand.class, RepoRemoveCommand::new)));

  private static final Entry GC =
      new Entry(
          GcCommand.class,
          GcCommand::new,
          List.of(
              new Entry(GcListCommand.class, GcListCommand::new),
              new Entry(GcRestoreCommand.class, GcRestoreCommand::new),
              new Entry(GcPurgeCommand.class, GcPurgeCommand::new)));

  private static final Entry RETENTION =
      new Entry(
          RetentionCommand.class,
          _ -> new RetentionCommand(),
          List.of(
              new Entry(RetentionPlanCommand.class, RetentionPlanCommand::new),
              new Entry(RetentionRunCommand.class, RetentionRunCommand::new)));

  private static final Entry BACKUP =
      new Entry(
          BackupCommand.class,
          _ -> new BackupCommand(),
          List.of(
              new Entry(BackupCreateCommand.class, BackupCreateCommand::new),
              new Entry(BackupRestoreCommand.class, _ -> new BackupRestoreCommand())));

  private static final Entry LOG =
      new Entry(
          LogCommand.class,
          _ -> new LogCommand(),
          List.of(
              new Entry(LogHeadCommand.class, LogHeadCommand::new),
              new Entry(LogTailCommand.class, LogTailCommand::new),
              new Entry(LogShowCommand.class, LogShowCommand::new),
              new Entry(LogProofCommand.class, LogProofCommand::new),
              new Entry(LogRecoverCommand.class, LogRecoverCommand::new),
              new Entry(LogResumeCommand.class, LogResumeCommand::new)));

  private static final Entry POLICY =
      new Entry(
          PolicyCommand.class,
          _ -> new PolicyCommand(),
          List.of(new Entry(PolicyInitCommand.class, PolicyInitCommand::new)));

  private static final Entry KEYS =
      new Entry(
          KeysCommand.class,
          _ -> new KeysCommand(),
          List.of(
              new Entry(KeysNewCommand.class, _ -> new KeysNewCommand()),
              new Entry(KeysShowCommand.class, _ -> new KeysShowCommand()),
              new Entry(KeysRotateCommand.class, _ -> new KeysRotateCommand()),
              new Entry(KeysExportCommand.class, _ -> new KeysExportCommand()),
              new Entry(KeysImportCommand.class, _ -> new KeysImportCommand())));

  private static final List<Entry> ALL =
      List.of(
          new Entry(ServeCommand.class, _ -> new ServeCommand()),
          new Entry(TagCommand.class, TagCommand::new),
          new Entry(TagsCommand.class, TagsCommand::new),
          new Entry(ShowCommand.class, ShowCommand::new),
          new Entry(WhenCommand.class, WhenCommand::new),
          new Entry(HistoryCommand.class, HistoryCommand::new),
          new Entry(CopyCommand.class, CopyCommand::new),
          new Entry(VerifyCommand.class, VerifyCommand::new),
          CHANNEL,
          REPO,
          new Entry(RemoveCommand.class, RemoveCommand::new),
          new Entry(PinCommand.class, PinCommand::new),
          new Entry(UnpinCommand.class, UnpinCommand::new),
          new Entry(PinsCommand.class, PinsCommand::new),
          GC,
          RETENTION,
          new Entry(FsckCommand.class, FsckCommand::new),
          BACKUP,
          LOG,
          POLICY,
          new Entry(AuditLogCommand.class, _ -> new AuditLogCommand()),
          new Entry(WitnessCommand.class, _ -> new WitnessCommand()),
          KEYS,
          new Entry(AuditCommand.class, AuditCommand::new),
          new Entry(VersionCommand.class, VersionCommand::new),
          new Entry(CompletionCommand.class, CompletionCommand::new),
          new Entry(CompleteCommand.class, CompleteCommand::new),
          new Entry(WarmUpCommand.class, WarmUpCommand::new),
          new Entry(HelpCommand.class, it -> new HelpCommand(it.console().out())));

  private Commands() {}

  /** The command line for these arguments. */
  static CommandLine forArguments(List<String> arguments, Surroundings surroundings) {
    CommandLine root = new CommandLine(new RootCommand(surroundings.version()));
    add(root, ALL, Set.copyOf(arguments), surroundings);
    return root;
  }

  private static void add(
      CommandLine above, List<Entry> entries, Set<String> named, Surroundings surroundings) {
    for (Entry entry : entries) {
      String name = entry.about().name();
      if (named.contains(name)) {
        CommandLine command = new CommandLine(entry.make().apply(surroundings));
        above.addSubcommand(name, command);
        add(command, entry.below(), named, surroundings);
      } else {
        above.addSubcommand(name, listed(entry.about()));
      }
    }
  }

  private static CommandSpec listed(Command about) {
    CommandSpec spec = CommandSpec.create().name(about.name());
    spec.usageMessage().description(about.description()).hidden(about.hidden());
    return spec;
  }
}
