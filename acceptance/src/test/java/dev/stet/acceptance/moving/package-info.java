/** Moving in: everything that another registry holds, copied to a running Stet. */
@NullMarked
package dev.stet.acceptance.moving;

import org.jspecify.annotations.NullMarked;
