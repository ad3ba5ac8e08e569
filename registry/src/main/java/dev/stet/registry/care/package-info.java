/**
 * Looks after what is kept: checks it, repairs what can be repaired, and makes and restores
 * backups.
 *
 * <p>A check only reads. What is damaged is answered with 404 already, whether a check has found it
 * or not, and the next push of the same content heals it; a repair takes the bad bytes out of the
 * way. Neither ever changes what a name names: where a record of a name, or the history, is
 * damaged, the only repair is a backup.
 */
@NullMarked
package dev.stet.registry.care;

import org.jspecify.annotations.NullMarked;
