package dev.stet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static final String VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  /** RFC 8032, section 7.1, test 1: an empty message. */
  private static final byte[] SEED =
      HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private static final byte[] PUBLIC =
      HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  private static final byte[] SIGNATURE =
      HexFormat.of()
          .parseHex(
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                  + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

  private static String base64(KeyType type, byte[] key) {
    byte[] typed = new byte[1 + key.length];
    typed[0] = type.code();
    System.arraycopy(key, 0, typed, 1, key.length);
    return Base64.getEncoder().encodeToString(typed);
  }

  @Test
  void signsAsTheStandardSays() {
    VerifierKey verifier = new VerifierKey("a", KeyType.ED25519, PUBLIC);
    SigningKey key =
        SigningKey.parse("PRIVATE+KEY+a+" + verifier.hash() + "+" + base64(KeyType.ED25519, SEED));

    assertThat(key.verifier()).isEqualTo(verifier);
    assertThat(key.sign(new byte[0])).isEqualTo(SIGNATURE);
    assertThat(verifier.verifies(new byte[0], SIGNATURE)).isTrue();
  }

  @Test
  void aChangedMessageOrSignatureIsNotVerified() {
    VerifierKey verifier = new VerifierKey("a", KeyType.ED25519, PUBLIC);

    assertThat(verifier.verifies(new byte[1], SIGNATURE)).isFalse();
    for (int bit = 0; bit < 8 * SIGNATURE.length; bit++) {
      byte[] changed = SIGNATURE.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verifier.verifies(new byte[0], changed)).isFalse();
    }
    for (int length : new int[] {0, 1, 32, 63, 65, 128}) {
      assertThat(verifier.verifies(new byte[0], Arrays.copyOf(SIGNATURE, length))).isFalse();
    }
  }

  @Test
  void aVerifierKeyIsReadBackAsItIsWritten() {
    VerifierKey key = VerifierKey.parse(VKEY);

    assertThat(key).hasToString(VKEY).isEqualTo(VerifierKey.parse(VKEY));
    assertThat(key.name()).isEqualTo("example.com/foo");
    assertThat(key.id()).isEqualTo(0x530d903a);
    assertThat(key.type()).isEqualTo(KeyType.ED25519);
  }

  @Test
  void nameAndTypeArePartOfTheKey() {
    VerifierKey key = new VerifierKey("a", KeyType.ED25519, PUBLIC);
    List<VerifierKey> others =
        List.of(
            new VerifierKey("b", KeyType.ED25519, PUBLIC),
            new VerifierKey("a", KeyType.COSIGNATURE, PUBLIC),
            Keys.log("a").verifier());
    assertThat(others).doesNotContain(key).extracting(VerifierKey::id).doesNotContain(key.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903a+",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo +530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        " example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "a\nb+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      })
  void nothingElseIsAVerifierKey(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> VerifierKey.parse(text));
  }

  @Test
  void aKeyOfATypeThatNobodyHereKnowsIsRefused() {
    for (int type : new int[] {0x00, 0x02, 0x03, 0x05, 0x06, 0xff}) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> KeyType.of((byte) type));
    }
    assertThat(KeyType.of((byte) 1)).isEqualTo(KeyType.ED25519);
    assertThat(KeyType.of((byte) 4)).isEqualTo(KeyType.COSIGNATURE);
  }

  @Test
  void aNewKeyIsReadBackAsItIsWritten() {
    for (KeyType type : KeyType.values()) {
      SigningKey key = SigningKey.generate("log.example/a", type, new SecureRandom());
      SigningKey again = SigningKey.parse(key.encoded());
      byte[] message = {1, 2, 3};

      assertThat(again.encoded()).isEqualTo(key.encoded()).startsWith("PRIVATE+KEY+log.example/a+");
      assertThat(again.verifier()).isEqualTo(key.verifier());
      assertThat(VerifierKey.parse(key.verifier().toString())).isEqualTo(key.verifier());
      assertThat(key.verifier().verifies(message, again.sign(message))).isTrue();
    }
  }

  @Test
  void nothingShowsTheSecret() {
    SigningKey key = Keys.log("log.example/a");
    String secret = key.encoded().substring(key.encoded().lastIndexOf('+') + 1);
    assertThat(key.toString()).doesNotContain(secret);

    String encoded = key.encoded();
    List<String> spoiled =
        List.of(
            encoded.replace("PRIVATE", "private"),
            encoded.replace("log.example/a", "log.example/b"),
            encoded.replace("log.example/a", "log.example a"),
            encoded.substring(0, encoded.length() - 1),
            encoded + "=",
            encoded + "\n",
            encoded.replace("+" + secret, "+" + secret.substring(0, 40)),
            encoded.replace("+" + secret, "+AQ" + secret.substring(2, 8)));
    for (String text : spoiled) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> SigningKey.parse(text))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret.substring(4, 12)))
          .satisfies(e -> assertThat(e.getCause()).isNull());
    }
  }
}
