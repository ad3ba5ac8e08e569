package dev.stet.server.access;

import dev.stet.http.Exchange;
import dev.stet.http.Guard;
import dev.stet.http.RequestException;
import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;

/**
 * The secret that a change through Stet's own API must show. It lies in files that only the
 * operator's user can read, so no web page and no other user can make one.
 */
public final class ApiToken implements Guard {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final byte[] expected;
  private final String token;

  /** Takes the secret. */
  public ApiToken(String token) {
    this.token = token;
    this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the secret to a file that only this user can read. The file is whole or not there.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, token + "\n");
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Removes a file that {@link #write} made, unless another Stet has put its own secret there
   * since.
   *
   * @throws IOException if it cannot be removed
   */
  public void remove(Path file) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(token + "\n")) {
      Files.delete(file);
    }
  }

  @Override
  public void check(Exchange exchange) {
    if (!exchange.path().startsWith("/api/") || READS.contains(exchange.method())) {
      return;
    }
    byte[] shown = exchange.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, shown)) {
      throw RequestException.of(
          OciErrorCode.UNAUTHORIZED,
          "a change through the API needs the token of this Stet: send Authorization: Bearer TOKEN,"
              + " with TOKEN from the file 'token' in its data folder");
    }
    String type = exchange.header("Content-Type").orElse("");
    if (!type.equals("application/json") && !type.startsWith("application/json;")) {
      throw RequestException.of(
              OciErrorCode.UNSUPPORTED,
              "a change through the API needs Content-Type: application/json")
          .status(415);
    }
  }
}
