package dev.stet.server.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate that TLS can be served with, and its key; they belong together.
 *
 * @param chain the certificate, and after it those that lead to a root
 * @param key its private key
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (|RSA |EC |ENCRYPTED )PRIVATE KEY-----(.*?)-----END ", Pattern.DOTALL);

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** What the two files hold. */
  record Pem(String certificate, String key) {
    /**
     * Reads the files.
     *
     * @throws IOException if one of them cannot be read; its message says what to do
     */
    static Pem read(TlsFiles files) throws IOException {
      return new Pem(text("tls-certificate", files.certificate()), text("tls-key", files.key()));
    }

    private static String text(String setting, Path file) throws IOException {
      try {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
      } catch (NoSuchFileException e) {
        throw new IOException(setting + " is " + file + ", and there is no such file", e);
      } catch (AccessDeniedException e) {
        throw new IOException(setting + " is " + file + ", which this user may not read", e);
      } catch (IOException e) {
        throw new IOException(
            setting + " is " + file + ", which cannot be read: wanted a file with PEM in it", e);
      }
    }
  }

  /**
   * Makes the certificate of what was read.
   *
   * @param files where it was read, for messages
   * @throws IOException if TLS cannot be served with it now; its message says why and what to do
   */
  static ServerCertificate of(Pem pem, TlsFiles files, Instant now) throws IOException {
    List<X509Certificate> chain = chain(pem.certificate(), files.certificate());
    X509Certificate own = chain.getFirst();
    checkTime(own, files.certificate(), now);
    PrivateKey key = key(pem.key(), files, own.getPublicKey());
    return new ServerCertificate(chain, key);
  }

  private static List<X509Certificate> chain(String pem, Path file) throws IOException {
    List<X509Certificate> chain = List.of();
    int start = pem.indexOf("-----BEGIN CERTIFICATE-----"); // a text may stand before it
    if (start >= 0) {
      byte[] bytes = pem.substring(start).getBytes(StandardCharsets.ISO_8859_1);
      try {
        chain =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bytes))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
      } catch (CertificateException e) {
        throw new IOException(file + " holds a certificate that cannot be read: write it anew", e);
      }
    }
    if (chain.isEmpty()) {
      throw new IOException(
          file
              + " holds no certificate: wanted PEM, that of this server first, and after it those"
              + " that lead to a root");
    }
    return chain;
  }

  private static void checkTime(X509Certificate certificate, Path file, Instant now)
      throws IOException {
    Instant first = certificate.getNotBefore().toInstant();
    Instant last = certificate.getNotAfter().toInstant();
    if (now.isBefore(first)) {
      throw new IOException(
          "the certificate in "
              + file
              + " is not valid before "
              + first
              + ": is the clock of this machine right?");
    }
    if (now.isAfter(last)) {
      throw new IOException("the certificate in " + file + " expired at " + last + ": renew it");
    }
  }

  private static PrivateKey key(String pem, TlsFiles files, PublicKey wanted) throws IOException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new IOException(files.key() + " holds no private key: wanted PEM");
    }
    String kind = found.group(1);
    if (kind.equals("ENCRYPTED ") || found.group(2).contains("ENCRYPTED")) {
      throw new IOException(
          files.key()
              + " holds an encrypted key, and nobody is there to type its password: write it"
              + " without one, e.g. with openssl pkey -in ENCRYPTED -out PLAIN");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      PrivateKey key =
          KeyFactory.getInstance(wanted.getAlgorithm())
              .generatePrivate(
                  new PKCS8EncodedKeySpec(kind.isEmpty() ? der : inPkcs8(der, wanted)));
      if (belongs(key, wanted)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(other(files), e);
    }
    throw new IOException(other(files));
  }

  private static String other(TlsFiles files) {
    return "the key in "
        + files.key()
        + " does not belong to the first certificate in "
        + files.certificate()
        + ": name the two files of one pair";
  }

  /** Whether what the one signs the other verifies. */
  private static boolean belongs(PrivateKey key, PublicKey wanted) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (wanted.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> wanted.getAlgorithm();
            });
    byte[] message = "one pair".getBytes(StandardCharsets.US_ASCII);
    signature.initSign(key);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(wanted);
    signature.update(message);
    return signature.verify(signed);
  }

  /**
   * The older forms of a key (PKCS #1, SEC 1) lack the name of its algorithm, which stands first in
   * the public key. Source: RFC 5958, section 2; RFC 5280, section 4.1.
   */
  private static byte[] inPkcs8(byte[] key, PublicKey wanted) {
    byte[] version = Der.element(Der.INTEGER, new byte[] {0});
    byte[] algorithm = Der.firstOf(wanted.getEncoded());
    return Der.element(Der.SEQUENCE, version, algorithm, Der.element(Der.OCTET_STRING, key));
  }
}
