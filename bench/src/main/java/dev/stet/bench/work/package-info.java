/** The pieces of work that every server does in turn. */
@NullMarked
package dev.stet.bench.work;

import org.jspecify.annotations.NullMarked;
