/** Whether the process lives, and whether it can do its work. */
@NullMarked
package dev.stet.server.health;

import org.jspecify.annotations.NullMarked;
