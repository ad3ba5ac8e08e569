package dev.stet.cli.log;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet log}, which does nothing itself. */
@Command(
    name = "log",
    description = "Look at the log of a registry, into which every tag is written.",
    footer = {"stet log head", "stet log tail", "stet log proof shop/api:1.5.213"})
public final class LogCommand extends CommandGroup {}
