package dev.stet.bench.client;

import dev.stet.bench.content.LargeBlob;
import dev.stet.bench.content.SmallImage;
import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A client that pushes and pulls over one connection and checks each answer: status, digest and
 * length. For one thread.
 *
 * <p>Source: distribution-spec, "Endpoints".
 */
public final class Client implements AutoCloseable {
  /** The header with which manifests are asked for. */
  public static final String ACCEPT = "Accept: " + MediaTypes.OCI_IMAGE;

  private static final String BINARY = "Content-Type: application/octet-stream\r\n";
  private static final String DIGEST_HEADER = "Docker-Content-Digest";

  private final Connection connection;

  /** Connects to a server. */
  public Client(InetSocketAddress server) throws IOException {
    this.connection = Connection.open(server);
  }

  /** The path of a manifest. */
  public static String manifestPath(String repository, String reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  /** The path of a blob. */
  public static String blobPath(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  /** Pushes an image as clients do, in seven requests. */
  public void push(String repository, String tag, SmallImage image) throws IOException {
    expectAbsent(repository, image.layerDigest());
    expectAbsent(repository, image.configDigest());
    pushBlob(repository, image.layerDigest(), image.layer());
    pushBlob(repository, image.configDigest(), image.config());
    putManifest(repository, tag, image.manifest(), image.manifestDigest());
  }

  /** Asks for a blob that must not be there. */
  private void expectAbsent(String repository, Digest digest) throws IOException {
    exchange("HEAD", blobPath(repository, digest), "").expect(404);
  }

  /** Pushes a small blob by POST and PUT. */
  public void pushBlob(String repository, Digest digest, byte[] bytes) throws IOException {
    String target = withDigest(beginUpload(repository), digest);
    connection.exchange("PUT", target, BINARY, bytes, BodySink.NOWHERE).expect(201);
  }

  /** Pushes a large blob by POST, one PATCH in chunks and PUT, as docker, skopeo and crane do. */
  public void patchBlob(String repository, LargeBlob blob) throws IOException {
    String target = beginUpload(repository);
    connection.begin(
        "PATCH", target, BINARY + "Transfer-Encoding: chunked\r\n", Connection.NO_BODY);
    blob.forEachChunkedBlock(connection::write);
    Answer patched = connection.answer("PATCH", target, BodySink.NOWHERE).expect(202);
    connection
        .exchange(
            "PUT",
            withDigest(patched.location(), blob.digest()),
            "",
            Connection.NO_BODY,
            BodySink.NOWHERE)
        .expect(201)
        .expect(DIGEST_HEADER, blob.digest().toString());
  }

  /** Pushes a large blob by POST and one PUT of known length, as oras does. */
  public void putBlob(String repository, LargeBlob blob) throws IOException {
    String target = withDigest(beginUpload(repository), blob.digest());
    connection.begin(
        "PUT", target, BINARY + "Content-Length: " + blob.length() + "\r\n", Connection.NO_BODY);
    blob.forEachBlock(connection::write);
    connection
        .answer("PUT", target, BodySink.NOWHERE)
        .expect(201)
        .expect(DIGEST_HEADER, blob.digest().toString());
  }

  private String beginUpload(String repository) throws IOException {
    return connection
        .exchange(
            "POST",
            "/v2/" + repository + "/blobs/uploads/",
            "",
            Connection.NO_BODY,
            BodySink.NOWHERE)
        .expect(202)
        .location();
  }

  private static String withDigest(String location, Digest digest) {
    char joint = location.indexOf('?') < 0 ? '?' : '&';
    return location + joint + "digest=" + digest.algorithm().prefix() + "%3A" + digest.hex();
  }

  /** Pushes a manifest under a tag. */
  public void putManifest(String repository, String tag, byte[] manifest, Digest digest)
      throws IOException {
    connection
        .exchange(
            "PUT",
            manifestPath(repository, tag),
            "Content-Type: " + MediaTypes.OCI_IMAGE + "\r\n",
            manifest,
            BodySink.NOWHERE)
        .expect(201)
        .expect(DIGEST_HEADER, digest.toString());
  }

  /** Gets a file of any kind and checks its length and, by hashing it, its digest. */
  public Answer check(String target, Digest digest, long length) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    Answer answer =
        connection
            .exchange("GET", target, ACCEPT + "\r\n", BodySink.into(hash))
            .expect(200)
            .expect("Content-Length", Long.toString(length));
    Digest got = Digest.ofHash(Digest.Algorithm.SHA256, hash.digest());
    if (!got.equals(digest)) {
      throw new WrongAnswerException("GET " + target, digest, got);
    }
    return answer;
  }

  /** Gets a manifest or blob from a registry; the answer must name its digest too. */
  public void pull(String target, Digest digest, long length) throws IOException {
    check(target, digest, length).expect(DIGEST_HEADER, digest.toString());
  }

  /** Gets a file and looks at its status and length only; for measuring. */
  public void fetch(String target, long length) throws IOException {
    exchange("GET", target, ACCEPT + "\r\n")
        .expect(200)
        .expect("Content-Length", Long.toString(length));
  }

  /** Gets a text. */
  public String text(String target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    connection.exchange("GET", target, "", BodySink.into(bytes)).expect(200);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The status of an answer, whatever it is. */
  public int status(String target) throws IOException {
    return exchange("GET", target, "").status();
  }

  private Answer exchange(String method, String target, String headers) throws IOException {
    return connection.exchange(method, target, headers, BodySink.NOWHERE);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
