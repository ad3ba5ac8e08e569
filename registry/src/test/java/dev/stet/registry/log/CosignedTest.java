package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stet.log.Cosignature;
import dev.stet.log.KeyType;
import dev.stet.log.MalformedException;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What was signed, by set. */
class CosignedTest extends LogTest {
  @Test
  void noCosignerIsCalledAsTheQuorumIs() {
    push("v1", "1");
    Cosigned cosigned = TestLog.open(registry.database(), Clock.systemUTC()).cosigned();
    SigningKey key = SigningKey.generate("quorum", KeyType.COSIGNATURE, new SecureRandom());
    Note head = Note.parse(registry.get("/log/checkpoint").bytes());
    cosigned.keep(Cosigned.QUORUM, head);

    cosigned.keep(key.verifier().name(), head.with(Cosignature.sign(key, head.text(), 1)));

    assertThat(cosigned.newest()).contains(head);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(
            () -> SigningKey.generate(Cosigned.QUORUM, KeyType.COSIGNATURE, new SecureRandom()));
  }
}
