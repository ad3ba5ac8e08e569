package dev.stet.cli.channels;

import dev.stet.api.Channel;
import dev.stet.api.ChannelChange;
import dev.stet.api.Deleted;
import dev.stet.api.NewChannel;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.Optional;

/** Makes, reads and changes the channels of a repository. */
record Channels(ApiClient client, RepositoryName repository) {
  private static final String CHANNELS = "channels";

  Channel get(TagName name) {
    return client.get(path(name), Channel.class, channel(name) + " cannot be read");
  }

  Channel create(NewChannel wanted) {
    return client.post(
        ApiPath.of(repository, CHANNELS),
        wanted,
        Channel.class,
        "channel " + repository + ":" + wanted.name() + " was not created");
  }

  /**
   * Changes a channel.
   *
   * @param sequence the number of its last move, if it may not have moved since
   */
  Channel change(TagName name, ChannelChange change, Optional<Long> sequence) {
    return client.patch(
        path(name), change, sequence, Channel.class, channel(name) + " was not changed");
  }

  Deleted remove(TagName name, String reason) {
    return client.delete(
        path(name).with("reason", reason), Deleted.class, channel(name) + " was not removed");
  }

  private ApiPath path(TagName name) {
    return ApiPath.of(repository, CHANNELS, name.value());
  }

  private String channel(TagName name) {
    return "channel " + repository + ":" + name;
  }
}
