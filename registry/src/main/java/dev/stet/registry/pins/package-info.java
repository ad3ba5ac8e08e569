/** Pins: images that must stay because somebody said so. */
@NullMarked
package dev.stet.registry.pins;

import org.jspecify.annotations.NullMarked;
