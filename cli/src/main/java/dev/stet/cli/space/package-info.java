/** Room on the disk: collecting what nothing needs, and rules for what may go. */
@NullMarked
package dev.stet.cli.space;

import org.jspecify.annotations.NullMarked;
