package dev.stet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate for this machine and its key, made by the JDK's keytool.
 *
 * @param x509 the certificate
 * @param key its private key
 */
public record TestCertificate(X509Certificate x509, Key key) {
  private static final String PASSWORD = "changeit";

  /**
   * Makes one.
   *
   * @param algorithm what keytool calls it, e.g. {@code EC}
   * @param from the first day, e.g. {@code 2026/01/01}
   */
  public static TestCertificate make(String algorithm, String from, int days) {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path store = folder.resolve("store.p12");
      keytool(algorithm, from, days, store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream content = Files.newInputStream(store)) {
        keys.load(content, PASSWORD.toCharArray());
      }
      Files.delete(store);
      Files.delete(folder);
      return new TestCertificate(
          (X509Certificate) keys.getCertificate("stet"),
          keys.getKey("stet", PASSWORD.toCharArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that is valid for long. */
  public static TestCertificate make(String algorithm) {
    return make(algorithm, "2026/01/01", 36_500);
  }

  private static void keytool(String algorithm, String from, int days, Path store)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-alias", "stet", "-keyalg", algorithm));
    command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of("-startdate", from + " 00:00:00", "-validity", "" + days));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The certificate as PEM. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", x509.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key as PEM, in the form that names its algorithm (PKCS #8). */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** Some DER as PEM. */
  public static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /** Writes both files. */
  public void write(Path certificateFile, Path keyFile) throws IOException {
    Files.writeString(certificateFile, certificatePem());
    Files.writeString(keyFile, keyPem());
  }

  /** What a client needs that trusts this certificate and no other. */
  public SSLContext trusted() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("stet", x509);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      return context(trust.getTrustManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a client needs that only wants to see which certificate is served. */
  static SSLContext anyTrusted() {
    return context(new TrustManager[] {new Everybody()});
  }

  private static SSLContext context(TrustManager[] trust) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
