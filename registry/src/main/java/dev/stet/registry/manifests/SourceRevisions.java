package dev.stet.registry.manifests;

import dev.stet.oci.Descriptor;
import dev.stet.oci.Manifest;
import dev.stet.oci.RepositoryName;
import dev.stet.registry.blobs.BlobReader;
import dev.stet.registry.blobs.Blobs;
import dev.stet.registry.blobs.HeldBlob;
import dev.stet.registry.tags.SourceRevision;
import dev.stet.registry.tags.SourceRevision.Origin;
import dev.stet.store.Database;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out which commit an image says it was built from.
 *
 * <p>Its annotations say it, else the labels of its configuration. An index without annotations
 * says what its children say, if those that say anything say the same (the attestations that
 * BuildKit adds say nothing), and is no surer than the least sure of them. Source: image-spec,
 * "Annotations".
 */
final class SourceRevisions {
  private static final String REVISION = "org.opencontainers.image.revision";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
  private static final long LARGEST_CONFIG = 4L * 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Blobs blobs;
  private final BlobReader reader;

  SourceRevisions(Database database, Blobs blobs, BlobReader reader) {
    this.database = database;
    this.blobs = blobs;
    this.reader = reader;
  }

  /** What the image says; a value that is no commit id says nothing. */
  Optional<SourceRevision> of(RepositoryName repository, Manifest manifest) throws IOException {
    Optional<SourceRevision> annotated =
        revision(
            Origin.ANNOTATION,
            manifest.annotations().get(REVISION),
            manifest.annotations().get(REF_NAME));
    if (annotated.isPresent()) {
      return annotated;
    }
    return manifest.isIndex() ? ofChildren(repository, manifest) : ofLabels(repository, manifest);
  }

  private Optional<SourceRevision> ofLabels(RepositoryName repository, Manifest manifest)
      throws IOException {
    Optional<HeldBlob> config =
        manifest
            .config()
            .map(Descriptor::digest)
            .flatMap(digest -> blobs.find(repository, digest))
            .filter(blob -> blob.size() <= LARGEST_CONFIG);
    Optional<byte[]> bytes = config.isPresent() ? reader.read(config.get()) : Optional.empty();
    return bytes.flatMap(SourceRevisions::label);
  }

  private static Optional<SourceRevision> label(byte[] config) {
    try {
      JsonNode labels = JSON.readTree(config).path("config").path("Labels");
      return revision(
          Origin.LABEL, labels.path(REVISION).asString(""), labels.path(REF_NAME).asString(""));
    } catch (JacksonException e) {
      return Optional.empty(); // a configuration need not be JSON: it says nothing
    }
  }

  private Optional<SourceRevision> ofChildren(RepositoryName repository, Manifest index) {
    List<SourceRevision> said =
        database.read(
            handle ->
                index.manifests().stream()
                    .flatMap(child -> ofChild(handle, repository, child).stream())
                    .toList());
    boolean agreed = said.stream().map(SourceRevision::commit).distinct().count() == 1;
    return agreed
        ? said.stream().max(Comparator.comparing(SourceRevision::origin))
        : Optional.empty();
  }

  private static Optional<SourceRevision> ofChild(
      Handle handle, RepositoryName repository, Descriptor child) {
    return handle
        .createQuery(
            "SELECT revision, revision_from FROM repository_manifest"
                + " WHERE repository = ? AND digest = ? AND revision IS NOT NULL")
        .bind(0, repository.value())
        .bind(1, child.digest().toString())
        .map(
            (row, _) ->
                new SourceRevision(
                    row.getString(1), Origin.valueOf(row.getString(2)), Optional.empty()))
        .findOne();
  }

  private static Optional<SourceRevision> revision(
      Origin origin, @Nullable String commit, @Nullable String branch) {
    return Optional.ofNullable(commit)
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> COMMIT.matcher(text).matches())
        .map(
            text ->
                new SourceRevision(
                    text, origin, Optional.ofNullable(branch).filter(name -> !name.isEmpty())));
  }
}
