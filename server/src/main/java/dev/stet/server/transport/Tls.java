package dev.stet.server.transport;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How TLS is served, and whether that changed: the files are read again and again, since those who
 * renew certificates replace them, one file after the other, in ways that a watch on a folder
 * misses. A pair that cannot be used is told once, and the one from before stays.
 *
 * <p>Used by one thread at a time.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  /** Source: RFC 8996, which ends the older ones. */
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

  private static final char[] NO_PASSWORD = {};

  private final TlsFiles files;
  private final Clock clock;
  private final Patience patience;
  private ServerCertificate.@Nullable Pem last; // that was read
  private @Nullable String problem; // that was told last

  Tls(TlsFiles files, Clock clock, Patience patience) {
    this.files = files;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Reads the files for the first time.
   *
   * @throws IOException if they cannot be used; its message says why and what to do
   */
  ServerSSLOptions options() throws IOException {
    ServerCertificate.Pem pem = ServerCertificate.Pem.read(files);
    last = pem;
    return options(pem);
  }

  /** What to serve from now on, if the files have changed and can be used. */
  Optional<ServerSSLOptions> changed() {
    try {
      ServerCertificate.Pem pem = ServerCertificate.Pem.read(files);
      if (pem.equals(last)) {
        return Optional.empty();
      }
      last = pem;
      ServerSSLOptions options = options(pem);
      problem = null;
      return Optional.of(options);
    } catch (IOException e) {
      String message = e.getMessage();
      if (!String.valueOf(message).equals(problem)) {
        problem = message;
        LOG.warn("The certificate from before is still served, because {}", message);
      }
      return Optional.empty();
    }
  }

  private ServerSSLOptions options(ServerCertificate.Pem pem) throws IOException {
    ServerCertificate certificate = ServerCertificate.of(pem, files, clock.instant());
    X509Certificate own = certificate.chain().getFirst();
    LOG.info(
        "TLS with the certificate of {}, valid until {}",
        own.getSubjectX500Principal(),
        own.getNotAfter().toInstant());
    return new ServerSSLOptions()
        .setKeyCertOptions(KeyCertOptions.wrap(keyManagers(certificate)))
        .setEnabledSecureTransportProtocols(VERSIONS)
        .setSslHandshakeTimeout(patience.head().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setUseAlpn(true);
  }

  private static KeyManagerFactory keyManagers(ServerCertificate certificate) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "stet",
          certificate.key(),
          NO_PASSWORD,
          certificate.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      return managers;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM cannot serve TLS with " + certificate.chain().getFirst(), e);
    }
  }
}
