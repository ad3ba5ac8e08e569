/**
 * Which server a command talks to, and how: operands, the address, and Stet's own API under {@code
 * /api/v1/}.
 */
@NullMarked
package dev.stet.cli.server;

import org.jspecify.annotations.NullMarked;
