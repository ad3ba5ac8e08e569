/** Whatever is done to names, in whichever order and at once, is as the rules say. */
@NullMarked
package dev.stet.registry.names;

import org.jspecify.annotations.NullMarked;
