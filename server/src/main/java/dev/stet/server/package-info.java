/**
 * The process: {@link dev.stet.server.Main} reads the configuration, wires the rooms together and
 * serves until it is told to stop.
 */
@NullMarked
package dev.stet.server;

import org.jspecify.annotations.NullMarked;
