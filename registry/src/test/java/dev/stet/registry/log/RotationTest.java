package dev.stet.registry.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stet.log.KeyType;
import dev.stet.log.Note;
import dev.stet.log.SigningKey;
import dev.stet.registry.TestRegistry;
import dev.stet.registry.tags.NamesGate.Reason;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The head bears the signatures of the keys of today, without a push. */
class RotationTest extends LogTest {
  private static final SigningKey NEXT =
      SigningKey.generate(TestLog.ORIGIN, KeyType.ED25519, new SecureRandom());

  @BeforeEach
  void pushOne() {
    push("v1", "1");
  }

  private TagLog open(LogSigner signer) {
    Clock clock = Clock.fixed(TestRegistry.NOW, ZoneOffset.UTC);
    return TagLog.open(TestLog.needs(registry.database(), clock, Optional.of(signer)));
  }

  private static Note head(TagLog log) {
    assertThat(log.gate().why()).isEmpty();
    return log.head().orElseThrow();
  }

  @Test
  void whileTheKeyIsChangedBothHaveSigned() {
    Note before = head(open(TestLog.SIGNER));
    Note both = head(open(new LogSigner(List.of(TestLog.KEY, NEXT))));
    assertThat(both.text()).isEqualTo(before.text());
    assertThat(both.verifiedBy(List.of(TestLog.KEY.verifier(), NEXT.verifier()))).hasSize(2);

    Note after = head(open(new LogSigner(List.of(NEXT))));
    assertThat(after.verifiedBy(List.of(NEXT.verifier()))).hasSize(1);
    damaged = true; // for the keys of the tests
    push("v2", "2");
  }

  @Test
  void aChangeThatWasMadeAtOnceIsKnownByTheEarlierKey() {
    Note after = head(open(new LogSigner(List.of(NEXT), List.of(TestLog.KEY.verifier()))));
    damaged = true; // for the keys of the tests
    assertThat(after.signatures()).hasSize(1);
    assertThat(after.verifiedBy(List.of(NEXT.verifier()))).hasSize(1);
  }

  @Test
  void aKeyThatHasSignedNothingDoesNotBegin() {
    Note before = head(open(TestLog.SIGNER));
    TagLog log = open(new LogSigner(List.of(NEXT)));
    assertThat(log.gate().closed(Reason.LOG_STOPPED)).isTrue();
    assertThat(log.head()).contains(before);
  }
}
