/**
 * The help of those who cosign for a log; the launcher sends the commands to a program of their
 * own.
 */
@NullMarked
package dev.stet.cli.cosigners;

import org.jspecify.annotations.NullMarked;
