package dev.stet.cli.browse;

import dev.stet.api.ChannelList;
import dev.stet.api.Collected;
import dev.stet.api.CollectedList;
import dev.stet.api.HistoryEntry;
import dev.stet.api.HistoryList;
import dev.stet.api.NameAt;
import dev.stet.api.PinList;
import dev.stet.api.Repository;
import dev.stet.api.RepositoryList;
import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.api.TagList;
import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a server holds. */
public record Shelf(ApiClient client) {
  /** All repositories, by name. */
  public List<Repository> repositories() {
    return client.all(
        ApiPath.of("repositories"),
        RepositoryList.class,
        RepositoryList::repositories,
        RepositoryList::next,
        "the repositories cannot be listed");
  }

  /** All names of a repository, ordered bytewise. */
  public List<Tag> tags(RepositoryName repository) {
    return client.all(
        ApiPath.of(repository, "tags"),
        TagList.class,
        TagList::tags,
        TagList::next,
        "the tags of repository " + repository + " cannot be listed");
  }

  /** One name with its history. */
  public TagHistory tag(RepositoryName repository, TagName name) {
    return client.get(path(repository, name), TagHistory.class, cannotBeShown(repository, name));
  }

  /** The name as it is, if it is held; it may be deleted. */
  public Optional<Tag> find(RepositoryName repository, TagName name) {
    return client
        .find(path(repository, name), TagHistory.class, cannotBeShown(repository, name))
        .flatMap(history -> Optional.ofNullable(history.tag()));
  }

  /** The name as it is, which has to name something. */
  public Tag live(RepositoryName repository, TagName name) {
    return Optional.ofNullable(tag(repository, name).tag())
        .filter(tag -> tag.deletedAt() == null)
        .orElseThrow(
            () ->
                Failure.of(ExitCode.NOT_FOUND, repository + ":" + name + " names nothing")
                    .because("it was deleted, or only pushes that were refused used the name")
                    .next("stet history " + repository + ":" + name));
  }

  private static ApiPath path(RepositoryName repository, TagName name) {
    return ApiPath.of(repository, "tags", name.value());
  }

  private static String cannotBeShown(RepositoryName repository, TagName name) {
    return "tag " + repository + ":" + name + " cannot be shown";
  }

  /** All that happened in a repository, oldest first. */
  List<HistoryEntry> history(RepositoryName repository) {
    return client.all(
        ApiPath.of(repository, "history"),
        HistoryList.class,
        HistoryList::entries,
        HistoryList::next,
        "the history of repository " + repository + " cannot be shown");
  }

  /** What a name named at a moment. */
  NameAt at(RepositoryName repository, TagName name, Instant time) {
    return client.get(
        ApiPath.of(repository, "tags", name.value(), "at").with("time", time),
        NameAt.class,
        "what " + repository + ":" + name + " named cannot be told");
  }

  /** The channels of a repository, by name. */
  public ChannelList channels(RepositoryName repository) {
    return client.get(
        ApiPath.of(repository, "channels"),
        ChannelList.class,
        "the channels of repository " + repository + " cannot be listed");
  }

  /** The pins of a repository, by digest. */
  public PinList pins(RepositoryName repository) {
    return client.get(
        ApiPath.of(repository, "pins"),
        PinList.class,
        "the pins of repository " + repository + " cannot be listed");
  }

  /** All that is out of sight and can come back. */
  public List<Collected> collected() {
    return client.all(
        ApiPath.of("collected"),
        CollectedList.class,
        CollectedList::collected,
        CollectedList::next,
        "what was deleted cannot be listed");
  }
}
