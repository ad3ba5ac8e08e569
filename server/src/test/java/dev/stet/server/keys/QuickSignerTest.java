package dev.stet.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stet.log.KeyType;
import dev.stet.log.SigningKey;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class QuickSignerTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void itSignsAsTheJdkDoes() {
    for (int length = 0; length < 300; length += 7) {
      SigningKey key = SigningKey.generate("log.example/a", KeyType.ED25519, random);
      byte[] message = new byte[length];
      random.nextBytes(message);
      QuickSigner quick = new QuickSigner(key);

      assertThat(quick.sign(message)).isEqualTo(key.sign(message));
      assertThat(quick.verifier()).isEqualTo(key.verifier());
    }
  }

  @Test
  void itIsForLogs() {
    SigningKey cosigner = SigningKey.generate("w.example", KeyType.COSIGNATURE, random);

    assertThatIllegalArgumentException().isThrownBy(() -> new QuickSigner(cosigner));
  }
}
