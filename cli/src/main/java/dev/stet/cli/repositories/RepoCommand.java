package dev.stet.cli.repositories;

import dev.stet.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code stet repo}. */
@Command(
    name = "repo",
    description = "Look at repositories, declare whether tags stand in them, take them away.",
    footer = {
      "stet repo list",
      "stet repo show shop/api",
      "stet repo declare 'scratch/**' mutable",
      "stet repo rm shop/old"
    })
public final class RepoCommand extends CommandGroup {}
