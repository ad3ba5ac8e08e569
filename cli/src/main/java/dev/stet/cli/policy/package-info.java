/**
 * The policies of the person who runs the command: which keys are believed about which registry.
 */
@NullMarked
package dev.stet.cli.policy;

import org.jspecify.annotations.NullMarked;
