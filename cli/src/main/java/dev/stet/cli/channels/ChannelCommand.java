package dev.stet.cli.channels;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet channel}. */
@Command(
    name = "channel",
    description = "Declare rolling names, such as latest, as pointers to tags, and move them.",
    footer = {
      "stet channel create shop/api latest --follow 'main-*'",
      "stet channel move shop/api stable 1.5.213",
      "stet channel list shop/api",
      "stet channel log shop/api stable"
    })
public final class ChannelCommand extends CommandGroup {}
