package dev.stet.cli.keys;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet keys}, which does nothing itself. */
@Command(
    name = "keys",
    description = "Make, show, change and move the keys that sign logs.",
    footer = {
      "stet keys show -q --data /var/lib/stet",
      "stet keys new auditor.key --name auditor.example/stet"
    })
public final class KeysCommand extends CommandGroup {}
