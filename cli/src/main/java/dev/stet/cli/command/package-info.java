/**
 * What every command is made of: the {@link dev.stet.cli.command.Surroundings} it runs in, the
 * {@link dev.stet.cli.command.ExitCode} it ends with, and the {@link dev.stet.cli.command.Failure}
 * that it throws when it cannot do what it was asked.
 */
@NullMarked
package dev.stet.cli.command;

import org.jspecify.annotations.NullMarked;
