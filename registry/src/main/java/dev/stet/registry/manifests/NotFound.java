package dev.stet.registry.manifests;

import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import dev.stet.oci.RepositoryName;
import dev.stet.oci.TagName;
import dev.stet.registry.tags.Deletion;
import dev.stet.registry.tags.HeldName;
import dev.stet.registry.tags.NameKind;
import dev.stet.registry.tags.NameRows;
import dev.stet.registry.tags.Repositories;
import dev.stet.store.Database;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The words in which a manifest that is not there is not found. Safe for use by many threads. */
final class NotFound {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  private final Database database;
  private final Repositories repositories;

  NotFound(Database database) {
    this.database = database;
    this.repositories = new Repositories(database);
  }

  /**
   * The answer.
   *
   * @param reference what was asked for; need not be a tag or a digest
   */
  RequestException of(RepositoryName repository, String reference) {
    repositories.requireKnown(repository);
    if (TagName.isWellFormed(reference)) {
      TagName name = TagName.parse(reference);
      return database
          .read(handle -> NameRows.find(handle, repository, name))
          .map(NotFound::of)
          .orElseGet(() -> unknown(repository, reference));
    }
    return unknown(repository, reference);
  }

  private static RequestException unknown(RepositoryName repository, String reference) {
    return RequestException.of(
        OciErrorCode.MANIFEST_UNKNOWN,
        "repository \""
            + repository
            + "\" holds no manifest "
            + reference
            + ": see what it holds with 'stet tags "
            + repository
            + "'");
  }

  private static RequestException of(HeldName name) {
    if (name.kind() == NameKind.CHANNEL && name.live()) {
      return RequestException.of(
          OciErrorCode.MANIFEST_UNKNOWN,
          "channel \""
              + name.name()
              + "\" of repository \""
              + name.repository()
              + "\" points to no tag yet: push one that it follows, or point it to one with 'stet"
              + " channel move'");
    }
    return name.deletion().isPresent() && name.kind().burns()
        ? burnt(name, name.deletion().get())
        : unknown(name.repository(), name.name().value());
  }

  private static RequestException burnt(HeldName name, Deletion deletion) {
    boolean returns = name.kind() == NameKind.TAG && !deletion.reason().withdrawn();
    return RequestException.of(
            OciErrorCode.MANIFEST_UNKNOWN,
            (name.kind() == NameKind.TAG ? "tag" : "channel")
                + " \""
                + name.name()
                + "\" of repository \""
                + name.repository()
                + "\" was deleted "
                + DAY.format(deletion.at())
                + " ("
                + deletion.reason().text()
                + ") and its name is burnt; see 'stet show "
                + name.repository()
                + ":"
                + name.name()
                + "'"
                + (returns
                    ? ", or bring it back: stet rm --undo " + name.repository() + ":" + name.name()
                    : ""))
        .detail(Map.of("reason", "TAG_BURNT", "deletion", deletion.reason().text()));
  }
}
