package dev.stet.server.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where the certificate for TLS lies, as PEM.
 *
 * @param certificate the certificate, and after it those that lead to a root
 * @param key its private key, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
  /**
   * Checks that TLS can be served with them.
   *
   * @throws IOException if it cannot; its message says why and what to do
   */
  public void check(Instant now) throws IOException {
    var _ = ServerCertificate.of(ServerCertificate.Pem.read(this), this, now);
  }
}
