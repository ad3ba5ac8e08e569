package dev.stet.cli.channels;

import dev.stet.api.Api;
import dev.stet.api.Channel;
import dev.stet.cli.output.Changed;
import dev.stet.cli.output.Result;
import dev.stet.cli.server.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is after a change, or would be: the document.
 *
 * @param name the channel
 * @param tag the tag that it points to; null if it points nowhere
 * @param digest the digest that it names; null if it points nowhere
 * @param follow the pattern of the tags that it follows; null if it follows none
 * @param dryRun whether nothing was changed
 */
record ChangedChannel(
    String apiVersion,
    String repository,
    String name,
    @Nullable String tag,
    @Nullable String digest,
    @Nullable String follow,
    boolean dryRun) {

  /** A channel that was changed. */
  static ChangedChannel of(Channel channel) {
    return new ChangedChannel(
        Api.VERSION,
        channel.repository(),
        channel.name(),
        channel.tag(),
        channel.digest(),
        channel.follow(),
        false);
  }

  /** The image that it points to, by its tag; the channel itself if it points nowhere. */
  Result on(Place place) {
    return new Changed(
        this,
        List.of(place.reference(tag == null ? name : tag, digest)),
        digest == null ? List.of() : List.of(digest));
  }
}
