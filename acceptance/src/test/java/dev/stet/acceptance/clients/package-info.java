/** The clients that people have, against a running Stet. */
@NullMarked
package dev.stet.acceptance.clients;

import org.jspecify.annotations.NullMarked;
