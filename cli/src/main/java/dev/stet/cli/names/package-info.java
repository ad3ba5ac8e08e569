/** What becomes of images and their names: deleting, bringing back, pinning. */
@NullMarked
package dev.stet.cli.names;

import org.jspecify.annotations.NullMarked;
