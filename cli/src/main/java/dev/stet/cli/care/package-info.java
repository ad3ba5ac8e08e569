/** Has a server look after what it keeps: checks and backups. */
@NullMarked
package dev.stet.cli.care;

import org.jspecify.annotations.NullMarked;
