/**
 * The {@code stet} command, except for {@code stet serve}, which is the server's own.
 *
 * <p>{@link dev.stet.cli.Stet} takes the process's surroundings and hands them to {@link
 * dev.stet.cli.Program}, which knows the commands. Each feature is a package: {@code git} names
 * images, {@code browse} looks at a server, {@code channels}, {@code names} and {@code
 * repositories} change what it holds, {@code space} and {@code care} look after it, {@code copy}
 * moves images, {@code verify} proves tags under a {@code policy}, {@code log} looks at the log,
 * {@code images} finds what files name, {@code complete} fills in words for the shell.
 */
@NullMarked
package dev.stet.cli;

import org.jspecify.annotations.NullMarked;
