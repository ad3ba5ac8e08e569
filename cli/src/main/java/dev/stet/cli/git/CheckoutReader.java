package dev.stet.cli.git;

import dev.stet.cli.command.ExitCode;
import dev.stet.cli.command.Failure;
import dev.stet.cli.command.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** Reads the Git repository around a folder. Every state of it gives a checkout or a failure. */
final class CheckoutReader {
  private final Surroundings surroundings;

  CheckoutReader(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Reads it. */
  Checkout read() {
    SystemReader.setInstance(new GitSystem(SystemReader.getInstance(), surroundings));
    try (Repository repository = open()) {
      return read(repository);
    } catch (IOException | RuntimeException e) {
      throw e instanceof Failure failure ? failure : unreadable(e);
    }
  }

  private Repository open() throws IOException {
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder()
            .readEnvironment()
            .findGitDir(surroundings.directory().toFile())
            .setMustExist(true);
    if (builder.getGitDir() == null) {
      throw Failure.of(ExitCode.FAILURE, "there is no Git repository here")
          .because("looked in " + surroundings.directory() + " and the folders above it")
          .next("run stet tag inside a checkout, after 'git init' and a first commit");
    }
    refuseSha256(builder.getGitDir().toPath());
    return builder.build();
  }

  private Checkout read(Repository repository) throws IOException {
    Ref head = repository.exactRef(Constants.HEAD);
    if (head == null || head.getObjectId() == null) {
      throw unborn(head);
    }
    ObjectId id = head.getObjectId();
    RevCommit commit = commit(repository, id);
    return new Checkout(
        branch(head),
        id.name(),
        Arrays.stream(commit.getParents()).map(ObjectId::name).toList(),
        committedAt(commit.getCommitterIdent()),
        Optional.ofNullable(repository.getConfig().getString("remote", "origin", "url")),
        tags(repository),
        repository.isBare() ? Checkout.Changes.NONE : new ChangesReader(repository, id).read());
  }

  private static Optional<String> branch(Ref head) {
    String target = head.getTarget().getName();
    return head.isSymbolic() && target.startsWith(Constants.R_HEADS)
        ? Optional.of(target.substring(Constants.R_HEADS.length()))
        : Optional.empty();
  }

  /** The commit as it is stored, so that a shallow clone hides no parent. */
  private static RevCommit commit(Repository repository, ObjectId id) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      return RevCommit.parse(reader.open(id, Constants.OBJ_COMMIT).getBytes());
    }
  }

  private static Instant committedAt(PersonIdent committer) {
    return committer.getWhenAsInstant();
  }

  private static Map<String, String> tags(Repository repository) throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    List<Ref> refs = repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS);
    for (Ref ref : refs) {
      Ref peeled = repository.getRefDatabase().peel(ref);
      ObjectId commit =
          Objects.requireNonNullElse(peeled.getPeeledObjectId(), peeled.getObjectId());
      tags.put(ref.getName().substring(Constants.R_TAGS.length()), commit.name());
    }
    return tags;
  }

  private static Failure unborn(@Nullable Ref head) {
    String name = head == null ? "HEAD" : Repository.shortenRefName(head.getTarget().getName());
    return Failure.of(ExitCode.FAILURE, "there is no commit to name an image after")
        .because("branch " + name + " has no commit yet")
        .next("git commit");
  }

  private static void refuseSha256(Path gitFolder) throws IOException {
    if (new ObjectFormat(gitFolder).isSha256()) {
      throw Failure.of(ExitCode.FAILURE, "this Git repository cannot be read")
          .because("its objects are named by SHA-256; repositories with SHA-1 are understood")
          .next("name the image yourself: <branch>-$(git rev-parse HEAD | cut -c1-7)");
    }
  }

  private Failure unreadable(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Failure.of(
            ExitCode.FAILURE,
            "the Git repository around " + surroundings.directory() + " cannot be read")
        .because(message.lines().findFirst().orElse(message))
        .next("git fsck");
  }
}
