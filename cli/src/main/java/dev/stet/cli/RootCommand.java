package dev.stet.cli;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code stet} itself. */
@Command(
    name = "stet",
    description = "A container registry whose tags stand: once pushed, a tag names the same image.",
    versionProvider = RootCommand.Version.class,
    footer = {
      "stet serve",
      "docker build -t 127.0.0.1:5000/shop/api:$(stet tag) .",
      "stet tags shop/api",
      "stet show shop/api:main-3035eca"
    })
final class RootCommand extends CommandGroup {
  private final String version;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(names = "--version", versionHelp = true, description = "Print the version of stet.")
  private boolean versionAsked;

  RootCommand(String version) {
    this.version = version;
  }

  /** Prints the version of the command without asking a server. */
  static final class Version implements IVersionProvider {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public String[] getVersion() {
      return new String[] {"stet " + ((RootCommand) spec.root().userObject()).version};
    }
  }
}
