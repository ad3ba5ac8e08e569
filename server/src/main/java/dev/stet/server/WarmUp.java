package dev.stet.server;

import dev.stet.oci.Digest;
import dev.stet.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One push and one pull over a socket, so that the run which records an AOT cache has loaded what
 * every server needs first.
 */
final class WarmUp {
  private static final String REPOSITORY = "/v2/warm/up";

  private WarmUp() {}

  /**
   * Runs against a server of this process.
   *
   * @throws IOException if an answer is not what it should be
   */
  static void run(int port) throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    String digest = Digest.sha256(config).toString();
    byte[] manifest = manifest(digest, config.length);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      exchange(socket, "GET /v2/", "", new byte[0], 200);
      exchange(socket, "POST " + REPOSITORY + "/blobs/uploads/?digest=" + digest, "", config, 201);
      String type = "Content-Type: " + MediaTypes.OCI_IMAGE + "\r\n";
      exchange(socket, "PUT " + REPOSITORY + "/manifests/v1", type, manifest, 201);
      for (int i = 0; i < 2; i++) {
        exchange(socket, "GET " + REPOSITORY + "/manifests/v1", "", new byte[0], 200);
        exchange(socket, "GET " + REPOSITORY + "/blobs/" + digest, "", new byte[0], 200);
      }
      exchange(socket, "GET " + REPOSITORY + "/manifests/v2", "", new byte[0], 404);
      exchange(socket, "GET /api/v1/repositories", "", new byte[0], 200);
      exchange(socket, "GET /readyz", "", new byte[0], 200);
    }
  }

  private static byte[] manifest(String config, int size) {
    return """
        {"schemaVersion":2,"mediaType":"%s","layers":[],
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d}}
        """
        .formatted(MediaTypes.OCI_IMAGE, config, size)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void exchange(
      Socket socket, String request, String headers, byte[] body, int wanted) throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    String answer = readHead(socket.getInputStream());
    socket.getInputStream().readNBytes(contentLength(answer));
    if (!answer.startsWith("HTTP/1.1 " + wanted + " ")) {
      throw new IOException(
          request + ": wanted " + wanted + ", got " + answer.lines().findFirst().orElse(""));
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended within the head of an answer");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }
}
