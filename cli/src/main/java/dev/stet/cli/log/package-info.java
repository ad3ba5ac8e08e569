/** Shows what is in the log of a registry; what is shown was checked under the person's policy. */
@NullMarked
package dev.stet.cli.log;

import org.jspecify.annotations.NullMarked;
