/**
 * Which repositories are mutable: declared for a repository or a prefix before anything is pushed
 * there, and taken back once, for ever.
 */
@NullMarked
package dev.stet.registry.declarations;

import org.jspecify.annotations.NullMarked;
