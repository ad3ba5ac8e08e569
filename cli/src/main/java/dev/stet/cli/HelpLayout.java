package dev.stet.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The order of a help text: one line, examples, usage, operands, options in groups, what next. */
final class HelpLayout {
  private static final String LINE = UsageMessageSpec.SECTION_KEY_DESCRIPTION;
  private static final String EXAMPLES = UsageMessageSpec.SECTION_KEY_FOOTER;
  private static final String USAGE = UsageMessageSpec.SECTION_KEY_SYNOPSIS;
  private static final String OPERANDS = UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
  private static final String OPTIONS = UsageMessageSpec.SECTION_KEY_OPTION_LIST;
  private static final String COMMANDS = UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
  private static final String NEXT = "next";

  private HelpLayout() {}

  /** Lays out the help of a command and of those below it. */
  static void applyTo(CommandLine commandLine) {
    commandLine.setHelpSectionKeys(
        List.of(LINE, EXAMPLES, USAGE, OPERANDS, OPTIONS, COMMANDS, NEXT));
    Map<String, IHelpSectionRenderer> sections = commandLine.getHelpSectionMap();
    sections.put(EXAMPLES, HelpLayout::examples);
    sections.put(USAGE, help -> "\nUsage: " + help.synopsis(0));
    sections.put(OPERANDS, help -> titled("Operands", help.parameterList()));
    sections.put(OPTIONS, help -> titled("Options", help.optionList()));
    sections.put(COMMANDS, help -> titled("Commands", help.commandList()));
    sections.put(NEXT, HelpLayout::next);
    commandLine.setHelpSectionMap(sections);
    commandLine.getSubcommands().values().forEach(HelpLayout::applyTo);
  }

  private static String examples(Help help) {
    StringBuilder text = new StringBuilder("\nExamples\n");
    for (String example : help.commandSpec().usageMessage().footer()) {
      text.append("  ").append(example).append('\n');
    }
    return text.toString();
  }

  private static String titled(String title, String list) {
    return list.isEmpty() ? "" : "\n" + title + "\n" + list;
  }

  private static String next(Help help) {
    CommandSpec spec = help.commandSpec();
    String below = spec.qualifiedName().replaceFirst("^stet", "stet help") + " COMMAND, ";
    return "\nNext: " + (spec.subcommands().isEmpty() ? "" : below) + "stet help exit-codes\n";
  }
}
