package dev.stet.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.TestImage;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a registry must hold after all that it was asked and said. Safe for use by many threads. */
final class Expected {
  private static final int READERS = 8;

  private final String repository;
  private final Queue<Digest> blobs = new ConcurrentLinkedQueue<>();
  private final Map<String, Contest> contests = new ConcurrentHashMap<>();

  Expected(String repository) {
    this.repository = repository;
  }

  /** The pushes of one tag: who asked for it, who got it, who was refused. */
  private record Contest(Set<Digest> asked, Set<Digest> acknowledged, Set<Digest> refused) {
    Contest() {
      this(
          ConcurrentHashMap.newKeySet(),
          ConcurrentHashMap.newKeySet(),
          ConcurrentHashMap.newKeySet());
    }
  }

  String repository() {
    return repository;
  }

  /** How many pushes of images got which answer. */
  Count count() {
    int acknowledged = contests.values().stream().mapToInt(it -> it.acknowledged().size()).sum();
    int refused = contests.values().stream().mapToInt(it -> it.refused().size()).sum();
    int asked = contests.values().stream().mapToInt(it -> it.asked().size()).sum();
    return new Count(acknowledged, refused, asked - acknowledged - refused);
  }

  /** How many pushes of images were acknowledged, refused, and left without an answer. */
  record Count(int acknowledged, int refused, int unanswered) {
    Count plus(Count more) {
      return new Count(
          acknowledged + more.acknowledged, refused + more.refused, unanswered + more.unanswered);
    }
  }

  void acknowledgedBlob(byte[] blob) {
    blobs.add(Digest.sha256(blob));
  }

  void asked(String tag, TestImage image) {
    contests.computeIfAbsent(tag, _ -> new Contest()).asked().add(image.digest());
  }

  void acknowledged(String tag, TestImage image) {
    contest(tag).acknowledged().add(image.digest());
  }

  void refused(String tag, TestImage image) {
    contest(tag).refused().add(image.digest());
  }

  private Contest contest(String tag) {
    Contest contest = contests.get(tag);
    if (contest == null) {
      throw new IllegalStateException("nobody asked for " + tag);
    }
    return contest;
  }

  /** Reads everything back. */
  void assertHeldBy(RegistryClient client) throws IOException, InterruptedException {
    assertThat(contests.keySet()).containsAll(client.tags(repository));
    List<Callable<Void>> checks = new ArrayList<>();
    blobs.forEach(digest -> checks.add(() -> checkBlob(client, digest)));
    contests.forEach((tag, contest) -> checks.add(() -> checkTag(client, tag, contest)));
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      for (Future<Void> check : readers.invokeAll(checks)) {
        check.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private Void checkBlob(RegistryClient client, Digest digest)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.blob(repository, digest);
    assertThat(answer.statusCode()).as("acknowledged blob %s", digest).isEqualTo(200);
    assertThat(Digest.sha256(answer.body())).isEqualTo(digest);
    return null;
  }

  private Void checkTag(RegistryClient client, String tag, Contest contest)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.manifest(repository, tag);
    boolean taken = !contest.acknowledged().isEmpty() || !contest.refused().isEmpty();
    if (answer.statusCode() == 404 && !taken) {
      return null; // nobody was told anything about it
    }
    assertThat(answer.statusCode()).as("tag %s of %s", tag, contest).isEqualTo(200);
    Digest named = Digest.sha256(answer.body());
    assertThat(contest.asked()).as("tag %s", tag).contains(named);
    assertThat(contest.refused()).as("refused for tag %s", tag).doesNotContain(named);
    assertThat(contest.acknowledged()).as("acknowledged for tag %s", tag).isSubsetOf(named);
    HttpResponse<byte[]> byDigest = client.manifest(repository, named);
    assertThat(Digest.sha256(byDigest.body())).as("tag %s by digest", tag).isEqualTo(named);
    return null;
  }
}
