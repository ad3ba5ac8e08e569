/** The scripts with which everything starts: {@code ./stet} and {@code ./mvnw}. */
@NullMarked
package dev.stet.acceptance.launcher;

import org.jspecify.annotations.NullMarked;
