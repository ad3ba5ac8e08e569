/** The servers under test, as processes that are started, watched and stopped. */
@NullMarked
package dev.stet.bench.server;

import org.jspecify.annotations.NullMarked;
