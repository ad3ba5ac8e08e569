package dev.stet.cli.care;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet backup}. */
@Command(
    name = "backup",
    description = "Make a backup while the registry is used, and restore one.",
    footer = {
      "stet backup create /backup/2026-11-25",
      "stet backup restore /backup/2026-11-25 --data /var/lib/stet-new"
    })
public final class BackupCommand extends CommandGroup {}
