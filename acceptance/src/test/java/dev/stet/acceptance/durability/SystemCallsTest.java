package dev.stet.acceptance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.acceptance.durability.Trace.Window;
import dev.stet.acceptance.running.Command;
import dev.stet.acceptance.running.RegistryClient;
import dev.stet.acceptance.running.StetProcess;
import dev.stet.acceptance.running.TestImage;
import dev.stet.acceptance.running.Tools;
import dev.stet.oci.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Before the 201 of a push stand the system calls that make it last, in their order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemCallsTest {
  private static final String REPOSITORY = "shop/api";
  private static final String TAG = "main-3035eca";
  private static final String UPLOADS = "/v2/" + REPOSITORY + "/blobs/uploads/";

  private final TestImage image = TestImage.unique();
  private final byte[] chunked = TestImage.unique().layer();
  private final byte[] neighbour = sharingAFolderWith(image.layer());
  private Trace trace;

  /** Another large blob whose digest begins with the same two digits. */
  private static byte[] sharingAFolderWith(byte[] blob) {
    String folder = Digest.sha256(blob).hex().substring(0, 2);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Arrays.copyOf(blob, blob.length + 1 + i))
        .filter(other -> Digest.sha256(other).hex().startsWith(folder))
        .findFirst()
        .orElseThrow();
  }

  @BeforeAll
  void pushUnderTrace(@TempDir Path folder) throws IOException, InterruptedException {
    Path data = folder.toRealPath().resolve("data");
    trace = traced(folder.resolve("trace"), data, this::push);
  }

  @FunctionalInterface
  private interface Requests {
    void send(RegistryClient client) throws IOException, InterruptedException;
  }

  private static Trace traced(Path output, Path data, Requests requests)
      throws IOException, InterruptedException {
    Command strace =
        Tools.find("strace")
            .with("-f", "-y", "-s", "512", "-o", output, "-e", "signal=none", "-e")
            .with(
                "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,"
                    + "write,writev,pwrite64,pwritev,recvfrom,sendto");
    try (StetProcess stet = StetProcess.startUnder(strace, data);
        RegistryClient client = stet.client()) {
      requests.send(client);
      stet.kill();
    }
    return new Trace(data, SystemCall.read(output));
  }

  private void push(RegistryClient client) throws IOException, InterruptedException {
    created(client.pushBlob(REPOSITORY, image.layer()));
    created(client.pushBlob(REPOSITORY, neighbour));
    created(client.pushBlob(REPOSITORY, image.config()));
    String upload = location(client.beginUpload(REPOSITORY));
    int half = chunked.length / 2;
    upload = location(client.append(upload, Arrays.copyOf(chunked, half)));
    upload = location(client.append(upload, Arrays.copyOfRange(chunked, half, chunked.length)));
    created(client.finish(upload, Digest.sha256(chunked)));
    created(client.pushManifest(REPOSITORY, TAG, image));
    created(client.pushManifest(REPOSITORY, image.digest(), image));
  }

  private static void created(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
  }

  private static String location(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(202);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private Window pushed(byte[] blob) {
    Digest digest = Digest.sha256(blob);
    return trace.window("POST " + UPLOADS + "?digest=" + digest, digest);
  }

  private Window claimed() {
    return trace.window(
        "PUT /v2/" + REPOSITORY + "/manifests/" + TAG, Digest.sha256(image.manifest()));
  }

  @Test
  void aBlobIsSyncedRenamedAndItsFolderSynced() {
    Window window = pushed(image.layer());
    trace.assertFileIsDurable(Digest.sha256(image.layer()), window);
    trace.assertLogIsDurable(window);
  }

  @Test
  void soIsTheNextBlobOfTheSameFolder() {
    Window window = pushed(neighbour);
    trace.assertFileIsDurable(Digest.sha256(neighbour), window);
    trace.assertLogIsDurable(window);
  }

  @Test
  void soIsABlobThatCameInChunks() {
    Digest digest = Digest.sha256(chunked);
    Window window = trace.window("PUT " + UPLOADS, digest);
    trace.assertFileIsDurable(digest, window);
    trace.assertLogIsDurable(window);
  }

  @Test
  void aFolderMadeOnTheWayIsSyncedIntoItsParent() {
    Window window = pushed(image.layer());
    assertThat(trace.madeFolders(window.answer()))
        .filteredOn(window::holds)
        .as("the folders of the first blob")
        .hasSize(2);
    trace.assertMadeFoldersAreDurable(window.answer());
  }

  @Test
  void theFoldersOfTheStartAreSyncedIntoTheirParents() {
    Window first = pushed(image.layer());
    assertThat(trace.madeFolders(first.request()))
        .extracting(call -> call.paths().getFirst())
        .contains(trace.data(), trace.data().resolve("content"));
    trace.assertMadeFoldersAreDurable(first.answer());
  }

  @Test
  void aSmallBlobIsInTheSyncedLog() {
    trace.assertLogIsDurable(pushed(image.config()));
  }

  @Test
  void aClaimIsInTheSyncedLog() {
    trace.assertLogIsDurable(claimed());
  }

  /** A process that was killed may have made a folder and not synced it; nobody can tell. */
  @Test
  void aFolderThatWasThereAtTheStartIsSyncedIntoItsParent(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path data = folder.toRealPath().resolve("data");
    Digest digest = Digest.sha256(image.layer());
    Path blobs = data.resolve("content/blobs");
    Files.createDirectories(blobs.resolve("sha256").resolve(digest.hex().substring(0, 2)));

    Trace again =
        traced(
            folder.resolve("trace"),
            data,
            client -> created(client.pushBlob(REPOSITORY, image.layer())));

    SystemCall start = again.calls().getFirst();
    SystemCall answer = again.window("POST " + UPLOADS, digest).answer();
    for (Path parent : List.of(blobs.resolve("sha256"), blobs, data.resolve("content"), data)) {
      again.assertSynced(parent, start, answer);
    }
  }
}
