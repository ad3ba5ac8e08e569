package dev.stet.registry.channels;

import dev.stet.registry.tags.Channel;
import dev.stet.registry.tags.HeldName;

/**
 * A channel as it is.
 *
 * @param channel where it points and what it follows
 * @param name what it names, since when and by whom
 */
record ChannelState(Channel channel, HeldName name) {}
