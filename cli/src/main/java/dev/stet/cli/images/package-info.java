/** Finds the images that files name which say what shall run. */
@NullMarked
package dev.stet.cli.images;

import org.jspecify.annotations.NullMarked;
