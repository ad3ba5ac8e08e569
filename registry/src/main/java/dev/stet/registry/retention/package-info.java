/**
 * Rules of retention: which tags may go by themselves.
 *
 * <p>An operator writes them one a line, e.g. {@code keep 20 newest per branch}. Of each tag the
 * first rule that has an opinion decides; a tag that no rule speaks of stays. Whatever the rules
 * say, a tag stays if its image is pinned, is where a channel points, or is in use. The plan says
 * of each tag why it may go, or what makes it stay; to carry it out is to delete the tags, which
 * burns their names.
 */
@NullMarked
package dev.stet.registry.retention;

import org.jspecify.annotations.NullMarked;
