package dev.stet.registry.channels;

import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Actor;
import dev.stet.registry.tags.DeletionReason;
import dev.stet.registry.tags.TagPattern;
import java.util.Optional;

/** What can be wanted of a channel. */
sealed interface ChannelWish {
  RepositoryName repository();

  TagName name();

  Actor actor();

  /** It is to be there. Without a tag it points to the newest that it follows, if there is one. */
  record Create(
      RepositoryName repository,
      TagName name,
      Optional<TagName> tag,
      Optional<TagPattern> follow,
      Actor actor)
      implements ChannelWish {}

  /**
   * It is to point to another tag.
   *
   * @param since only if it has not moved since the event of this number
   */
  record Move(
      RepositoryName repository, TagName name, TagName tag, Optional<Long> since, Actor actor)
      implements ChannelWish {}

  /** It is to follow other tags, or none. */
  record Follow(
      RepositoryName repository,
      TagName name,
      Optional<TagPattern> follow,
      Optional<Long> since,
      Actor actor)
      implements ChannelWish {}

  /** It is to go; its name is burnt. */
  record Remove(RepositoryName repository, TagName name, DeletionReason reason, Actor actor)
      implements ChannelWish {}
}
