/** Repositories: which there are, of which kind they are, and taking them away. */
@NullMarked
package dev.stet.cli.repositories;

import org.jspecify.annotations.NullMarked;
