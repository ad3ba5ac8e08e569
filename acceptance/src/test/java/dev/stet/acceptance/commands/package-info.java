/** The packaged command against the packaged server, each in a process of its own. */
@NullMarked
package dev.stet.acceptance.commands;

import org.jspecify.annotations.NullMarked;
