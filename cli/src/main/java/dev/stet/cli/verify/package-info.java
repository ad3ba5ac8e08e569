/** Proves that tags never moved, and remembers what was seen. */
@NullMarked
package dev.stet.cli.verify;

import org.jspecify.annotations.NullMarked;
