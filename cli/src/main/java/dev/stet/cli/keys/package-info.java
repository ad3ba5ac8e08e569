/** Keys, as far as help goes: the launcher sends these commands to the server's program. */
@NullMarked
package dev.stet.cli.keys;

import org.jspecify.annotations.NullMarked;
