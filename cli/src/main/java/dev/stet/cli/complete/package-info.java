/**
 * Completes words in shells. The scripts of {@code stet completion} are small and the same for
 * ever: they ask the hidden {@code stet __complete}, which knows the commands and asks the server
 * for names.
 */
@NullMarked
package dev.stet.cli.complete;

import org.jspecify.annotations.NullMarked;
