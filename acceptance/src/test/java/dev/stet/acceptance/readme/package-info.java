/**
 * What the documents show is what happens.
 *
 * <p>Each {@code ```console} block of a document is run: a line that begins with {@code $ } is a
 * command, the lines up to the next one are what it prints, on standard output and error. In them
 * {@code …} stands for anything, and a line of nothing else for any number of lines. A command
 * whose output speaks of {@code denied:} must fail, every other must succeed. {@code ./stet serve}
 * goes on in the background. Port 5000 and {@code /tmp} become ones of the test's own.
 */
@NullMarked
package dev.stet.acceptance.readme;

import org.jspecify.annotations.NullMarked;
