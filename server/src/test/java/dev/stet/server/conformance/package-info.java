/**
 * What the OCI distribution specification and its clients want, box by box, over HTTP against a
 * running server. The boxes and their numbers are those of {@code docs/reference/conformance.md}.
 *
 * <p>A test of a box carries its number, here and in every other module: {@code @Tag("box-8.3")} on
 * the method, more than once if it tests several. There is one class for each section of the page;
 * it extends {@link dev.stet.server.ServedTest}, so that its tests share a server, and each test
 * uses repositories of its own. {@link dev.stet.server.RunningServer} is the client, {@link
 * dev.stet.server.RawConnection} for what no well-behaved client sends, {@link
 * dev.stet.server.TestImage} what is pushed.
 *
 * <p>{@link dev.stet.server.conformance.ConformancePageTest} holds the page against the sources: a
 * new test is named in the row of its box, and a box without a test says what it waits for.
 */
@NullMarked
package dev.stet.server.conformance;

import org.jspecify.annotations.NullMarked;
