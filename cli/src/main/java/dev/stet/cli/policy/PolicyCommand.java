package dev.stet.cli.policy;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet policy}, which does nothing itself. */
@Command(
    name = "policy",
    description = "Say whose signatures are believed about a registry.",
    footer = {
      "stet policy init registry.example --key VKEY",
      "stet verify registry.example/shop/api:1.5.213"
    })
public final class PolicyCommand extends CommandGroup {}
