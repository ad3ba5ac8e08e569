package dev.stet.server.conformance;

import static dev.stet.server.TestImage.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.oci.Digest;
import dev.stet.oci.Digest.Algorithm;
import dev.stet.server.Answer;
import dev.stet.server.RawConnection;
import dev.stet.server.ServedTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: distribution-spec, "Pushing blobs". */
class Section05UploadsTest extends ServedTest {
  private static final String UPLOADS = "/v2/up/load/blobs/uploads/";

  private static String blob(Digest digest) {
    return "/v2/up/load/blobs/" + digest;
  }

  @Test
  @Tag("box-5.1")
  @Tag("box-5.2")
  void anUploadBeginsWithALocationOfThePathAlone() {
    Answer answer = server.post(UPLOADS, new byte[0]);
    assertThat(answer.status()).isEqualTo(202);
    String uuid = answer.header("Docker-Upload-UUID");
    assertThat(UUID.fromString(uuid)).hasToString(uuid);
    assertThat(answer.header("Location")).isEqualTo(UPLOADS + uuid);
    assertThat(answer.header("Range")).isEqualTo("0-0");
    assertThat(answer.header("Content-Length")).isEqualTo("0");
  }

  @Test
  @Tag("box-5.2")
  void anUploadBeginsWithoutTheLastSlashToo() {
    assertThat(server.post("/v2/up/load/blobs/uploads", new byte[0]).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @Tag("box-5.3")
  @Tag("box-5.14")
  @ValueSource(strings = {"", "whole in the closing request"})
  void putClosesWithAllBytes(String content) {
    Digest digest = Digest.sha256(bytes(content));
    String upload = server.beginUpload("up/load");
    Answer answer = server.put(upload + "?digest=" + digest, bytes(content));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(blob(digest));
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(server.get(blob(digest)).text()).isEqualTo(content);
    assertThat(server.get(upload).code()).as("it is over").isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  @ParameterizedTest
  @Tag("box-5.4")
  @Tag("box-5.14")
  @ValueSource(strings = {"", "whole in one request"})
  void postTakesAWholeBlob(String content) {
    Digest digest = Digest.sha256(bytes(content));
    Answer answer = server.post(UPLOADS + "?digest=" + digest, bytes(content));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(blob(digest));
    assertThat(server.get(blob(digest)).text()).isEqualTo(content);
  }

  @Test
  @Tag("box-5.7")
  void aStreamWithoutLengthIsTakenWhole() {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    String upload = server.beginUpload("up/load");
    Answer patch =
        server.send(
            "PATCH", upload, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
    assertThat(patch.status()).isEqualTo(202);
    assertThat(patch.header("Range")).isEqualTo("0-2999999");
    assertThat(patch.header("Location")).isEqualTo(upload);

    Digest digest = Digest.sha256(content);
    assertThat(server.put(upload + "?digest=" + digest, new byte[0]).status()).isEqualTo(201);
    assertThat(server.get(blob(digest)).body()).isEqualTo(content);
  }

  @Test
  @Tag("box-5.5")
  @Tag("box-5.9")
  @Tag("box-5.10")
  void chunksAreTakenInOrder() {
    String upload = server.beginUpload("up/load");
    Answer first = server.patch(upload, bytes("abcde"), "Content-Range", "0-4");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Range")).isEqualTo("0-4");
    Answer second = server.patch(upload, bytes("fgh"), "Content-Range", "5-7");
    assertThat(second.header("Range")).as("of the whole so far").isEqualTo("0-7");

    Answer status = server.get(upload);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-7");
    assertThat(status.header("Location")).isEqualTo(upload);
    assertThat(status.header("Docker-Upload-UUID")).isEqualTo(upload.substring(UPLOADS.length()));

    Digest digest = Digest.sha256(bytes("abcdefghij"));
    Answer last = server.put(upload + "?digest=" + digest, bytes("ij"), "Content-Range", "8-9");
    assertThat(last.status()).isEqualTo(201);
    assertThat(server.get(blob(digest)).text()).isEqualTo("abcdefghij");
  }

  @ParameterizedTest
  @Tag("box-5.6")
  @Tag("box-5.9")
  @Tag("box-5.11")
  @ValueSource(strings = {"0-2", "2-4", "3-5", "9-11"})
  void aGapOverlapOrRepeatIs416AndTheUploadStaysUsable(String range) {
    String upload = server.beginUpload("up/load");
    assertThat(server.patch(upload, bytes("abcde"), "Content-Range", "0-4").status())
        .isEqualTo(202);

    for (Answer refused :
        List.of(
            server.patch(upload, bytes("xyz"), "Content-Range", range),
            server.put(
                upload + "?digest=" + Digest.sha256(bytes("abcdexyz")),
                bytes("xyz"),
                "Content-Range",
                range))) {
      assertThat(refused.status()).isEqualTo(416);
      assertThat(refused.code()).isEqualTo("BLOB_UPLOAD_INVALID");
      assertThat(refused.message()).contains("must start at 5");
      assertThat(refused.header("Range")).isEqualTo("0-4");
      assertThat(refused.header("Location")).isEqualTo(upload);
    }

    Digest digest = Digest.sha256(bytes("abcdexyz"));
    assertThat(
            server.put(upload + "?digest=" + digest, bytes("xyz"), "Content-Range", "5-7").status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @Tag("box-5.5")
  @ValueSource(
      strings = {"bytes 0-2", "0-2/3", "a-b", "0", "-1-1", "5-2", "99999999999999999999-1"})
  void aContentRangeThatCannotBeReadIs400(String range) {
    Answer answer =
        server.patch(server.beginUpload("up/load"), bytes("abc"), "Content-Range", range);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BLOB_UPLOAD_INVALID");
  }

  @ParameterizedTest
  @Tag("box-5.3")
  @Tag("box-5.5")
  @ValueSource(strings = {"0-1", "0-3"})
  void aContentRangeThatContradictsTheLengthIs400(String range) {
    Answer answer =
        server.patch(server.beginUpload("up/load"), bytes("abc"), "Content-Range", range);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("SIZE_INVALID");
  }

  @Test
  @Tag("box-5.10")
  void anUploadWithoutBytesStandsAtZero() {
    String upload = server.beginUpload("up/load");
    for (Answer answer : List.of(server.get(upload), server.patch(upload, new byte[0]))) {
      assertThat(answer.header("Range")).isEqualTo("0-0");
      assertThat(answer.header("Location")).isEqualTo(upload);
    }
    assertThat(server.get(upload).status()).isEqualTo(204);
    assertThat(server.head(upload).header("Range")).isEqualTo("0-0");
  }

  /** Chunks of one byte: there is no least length, and so none is announced. */
  @Test
  @Tag("box-5.8")
  void aChunkMayBeAsSmallAsItLikes() {
    Answer begun = server.post(UPLOADS, new byte[0]);
    assertThat(begun.find("OCI-Chunk-Min-Length")).isEmpty();
    String upload = begun.header("Location");
    for (int i = 0; i < 5; i++) {
      Answer chunk = server.patch(upload, bytes("x"), "Content-Range", i + "-" + i);
      assertThat(chunk.header("Range")).isEqualTo("0-" + i);
    }
    assertThat(
            server.put(upload + "?digest=" + Digest.sha256(bytes("xxxxx")), new byte[0]).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @Tag("box-5.5")
  @Tag("box-5.9")
  @ValueSource(strings = {"PATCH", "PUT"})
  void aStreamThatIsNotAsLongAsItsContentRangeSaysIs400(String method) {
    String upload = server.beginUpload("up/load");
    assertThat(server.patch(upload, bytes("abc"), "Content-Range", "0-2").status()).isEqualTo(202);
    Digest digest = Digest.sha256(bytes("abcdef"));
    for (String wrong : List.of("de", "defg", "")) {
      Answer refused = stream(method, upload + "?digest=" + digest, wrong, "3-5");
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.code()).isEqualTo("SIZE_INVALID");
      assertThat(server.get(upload).header("Range")).as("as before").isEqualTo("0-2");
    }
    assertThat(stream("PUT", upload + "?digest=" + digest, "def", "3-5").status()).isEqualTo(201);
    assertThat(server.get(blob(digest)).text()).isEqualTo("abcdef");
  }

  private Answer stream(String method, String path, String body, String range) {
    return server.send(
        method,
        path,
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes(body))),
        "Content-Range",
        range);
  }

  @Test
  @Tag("box-5.1")
  @Tag("box-5.3")
  void anUploadBelongsToItsRepository() {
    String upload = server.beginUpload("up/load");
    String elsewhere = upload.replace("/up/load/", "/up/elsewhere/");
    String close = elsewhere + "?digest=" + Digest.sha256(bytes("x"));
    for (Answer answer :
        List.of(
            server.get(elsewhere),
            server.patch(elsewhere, bytes("x")),
            server.put(close, bytes("x")),
            server.delete(elsewhere))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    }
    assertThat(server.get(upload).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @Tag("box-5.13")
  @ValueSource(strings = {"sha256", "sha512"})
  void theAlgorithmMayBeToldAtTheBeginning(String algorithm) {
    byte[] content = new byte[100_000];
    for (Algorithm named : Algorithm.values()) {
      Answer begun = server.post(UPLOADS + "?digest-algorithm=" + algorithm, new byte[0]);
      assertThat(begun.status()).isEqualTo(202);
      Digest digest = Digest.of(named, content);
      assertThat(server.put(begun.header("Location") + "?digest=" + digest, content).status())
          .isEqualTo(201);
      assertThat(
              server
                  .post(UPLOADS + "?digest-algorithm=" + algorithm + "&digest=" + digest, content)
                  .status())
          .isEqualTo(201);
    }
  }

  @ParameterizedTest
  @Tag("box-5.3")
  @Tag("box-5.13")
  @ValueSource(strings = {"md5", "SHA256", "blake3", ""})
  void anAlgorithmThatIsNotSupportedIs400(String algorithm) {
    Answer answer = server.post(UPLOADS + "?digest-algorithm=" + algorithm, new byte[0]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
  }

  @Test
  @Tag("box-5.6")
  @Tag("box-5.11")
  void anEarlierLocationStillAnswers() {
    String first = server.beginUpload("up/load");
    String second = server.patch(first, bytes("abc"), "Content-Range", "0-2").header("Location");
    assertThat(server.patch(second, bytes("def"), "Content-Range", "3-5").status()).isEqualTo(202);

    Answer repeated = server.patch(first, bytes("abc"), "Content-Range", "0-2");
    assertThat(repeated.status()).isEqualTo(416);
    assertThat(repeated.header("Range")).isEqualTo("0-5");
    Answer status = server.get(first);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-5");
    assertThat(
            server.put(first + "?digest=" + Digest.sha256(bytes("abcdef")), new byte[0]).status())
        .isEqualTo(201);
  }

  @Test
  @Tag("box-5.12")
  void cancelForgetsTheUpload() {
    String upload = server.beginUpload("up/load");
    assertThat(server.delete(upload).status()).isEqualTo(204);
    for (Answer gone :
        List.of(
            server.get(upload),
            server.delete(upload),
            server.patch(upload, bytes("x")),
            server.put(upload + "?digest=" + Digest.sha256(bytes("x")), bytes("x")))) {
      assertThat(gone.status()).isEqualTo(404);
      assertThat(gone.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    }
  }

  @ParameterizedTest
  @Tag("box-5.3")
  @ValueSource(
      strings = {"00000000-0000-0000-0000-000000000000", "x", "..", "%2E%2E%2Fregistry.db"})
  void anUploadThatNobodyBeganIs404(String upload) {
    Answer answer = server.patch(UPLOADS + upload, bytes("x"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  @ParameterizedTest
  @Tag("box-5.3")
  @Tag("box-5.4")
  @ValueSource(
      strings = {
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", // of nothing
        "sha256:abc",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "nonsense",
        ""
      })
  void aDigestThatIsWrongUnsupportedOrMalformedIs400(String digest) {
    String upload = server.beginUpload("up/load");
    for (Answer answer :
        List.of(
            server.put(upload + "?digest=" + digest, bytes("something")),
            server.post(UPLOADS + "?digest=" + digest, bytes("something")))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
    }
    assertThat(server.get(blob(Digest.sha256(new byte[0]))).text()).isNotEqualTo("something");
  }

  @Test
  @Tag("box-5.3")
  void aCloseWithoutDigestIs400AndTheUploadStaysUsable() {
    String upload = server.beginUpload("up/load");
    assertThat(server.put(upload, bytes("abc")).code()).isEqualTo("DIGEST_INVALID");
    assertThat(server.get(upload).header("Range")).isEqualTo("0-0");
    Digest digest = Digest.sha256(bytes("abc"));
    assertThat(server.put(upload + "?digest=" + digest, bytes("abc")).status()).isEqualTo(201);
  }

  @Test
  @Tag("box-5.13")
  void aBlobMayBeNamedBySha512() {
    Digest digest = Digest.of(Algorithm.SHA512, bytes("long digest"));
    String upload = server.beginUpload("up/load");
    assertThat(server.patch(upload, bytes("long ")).status()).isEqualTo(202);
    assertThat(server.put(upload + "?digest=" + digest, bytes("digest")).status()).isEqualTo(201);
    Answer answer = server.get(blob(digest));
    assertThat(answer.text()).isEqualTo("long digest");
    assertThat(answer.header("Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  @Tag("box-5.14")
  void theSameBlobInManyUploadsAtOnceSucceedsInAll() throws Exception {
    byte[] content = new byte[200_000];
    Digest digest = Digest.sha256(content);
    int clients = 8;
    CyclicBarrier together = new CyclicBarrier(clients);
    Callable<Integer> upload =
        () -> {
          String location = server.beginUpload("up/load");
          together.await();
          return server.put(location + "?digest=" + digest, content).status();
        };
    try (var threads = Executors.newFixedThreadPool(clients)) {
      List<Future<Integer>> answers =
          threads.invokeAll(Stream.generate(() -> upload).limit(clients).toList());
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(201);
      }
    }
    assertThat(server.get(blob(digest)).body()).isEqualTo(content);
  }

  @Test
  @Tag("box-5.10")
  void aClientThatVanishesLeavesAnUploadThatCanBeResumed() {
    byte[] content = new byte[2_000_000];
    new Random(2).nextBytes(content);
    String upload = server.beginUpload("up/load");
    try (RawConnection connection = server.connect()) {
      connection.sendHead("PATCH " + upload, "Content-Length: " + content.length);
      byte[] half = Arrays.copyOf(content, content.length / 2);
      connection.send(half);
      connection.vanish();
    }

    Answer resumed = resumed(upload, content);
    assertThat(resumed.status()).isEqualTo(202);
    assertThat(resumed.header("Range")).isEqualTo("0-1999999");
    Digest digest = Digest.sha256(content);
    assertThat(server.put(upload + "?digest=" + digest, new byte[0]).status()).isEqualTo(201);
    assertThat(server.get(blob(digest)).body()).isEqualTo(content);
  }

  /** Goes on where the upload stands, as a client does that reads the 416 when it was too early. */
  private Answer resumed(String upload, byte[] content) {
    while (true) {
      String range = server.get(upload).header("Range");
      int size = range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
      Answer answer =
          server.patch(
              upload,
              Arrays.copyOfRange(content, size, content.length),
              "Content-Range",
              size + "-" + (content.length - 1));
      if (answer.status() != 416) {
        return answer;
      }
    }
  }
}
