package dev.stet.cli.space;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet retention}. */
@Command(
    name = "retention",
    description = "See what the rules of retention would delete, and why; carry them out.",
    footer = {"stet retention plan", "stet retention run", "stet retention plan -o json"})
public final class RetentionCommand extends CommandGroup {}
