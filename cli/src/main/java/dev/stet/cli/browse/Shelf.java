package dev.stet.cli.browse;

import dev.stet.api.Repository;
import dev.stet.api.RepositoryList;
import dev.stet.api.Tag;
import dev.stet.api.TagHistory;
import dev.stet.api.TagList;
import dev.stet.cli.server.ApiClient;
import dev.stet.cli.server.ApiPath;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import java.util.List;

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
  public TagHistory tag(RepositoryName repository, TagName tag) {
    return client.get(
        ApiPath.of(repository, "tags", tag.value()),
        TagHistory.class,
        "tag " + repository + ":" + tag + " cannot be shown");
  }
}
