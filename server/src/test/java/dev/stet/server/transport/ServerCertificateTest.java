package dev.stet.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stet.server.TestCertificate;
import dev.stet.server.transport.ServerCertificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerCertificateTest {
  private static final TestCertificate RSA = TestCertificate.make("RSA");
  private static final TestCertificate EC = TestCertificate.make("EC", "2026/06/01", 30);
  private static final TestCertificate ED25519 = TestCertificate.make("Ed25519");

  private static final Instant NOW = Instant.parse("2026-06-15T00:00:00Z");
  private static final TlsFiles FILES = new TlsFiles(Path.of("/a/crt"), Path.of("/a/key"));

  private static ServerCertificate of(String certificate, String key) throws IOException {
    return ServerCertificate.of(new Pem(certificate, key), FILES, NOW);
  }

  private static void refused(String certificate, String key, String... telling) {
    assertThat(refusal(certificate, key)).contains(telling);
  }

  /** Why the pair is refused, in one line. */
  private static String refusal(String certificate, String key) {
    IOException failure = catchThrowableOfType(IOException.class, () -> of(certificate, key));
    assertThat(failure).isNotNull();
    return assertThat(failure.getMessage())
        .doesNotContain("\n", "Exception", "java.")
        .isNotEmpty()
        .actual();
  }

  static Stream<TestCertificate> kinds() {
    return Stream.of(RSA, EC, ED25519);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfKeyIsTaken(TestCertificate made) throws IOException {
    ServerCertificate certificate = of(made.certificatePem(), made.keyPem());
    assertThat(certificate.chain()).containsExactly(made.x509());
    assertThat(certificate.key()).isEqualTo(made.key());
  }

  @Test
  void theCertificatesThatLeadToARootFollow() throws IOException {
    String text = "a remark before it\n" + EC.certificatePem() + RSA.certificatePem();
    assertThat(of(text, EC.keyPem()).chain()).containsExactly(EC.x509(), RSA.x509());
  }

  /** What stands last in PKCS #8 is the key in the form that is older than it. */
  private static byte[] older(TestCertificate certificate) {
    byte[] pkcs8 = certificate.key().getEncoded();
    byte[] version = Der.firstOf(pkcs8);
    byte[] algorithm = Der.firstOf(certificate.x509().getPublicKey().getEncoded());
    int before = version.length + algorithm.length;
    byte[] octets = Arrays.copyOfRange(pkcs8, Der.contentOf(pkcs8) + before, pkcs8.length);
    return Arrays.copyOfRange(octets, Der.contentOf(octets), octets.length);
  }

  @Test
  void olderFormsOfAKeyAreTaken() throws IOException {
    String rsa = TestCertificate.pem("RSA PRIVATE KEY", older(RSA));
    assertThat(of(RSA.certificatePem(), rsa).key()).isEqualTo(RSA.key());
    String parameters = TestCertificate.pem("EC PARAMETERS", new byte[] {6, 1, 1});
    String ec = parameters + TestCertificate.pem("EC PRIVATE KEY", older(EC));
    assertThat(of(EC.certificatePem(), ec).key()).isEqualTo(EC.key());
  }

  @Test
  void aKeyOfAnotherIsRefused() {
    for (TestCertificate other : new TestCertificate[] {RSA, ED25519, TestCertificate.make("EC")}) {
      refused(EC.certificatePem(), other.keyPem(), "the key in /a/key does not belong", "/a/crt");
    }
  }

  @Test
  void aCertificateIsServedInItsTime() throws IOException {
    Pem pem = new Pem(EC.certificatePem(), EC.keyPem());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ServerCertificate.of(pem, FILES, Instant.parse("2026-05-30T00:00:00Z")))
        .withMessageContainingAll("/a/crt", "not valid before 2026-0", "clock");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ServerCertificate.of(pem, FILES, Instant.parse("2026-07-02T00:00:00Z")))
        .withMessageContainingAll("/a/crt", "expired at 2026-0", "renew");
  }

  @Test
  void whatIsNoneIsRefused() {
    refused("", EC.keyPem(), "/a/crt holds no certificate", "PEM");
    refused(EC.keyPem(), EC.keyPem(), "/a/crt holds no certificate");
    refused(
        TestCertificate.pem("CERTIFICATE", new byte[] {1, 2, 3}), EC.keyPem(), "cannot be read");
    refused(EC.certificatePem(), "", "/a/key holds no private key", "PEM");
    refused(EC.certificatePem(), EC.certificatePem(), "/a/key holds no private key");
    refused(
        EC.certificatePem(),
        TestCertificate.pem("PRIVATE KEY", new byte[] {1, 2, 3}),
        "does not belong");
  }

  @Test
  void anEncryptedKeyIsRefused() {
    refused(
        EC.certificatePem(),
        TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}),
        "/a/key holds an encrypted key",
        "openssl pkey");
    refused(
        RSA.certificatePem(),
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """,
        "/a/key holds an encrypted key");
  }

  @Test
  void filesThatCannotBeReadAreTold(@TempDir Path folder) throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "x");
    Path none = folder.resolve("none");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Pem.read(new TlsFiles(none, there)))
        .withMessage("tls-certificate is " + none + ", and there is no such file");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Pem.read(new TlsFiles(there, folder)))
        .withMessageContainingAll("tls-key is " + folder, "cannot be read");
  }

  /** Whatever the files hold: a certificate, or one line that says what is wrong. */
  @Property(tries = 500)
  void anyTextIsRefusedInOneLine(@ForAll String text, @ForAll byte[] der) {
    refusal(text, EC.keyPem());
    refusal(TestCertificate.pem("CERTIFICATE", der), EC.keyPem());
    refusal(EC.certificatePem(), text);
    refusal(EC.certificatePem(), TestCertificate.pem("PRIVATE KEY", der));
    refusal(EC.certificatePem(), TestCertificate.pem("EC PRIVATE KEY", der));
    refusal(EC.certificatePem(), "-----BEGIN PRIVATE KEY-----" + text + "-----END PRIVATE KEY-");
  }
}
